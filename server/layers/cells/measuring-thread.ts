import {LRUCache} from 'lru-cache';
import {Drawing, type Bounds, type Measurement} from '../../kernel/cells/drawing.ts';
import {AreaMatrix, type PackedMatrix} from '../../kernel/cells/area-matrix.ts';
import {measurePairs, planJoin, type LeafPairs} from '../../kernel/cells/join.ts';
import {transferables} from '../../kernel/cells/measure.ts';
import {Pyramid} from '../../kernel/cells/pyramid.ts';
import {toLegalMultiPolygon} from '../../kernel/densify.ts';
import {toFlatRings, type FlatRings, type MultiPolygon} from '../../kernel/geometry.ts';
import {answerQuestions, Transferred} from '../../thread.ts';
import {blockOf, leavesOf, type Block} from './block.ts';

/** A zone to be measured against layer versions. */
export interface ZoneQuestion {
  /** Longitude/latitude. */
  zone: MultiPolygon;
  versionIds: number[];
  /** Zones of the same drawing reuse what did not change since the last one; null: measured once. */
  drawing: string | null;
}

/** What is known before any leaf is opened. */
export interface ZonePlan {
  plan: number;
  /** By layer version, in the order asked. */
  bounds: Bounds[];
  /** Blocks this thread lacks, and those it has and will use. */
  missing: number[][];
  used: number[][];
}

export type MeasuringQuestions = {
  openIndex: [{versionId: number; pyramid: Uint8Array}, void];
  forgetIndex: [number, void];
  forgetBlock: [{versionId: number; block: number}, void];
  plan: [ZoneQuestion, ZonePlan];
  /** Answers what is missing instead, when blocks were forgotten since the plan. */
  finish: [
    {plan: number; blocks: Block[][]},
    {measurements: Measurement[]} | {missing: number[][]},
  ];
  dropPlan: [number, void];
  endDrawing: [string, void];
  planJoin: [{rows: number; columns: number; hasEntries: boolean}, JoinStart];
  measurePairs: [PairsQuestion, PackedMatrix];
};

export interface JoinStart {
  matrix: PackedMatrix;
  pairs: LeafPairs;
}

export interface PairsQuestion {
  rows: number;
  columns: number;
  hasEntries: boolean;
  pairs: LeafPairs;
  rowBlocks: Block[];
  columnBlocks: Block[];
}

/** Leaves of one layer version that this thread has at hand. */
interface OpenVersion {
  pyramid: Pyramid;
  leaves: Map<number, Uint8Array>;
  blocks: Map<number, Float64Array>;
}

/** Drawings kept between calls: a few users to a thread, each with a handful of layers. */
const KEPT_DRAWINGS = 64;

const versions = new Map<number, OpenVersion>();
const drawings = new LRUCache<string, Drawing>({max: KEPT_DRAWINGS});
const plans = new Map<number, {version: OpenVersion; drawing: Drawing; blocks: number[]}[]>();
let lastPlan = 0;

answerQuestions<MeasuringQuestions>({
  openIndex({versionId, pyramid}) {
    versions.set(versionId, {
      pyramid: Pyramid.open(pyramid),
      leaves: new Map(),
      blocks: new Map(),
    });
  },
  forgetIndex(versionId) {
    versions.delete(versionId);
    for (const key of drawings.keys()) {
      if (key.endsWith(`/${versionId}`)) drawings.delete(key);
    }
  },
  forgetBlock({versionId, block}) {
    const version = versions.get(versionId);
    for (const key of version?.blocks.get(block) ?? []) version!.leaves.delete(key);
    version?.blocks.delete(block);
  },
  plan({zone, versionIds, drawing}) {
    const plane = flatZone(zone);
    const plan = ++lastPlan;
    const answer: ZonePlan = {plan, bounds: [], missing: [], used: []};
    const planned = versionIds.map((versionId) => {
      const version = versions.get(versionId)!;
      const mine = drawingOf(drawing, versionId, version);
      const blocks = [...new Set(mine.plan(plane).map(blockOf))];
      answer.bounds.push(mine.bounds());
      answer.missing.push(blocks.filter((block) => !version.blocks.has(block)));
      answer.used.push(blocks.filter((block) => version.blocks.has(block)));
      return {version, drawing: mine, blocks};
    });
    plans.set(plan, planned);
    return answer;
  },
  finish({plan, blocks}) {
    const planned = plans.get(plan)!;
    planned.forEach(({version}, i) => keep(version, blocks[i]!));
    const missing = planned.map(({version, blocks: needed}) =>
      needed.filter((block) => !version.blocks.has(block)),
    );
    if (missing.some((list) => list.length > 0)) return {missing};
    plans.delete(plan);
    const measurements = planned.map(({version, drawing}) =>
      drawing.finish((key) => version.leaves.get(key)!),
    );
    return {measurements};
  },
  dropPlan(plan) {
    plans.delete(plan);
  },
  endDrawing(drawing) {
    for (const key of drawings.keys()) {
      if (key.startsWith(`${drawing}/`)) drawings.delete(key);
    }
  },
  planJoin({rows, columns, hasEntries}) {
    const {matrix, pairs} = planJoin(
      versions.get(rows)!.pyramid,
      versions.get(columns)!.pyramid,
      hasEntries,
    );
    const start = {matrix: matrix.pack(), pairs};
    return new Transferred(start, [
      ...new Set([...transferables(start.matrix), ...transferables(pairs)]),
    ]);
  },
  measurePairs({rows, columns, hasEntries, pairs, rowBlocks, columnBlocks}) {
    const rowVersion = versions.get(rows)!;
    const columnVersion = versions.get(columns)!;
    keep(rowVersion, rowBlocks);
    keep(columnVersion, columnBlocks);
    const matrix = new AreaMatrix(rowVersion.pyramid, columnVersion.pyramid, hasEntries);
    measurePairs(
      rowVersion.pyramid,
      columnVersion.pyramid,
      pairs,
      0,
      pairs.rowKeys.length,
      (key) => rowVersion.leaves.get(key)!,
      (key) => columnVersion.leaves.get(key)!,
      matrix,
    );
    const packed = matrix.pack();
    return new Transferred(packed, [...new Set(transferables(packed))]);
  },
});

function drawingOf(drawing: string | null, versionId: number, version: OpenVersion): Drawing {
  if (drawing === null) return new Drawing(version.pyramid);
  const key = `${drawing}/${versionId}`;
  const known = drawings.get(key);
  if (known && known.pyramid === version.pyramid) return known;
  const fresh = new Drawing(version.pyramid);
  drawings.set(key, fresh);
  return fresh;
}

function keep(version: OpenVersion, blocks: Block[]): void {
  for (const block of blocks) {
    if (version.blocks.has(block.id)) continue;
    version.blocks.set(block.id, block.keys);
    for (const [key, leaf] of leavesOf(block)) version.leaves.set(key, leaf);
  }
}

function flatZone(zone: MultiPolygon): FlatRings {
  return toFlatRings(toLegalMultiPolygon(zone));
}
