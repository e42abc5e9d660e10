import type {
  AmountUnit,
  SharingAssumption,
  SharingIssue,
} from '../../../contract/facility-sharing.ts';
import type {FacilitySharingInputs} from '../../../contract/facility-sharing-inputs.ts';
import {fail} from '../../errors.ts';
import {resolveLayer, type ResolvedLayer} from '../../layers/layer-store.ts';
import {readFacilities, type Facilities, type Facility} from '../facilities.ts';
import {hostFacilities, placePoints} from '../facility-hosts.ts';
import {readHierarchy, type Hierarchy} from '../hierarchy.ts';
import type {AnalysisContext} from '../process.ts';
import {BasinFlow} from './basin-flow.ts';
import {findCentres} from './centres.ts';
import {attributeOf, readDemand} from './demand.ts';
import {facilityIssue, memberIssue, ofFacilities} from './issues.ts';
import {findPresentService, type PresentService} from './present-service.ts';
import {ruledPlace, SharingRules, type RuledPlace} from './sharing-rules.ts';

/** All that was read and is known before anything is optimised. */
export interface Scene {
  units: Hierarchy;
  quantity: 'flow' | 'mass';
  amountUnit: AmountUnit;
  loads: (number | null)[];
  centres: [number, number][];
  facilities: Facility[];
  hosts: Int32Array;
  present: PresentService;
  rules: SharingRules;
  basins: Hierarchy | null;
  unitPlaces: RuledPlace[];
  facilityPlaces: RuledPlace[];
  keepLocalShare: number;
  assumptions: SharingAssumption[];
  issues: SharingIssue[];
  layers: ResolvedLayer[];
}

/** Reads units, facilities, demand and basins, and says what is wrong with them. */
export async function readScene(
  inputs: FacilitySharingInputs,
  {db, catalog, progress, signal}: AnalysisContext,
): Promise<Scene> {
  const {constraints = {}} = inputs;
  progress(0, {zh: '读取行政区和设施', en: 'reading units and facilities'});
  const attribute = attributeOf(inputs.demand);
  const unitLayer = await resolveLayer(db, inputs.units);
  if (unitLayer.geometryFamily !== 'polygon') {
    throw fail('LAYER_NOT_AREAL', {layerId: unitLayer.layerId, geometry: unitLayer.geometryFamily});
  }
  const facilityLayer = await resolveLayer(db, inputs.facilities);
  const units = await readHierarchy(db, unitLayer, 'unit', inputs.unitLevel, attribute);
  const read = await readFacilities(db, catalog, facilityLayer, inputs);
  const quantity = quantityOf(read, inputs.kind, catalog.facilityKinds);
  const amountUnit = quantity === 'flow' ? 'm³/d' : 't/d';
  const hosted = await hostFacilities(db, units, read.facilities, signal);
  const demand = readDemand(units, inputs.demand, read.kind!, amountUnit);
  const found = await findCentres(db, units);
  const centres = found.map((centre, m) => demand.places[m] ?? centre);
  const present = findPresentService(units, demand.loads, read.facilities, hosted.hosts);

  const basinLayer = constraints.basins ? await resolveLayer(db, constraints.basins) : null;
  const basins =
    basinLayer && (await readHierarchy(db, basinLayer, 'basin', constraints.basinLevel));
  const rules = new SharingRules(constraints, units, basins && new BasinFlow(basins));
  const positions = read.facilities.map(({position}) => position);
  const unitBasins = basins && (await placePoints(db, basins, centres, signal));
  const facilityBasins = basins && (await placePoints(db, basins, positions, signal));
  const asksBasins = rules.active.some((rule) => rule === 'same-basin' || rule === 'flow-rule');
  const withoutBasin = (basinOf: Int32Array | null) => (_: unknown, i: number) =>
    asksBasins && basinOf![i]! < 0;
  return {
    units,
    quantity,
    amountUnit,
    loads: demand.loads,
    centres,
    facilities: read.facilities,
    hosts: hosted.hosts,
    present,
    rules,
    basins,
    unitPlaces: centres.map((at, m) => ruledPlace(at, m, unitBasins?.[m] ?? -1)),
    facilityPlaces: positions.map((at, f) =>
      ruledPlace(at, hosted.hosts[f]!, facilityBasins?.[f] ?? -1),
    ),
    keepLocalShare: constraints.keepLocalShare ?? 0,
    assumptions: demand.assumptions,
    issues: [
      ...ofFacilities(read.issues),
      ...ofFacilities(hosted.issues),
      ...demand.issues,
      ...present.issues,
      ...memberIssue('pair-unknown', 'error', rules.unknownCodes, ({zh, en}) => ({
        zh: `crossBorder.pairs 中的 ${zh} 不在图层 ${unitLayer.layerId} 的这一层级；这些例外未生效，请核对代码与 crossBorder.level。`,
        en: `crossBorder.pairs names ${en}, not among the units of ${unitLayer.layerId} at that level; these exceptions have no effect. Check the codes and crossBorder.level.`,
      })),
      ...memberIssue(
        'unit-without-basin',
        'warning',
        units.members.filter(withoutBasin(unitBasins)).map(({code}) => code),
        ({zh, en}) => ({
          zh: `${zh} 的中心不在任何流域内；流域规则下不能输送，请核对流域图层的范围。`,
          en: `The centres of ${en} lie in no basin; under a rule about basins nothing is carried from there. Check what the layer of basins covers.`,
        }),
      ),
      ...facilityIssue(
        'facility-without-basin',
        'warning',
        read.facilities.filter(withoutBasin(facilityBasins)).map(({id}) => id),
        ({zh, en}) => ({
          zh: `设施 ${zh} 不在任何流域内；流域规则下不接收外来负荷。`,
          en: `Facilities ${en} lie in no basin; under a rule about basins they take on nothing.`,
        }),
      ),
    ],
    layers: [unitLayer, facilityLayer, ...(basinLayer ? [basinLayer] : [])],
  };
}

/** @throws INPUT_INVALID where a kind is not of the catalog, or does not treat a daily amount */
function quantityOf(
  {kind, quantity}: Facilities,
  wanted: string,
  kinds: AnalysisContext['catalog']['facilityKinds'],
): 'flow' | 'mass' {
  if (kind !== null && (quantity === 'flow' || quantity === 'mass')) return quantity;
  const able = kinds.filter((each) => each.quantity === 'flow' || each.quantity === 'mass');
  throw fail('INPUT_INVALID', {
    reason: `Input "kind" is ${wanted}, which ${kind === null ? 'the catalog does not have' : 'does not treat a daily amount'}; expected one of ${able.map(({id}) => id).join(', ')}.`,
  });
}
