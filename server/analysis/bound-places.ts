import type {AreaBounds, MeasurementBounds, PlaceBounds} from '../../contract/bounds.ts';
import type {LayerBounds, MeasurableVersion} from '../layers/measuring.ts';
import {dissolvePlaces, type ResolvedPlace} from '../zones/place.ts';
import type {AnalysisContext} from './process.ts';

/** Limits of what each place and all of them together hold, in the time it takes to walk down the cells. */
export async function boundPlaces(
  {db, measuring, signal}: AnalysisContext,
  places: readonly ResolvedPlace[],
  version: MeasurableVersion,
): Promise<Omit<MeasurementBounds, 'provenance'>> {
  const bounded: PlaceBounds[] = [];
  for (const {id, name, multiPolygon} of places) {
    signal.throwIfAborted();
    const [bounds] = await measuring.boundZone(multiPolygon, [version]);
    bounded.push({id, name, ...toBounds(bounds!)});
  }
  if (places.length === 1) return {bounds: bounded, union: null};
  const [union] = await measuring.boundZone(await dissolvePlaces(db, places), [version]);
  return {bounds: bounded, union: toBounds(union!)};
}

function toBounds({lower, upper, classes}: LayerBounds): AreaBounds {
  return {
    areaM2: lower.areaM2,
    held: {lowerM2: lower.totalM2, upperM2: upper.totalM2},
    byClass: classes
      .map((name, i) => ({
        class: name,
        lowerM2: lower.byClassM2[i]!,
        upperM2: upper.byClassM2[i]!,
      }))
      .filter(({upperM2}) => upperM2 > 0),
  };
}
