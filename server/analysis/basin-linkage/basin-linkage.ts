import {DEFAULT_BASIN_THRESHOLD} from '../../../contract/basin-cells.ts';
import type {BasinIssue} from '../../../contract/basin-level.ts';
import {
  BasinLinkage,
  BasinLinkageInputs,
  DEFAULT_ALONG_DISTANCE_M,
  DEFAULT_SECTION_DISTANCE_M,
  type Reach,
} from '../../../contract/basin-linkage.ts';
import {detailIn, type LocalText} from '../../../contract/local-text.ts';
import type {ResolvedLayer} from '../../layers/layer-store.ts';
import {heldOf, levelIssues, outsideIssue} from '../basin-issues.ts';
import {findOverlaps, measureCells} from '../basin-matrix.ts';
import {levelsOf, readHierarchy, type Hierarchy} from '../hierarchy.ts';
import {resolveLayerOfKind} from '../layer-of-kind.ts';
import type {AnalysisContext, AnalysisProcess} from '../process.ts';
import {provenanceOf} from '../provenance.ts';
import {ALONG_RULE, listCrossings, listStretches} from './border-crossings.ts';
import {growForest, MOUTH_RULE, type CellForest, type RiverWay} from './cell-forest.ts';
import {hasDownstream, readDownstreamLinks, type DownstreamLinks} from './downstream-links.ts';
import {tellChanges} from './group-changes.ts';
import {GROUP_RULES, groupUnits} from './groups.ts';
import {linkBasins} from './linked-basins.ts';
import {readRuns} from './path-runs.ts';
import {findPlaceCells} from './place-cells.ts';
import {outlineReach} from './reach-outline.ts';
import {cellsDownstream, cellsUpstream, groundOf} from './reach.ts';
import {readRivers} from './read-rivers.ts';
import {
  findDirections,
  linksFromRivers,
  riverMouths,
  type RiverEvidence,
} from './river-evidence.ts';
import {findPassages} from './river-passages.ts';
import {joinRivers} from './river-paths.ts';
import {matchSections, readSections, SECTION_RULE} from './section-match.ts';
import {graphUnits} from './unit-graph.ts';
import {MUTUAL_RULE} from './unit-order.ts';

export const basinLinkage: AnalysisProcess = {
  id: 'basin-linkage',
  version: '1.0.0',
  title: {zh: '流域上下游联动', en: 'Basin linkage'},
  description: {
    zh: '由流域下游关系推出行政单元的上下游次序、跨界断面与河流穿越点、流域组，以及任一地点的上游与下游。',
    en: 'From where basins flow: which units are upstream of which, their order from source to mouth, where rivers cross borders and what watches them, groups of units, and all that lies up- or downstream of a place.',
  },
  inputs: BasinLinkageInputs,
  outputs: BasinLinkage,
  run,
};

