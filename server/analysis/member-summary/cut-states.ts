import {numberInBoth} from '../../../contract/format-number.ts';
import type {Db} from '../../db/db.ts';
import {readFeaturePlaces} from '../../zones/place.ts';
import {compareCodes} from '../hierarchy.ts';
import {resolveLayerOfKind} from '../layer-of-kind.ts';
import type {ResolvedLayer} from '../../layers/layer-store.ts';
import type {AnalysisContext} from '../process.ts';
import {cutOnce} from './cut-once.ts';
import {featuresNear} from './features-near.ts';
import {findStates, readUnitTree, UNKNOWN_STATE, type State, type UnitTree} from './find-states.ts';
import type {GatheredMember, SummaryIssue} from './gather-members.ts';
import {bboxesMiss, layOut, ROUNDING_M2, union, type PlaneGround} from './plane-geometry.ts';

export interface StatePiece {
  state: State;
  ground: PlaneGround;
}

export interface StateCut {
  /** By code, what lies in no known state last; together they are the drawn ground. */
  pieces: StatePiece[];
  /** The layer the states are of; null where there is none to ask. */
  layer: ResolvedLayer | null;
}

/** The units a zone has, for what was drawn beside them. */
export interface UnitsOfZone {
  layer: ResolvedLayer | null;
  tree: UnitTree;
  ids: readonly string[];
}

/**
 * Cuts what was drawn outside all members by the states of a layer of units: the one that is named,
 * else that of the members. Where states overlap, ground belongs to the first by code.
 * @throws what resolving a layer of units throws; LAYER_NOT_AREAL
 */
export async function cutStates(
  {db, signal}: AnalysisContext,
  drawn: GatheredMember,
  reference: string | undefined,
  members: UnitsOfZone,
  issues: SummaryIssue[],
): Promise<StateCut> {
  const layer = await layerOfStates(db, reference, members.layer);
  if (layer === null) {
    issues.push(noUnits(drawn));
    return {pieces: [{state: UNKNOWN_STATE, ground: drawn.ground}], layer};
  }
  const isOfMembers = layer.versionId === members.layer?.versionId;
  const tree = isOfMembers ? members.tree : await readUnitTree(db, layer);
  const near = await featuresNear(db, layer, drawn.ground);
  const stateOf = findStates(tree, near, isOfMembers ? members.ids : []);
  signal.throwIfAborted();
  const states = await readGrounds(db, layer, tree, stateOf, drawn.ground);
  signal.throwIfAborted();
  const grounds = states.map(({ground}) => ground);
  const {pieces, rest, sharedM2} = await cutOnce(db, drawn.ground, grounds);
  if (sharedM2 > 0) issues.push(overlapping(drawn, layer, sharedM2));
  const cut = states
    .map(({state}, k): StatePiece => ({state, ground: pieces[k]!}))
    .filter(({ground}) => ground.areaM2 > ROUNDING_M2);
  if (rest.areaM2 > ROUNDING_M2) {
    cut.push({state: UNKNOWN_STATE, ground: rest});
    issues.push(outside(drawn, layer, rest.areaM2));
  }
  return {pieces: cut, layer};
}

async function layerOfStates(
  db: Db,
  reference: string | undefined,
  ofMembers: ResolvedLayer | null,
): Promise<ResolvedLayer | null> {
  if (reference !== undefined) return resolveLayerOfKind(db, 'units', reference, 'unit');
  return ofMembers?.kind === 'unit' ? ofMembers : null;
}

/** States by code: each its own feature where the layer has one, else its units put together. */
async function readGrounds(
  db: Db,
  layer: ResolvedLayer,
  tree: UnitTree,
  stateOf: ReadonlyMap<string, State>,
  drawn: PlaneGround,
): Promise<StatePiece[]> {
  const groups = new Map<string, {state: State; ids: string[]}>();
  for (const [id, state] of stateOf) {
    if (state.foundBy === 'unknown' || (tree.has(state.id) && state.id !== id)) continue;
    const group = groups.get(state.id);
    if (group) group.ids.push(id);
    else groups.set(state.id, {state, ids: [id]});
  }
  const pieces: StatePiece[] = [];
  const ordered = [...groups].sort(([a], [b]) => compareCodes(a, b));
  for (const [, {state, ids}] of ordered) {
    const places = await readFeaturePlaces(db, layer, ids);
    const units = places
      .map(({multiPolygon}) => layOut(multiPolygon))
      .filter((unit) => !bboxesMiss(unit, drawn));
    if (units.length > 0) pieces.push({state, ground: await union(db, units)});
  }
  return pieces;
}

function noUnits({id}: GatheredMember): SummaryIssue {
  return {
    rule: 'drawn-without-units',
    severity: 'info',
    featureId: id,
    detail: {
      zh: '未指定单元图层，绘制的部分无法分到各省；请在输入“units”中指定。',
      en: 'No layer of units is named, so that what was drawn cannot be told by state; name one in the input "units".',
    },
  };
}

function overlapping({id}: GatheredMember, layer: ResolvedLayer, areaM2: number): SummaryIssue {
  const area = numberInBoth(areaM2, 1);
  return {
    rule: 'states-overlap',
    severity: 'warning',
    featureId: id,
    detail: {
      zh: `绘制的部分内，${layer.layerId} 各省彼此重叠 ${area.zh} m²；只计入编码在前的省。请更正单元图层。`,
      en: `States of ${layer.layerId} overlap each other by ${area.en} m² inside what was drawn; it is counted for the first by code only. Correct the layer of units.`,
    },
  };
}

function outside({id}: GatheredMember, layer: ResolvedLayer, areaM2: number): SummaryIssue {
  const area = numberInBoth(areaM2, 1);
  return {
    rule: 'outside-states',
    severity: 'info',
    featureId: id,
    detail: {
      zh: `绘制的部分有 ${area.zh} m² 不在 ${layer.layerId} 的任何已知省份内；单列。`,
      en: `${area.en} m² of what was drawn lie in no known state of ${layer.layerId}; they are listed apart.`,
    },
  };
}
