import {basins} from './basins.ts';
import {environmentZones} from './environment-zones.ts';
import {facilities} from './facilities.ts';
import {industrialParks} from './industrial-parks.ts';
import {landCover} from './land-cover.ts';
import type {RegionLayer} from './layer.ts';
import {mainFunctionZones} from './main-function-zones.ts';
import {permanentFarmland} from './permanent-farmland.ts';
import {protectedAreas} from './protected-areas.ts';
import {redlines} from './redlines.ts';
import {rivers} from './rivers.ts';
import {sections} from './sections.ts';
import {townBoundaries} from './town-boundaries.ts';
import {units} from './units.ts';

/** Every layer of a region, in the order they are written and imported. */
export const REGION_LAYERS: RegionLayer[] = [
  units,
  redlines,
  mainFunctionZones,
  environmentZones,
  basins,
  rivers,
  protectedAreas,
  landCover,
  permanentFarmland,
  industrialParks,
  townBoundaries,
  facilities,
  sections,
];