async function run(inputs: BasinLinkageInputs, context: AnalysisContext): Promise<BasinLinkage> {
  const {db, progress} = context;
  const threshold = inputs.threshold ?? DEFAULT_BASIN_THRESHOLD;
  const alongDistanceM = inputs.alongDistanceM ?? DEFAULT_ALONG_DISTANCE_M;
  const sectionDistanceM = inputs.sectionDistanceM ?? DEFAULT_SECTION_DISTANCE_M;
  const groupRule = inputs.groupRule ?? 'both';
  const layers = await resolveAll(inputs, context);
  const units = await readHierarchy(db, layers.units, 'unit', inputs.unitLevel);
  const basins = await readHierarchy(db, layers.basins, 'basin', inputs.basinLevel);
  const issues: BasinIssue[] = [];

  const cells = await measureCells(context, units, basins);
  issues.push(...(await findOverlaps(context, units, basins)));
  issues.push(...levelIssues(units), ...levelIssues(basins));
  const basinHeldM2 = heldOf(basins, cells, 'basin');
  const basinsOutside = basins.members.filter((_, i) => basinHeldM2[i] === 0);
  issues.push(...outsideIssue('basin-outside-units', basinsOutside));
  const given = hasDownstream(basins) ? readDownstreamLinks(basins) : null;
  const evidence =
    layers.rivers === null
      ? null
      : await readEvidence(
          layers.rivers,
          inputs,
          context,
          units,
          basins,
          given,
          alongDistanceM,
          issues,
        );
  const {order, links} = chooseLinks(basins, given, evidence);
  issues.push(...links.issues);

  progress(0.96, {zh: '建立上下游联系', en: 'linking'});
  const riverMouth =
    evidence === null
      ? new Int32Array(basins.members.length).fill(-1)
      : riverMouths(links, evidence);
  const crossings = evidence === null ? [] : listCrossings(units, evidence);
  const forest = growForest(cells, links, riverMouth, riverWays(crossings));
  const sections = layers.sections === null ? [] : await readSections(db, layers.sections);
  const sectionsUnmatched =
    evidence === null
      ? sections.map(({code}) => code)
      : matchSections(crossings, sections, units, evidence.rivers, sectionDistanceM);
  const known = {
    isOrderKnown: order !== 'unknown',
    hasWay: (basin: number) => links.end[basin] !== 'cycle' && links.end[basin] !== 'unknown',
  };
  const onPaths = crossings.map((crossing, i) => ({
    ...crossing,
    path: evidence!.units.crossings[i]!.path,
  }));
  const own = {level: units.level, members: units.members, of: null};
  const {graph, links: unitLinks} = graphUnits(units, own, forest, onPaths, known);
  const unitAreasM2 = units.members.map(({areaM2}) => areaM2);
  return {
    levels: levelsOf(units, basins),
    order,
    rules: {
      mouth: MOUTH_RULE,
      mutual: MUTUAL_RULE,
      group: GROUP_RULES[groupRule],
      section: SECTION_RULE,
      along: ALONG_RULE,
    },
    threshold,
    sectionDistanceM,
    alongDistanceM,
    basins: linkBasins(basins, links, forest),
    cells: forest.cells.map(({unit, basin, areaM2}, c) => ({
      unit,
      basin,
      areaM2,
      downstream: forest.downstream[c]! < 0 ? null : forest.downstream[c]!,
      drainedM2: known.hasWay(basin) ? forest.drainedM2[c]! : null,
    })),
    graph,
    parents: units.tiers.map((tier) => graphUnits(units, tier, forest, onPaths, known).graph),
    crossings,
    stretches: evidence === null ? [] : listStretches(evidence),
    sectionsUnmatched,
    groups: tellChanges(
      groupUnits(unitAreasM2, cells, unitLinks, groupRule, threshold),
      units.members,
    ),
    reach: await reachOf(inputs, context, units, basins, forest, crossings),
    complete:
      issues.every(({severity}) => severity !== 'error') &&
      basinsOutside.length === 0 &&
      order !== 'unknown',
    issues,
    provenance: provenanceOf(Object.values(layers)),
  };
}

function riverWays(crossings: BasinLinkage['crossings']): RiverWay[] {
  return crossings.flatMap(({basin, from, to, flowM3PerS}) =>
    basin === null || from === null || to === null
      ? []
      : [{basin, from, to, flowM3PerS: flowM3PerS ?? -1}],
  );
}

interface Layers {
  units: ResolvedLayer;
  basins: ResolvedLayer;
  rivers: ResolvedLayer | null;
  sections: ResolvedLayer | null;
}

async function resolveAll(
  {units, basins, rivers, sections}: BasinLinkageInputs,
  {db}: AnalysisContext,
): Promise<Layers> {
  return {
    units: await resolveLayerOfKind(db, 'units', units, 'unit'),
    basins: await resolveLayerOfKind(db, 'basins', basins, 'basin'),
    rivers: rivers === undefined ? null : await resolveLayerOfKind(db, 'rivers', rivers, 'river'),
    sections:
      sections === undefined ? null : await resolveLayerOfKind(db, 'sections', sections, 'section'),
  };
}

async function readEvidence(
  layer: ResolvedLayer,
  {flow}: BasinLinkageInputs,
  context: AnalysisContext,
  units: Hierarchy,
  basins: Hierarchy,
  given: DownstreamLinks | null,
  alongM: number,
  issues: BasinIssue[],
): Promise<RiverEvidence> {
  const {db, progress} = context;
  const rivers = await readRivers(db, layer, flow);
  const paths = joinRivers(rivers);
  issues.push(...paths.issues);
  const say = (share: number) =>
    progress(0.8 + share * 0.15, {zh: '沿河流追踪', en: 'following rivers'});
  const [inUnits, inBasins] = await findPassages(context, rivers, [units, basins], alongM, say);
  const unitRuns = readRuns(paths, inUnits!, alongM);
  const basinRuns = readRuns(paths, inBasins!, alongM);
  const downstream = given?.downstream ?? null;
  const directions = findDirections(paths, basinRuns, downstream, rivers, issues);
  return {rivers, paths, units: unitRuns, basins: basinRuns, directions};
}

function chooseLinks(
  basins: Hierarchy,
  given: DownstreamLinks | null,
  evidence: RiverEvidence | null,
): {order: BasinLinkage['order']; links: DownstreamLinks} {
  if (given !== null) return {order: 'downstream-links', links: given};
  const {layerId} = basins.layer;
  if (evidence !== null) {
    const links = linksFromRivers(basins, evidence);
    const rivers = evidence.rivers.layer.layerId;
    const detail = {
      zh: `${layerId} 没有说明流域的流向。次序由 ${rivers} 的河流推得：每个流域流向其河水主要去往之处。没有河流的流域不在次序之中。`,
      en: `${layerId} does not say where its basins flow. Their order follows the rivers of ${rivers}: each basin flows where most of its river water goes. Basins without a river have no place in it.`,
    };
    const unknown = basins.members.filter((_, i) => links.end[i] === 'unknown');
    const codes = unknown.map(({code}) => code);
    links.issues.push(noLinks('order-from-rivers', 'info', codes, detail));
    const isKnown = links.downstream.some((to) => to >= 0);
    return {order: isKnown ? 'rivers' : 'unknown', links};
  }
  const count = basins.members.length;
  const detail = {
    zh: `${layerId} 没有说明流域的流向，也没有给出河流：行政区的次序未知。请导入带下游字段的流域，或提供河流图层。`,
    en: `${layerId} does not say where its basins flow and no rivers were given: the order of units is unknown. Import the basins with an attribute for downstream, or give a layer of rivers.`,
  };
  return {
    order: 'unknown',
    links: {
      downstream: new Int32Array(count).fill(-1),
      end: Array.from({length: count}, () => 'unknown'),
      issues: [noLinks('order-unknown', 'warning', [], detail)],
    },
  };
}

function noLinks(
  rule: string,
  severity: BasinIssue['severity'],
  featureIds: string[],
  detail: LocalText,
): BasinIssue {
  return {rule, severity, featureIds, areaM2: null, ...detailIn(detail)};
}

async function reachOf(
  {from, outline}: BasinLinkageInputs,
  context: AnalysisContext,
  units: Hierarchy,
  basins: Hierarchy,
  forest: CellForest,
  crossings: BasinLinkage['crossings'],
): Promise<Reach | null> {
  if (from === undefined) return null;
  const {cells} = forest;
  const place = await findPlaceCells(context.db, from, units, basins, cells);
  const areasM2 = units.members.map(({areaM2}) => areaM2);
  const upstream = cellsUpstream(forest, place.cells);
  const downstream = cellsDownstream(forest, place.cells);
  const reached = {place: place.cells, upstream, downstream};
  return {
    name: place.name,
    cells: place.cells,
    upstream: groundOf(forest, upstream, areasM2, crossings),
    downstream: groundOf(forest, downstream, areasM2, crossings),
    outline: outline === true ? await outlineReach(context, reached, cells, units, basins) : null,
  };
}
