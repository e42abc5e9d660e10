import {LRUCache} from 'lru-cache';
import {Drawing, type Bounds, type Measurement} from '../../kernel/cells/drawing.ts';
import {AreaMatrix, type PackedMatrix} from '../../kernel/cells/area-matrix.ts';
import {measurePairs, planJoin, type LeafPairs} from '../../kernel/cells/join.ts';
import {transferables} from '../../kernel/cells/measure.ts';
import type {LonLatRings} from '../../kernel/lon-lat-rings.ts';
import {projectRings} from '../../kernel/project-rings.ts';
import {ZoneProjector} from '../../kernel/project-zone.ts';
import {answerQuestions, Transferred} from '../../thread.ts';
import {blocksOf, type Block} from './block.ts';
import {OpenVersion} from './open-version.ts';

/** A zone to be measured against layer versions. */
export interface ZoneQuestion {
  zone: LonLatRings;
  versionIds: number[];
  /** Zones of the same drawing reuse what did not change since the last one; null: measured once. */
  drawing: string | null;
  /** Whether bounds are wanted before the leaves are opened. */
  wantsBounds: boolean;
}

/** What is known before any leaf is opened, by layer version in the order asked. */
export interface ZonePlan {
  plan: number;
  bounds: Bounds[] | null;
  /** Blocks this thread lacks, and those it has and will use. */
  missing: number[][];
  used: number[][];
  /** Where nothing was in the way, the plan was finished at once and is forgotten. */
  measurements: Measurement[] | null;
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

interface Planned {
  version: OpenVersion;
  drawing: Drawing;
  /** Whether no later zone of the drawing comes. */
  isOnce: boolean;
  blocks: number[];
}

/**
 * Up to so many leaves are measured in the same turn as they are planned, which spares a message
 * each way. More take some tens of milliseconds: time to ask whether the zone is still wanted.
 */
const LEAVES_AT_ONCE = 10_000;

/** Drawings kept between calls: a few users to a thread, each with a handful of layers. */
const KEPT_DRAWINGS = 64;

const versions = new Map<number, OpenVersion>();
const drawings = new LRUCache<string, Drawing>({max: KEPT_DRAWINGS});
const projectors = new LRUCache<string, ZoneProjector>({max: KEPT_DRAWINGS});
const plans = new Map<number, Planned[]>();
let lastPlan = 0;

answerQuestions<MeasuringQuestions>({
  openIndex({versionId, pyramid}) {
    versions.set(versionId, new OpenVersion(pyramid));
  },
  forgetIndex(versionId) {
    versions.delete(versionId);
    for (const key of drawings.keys()) {
      if (key.endsWith(`/${versionId}`)) drawings.delete(key);
    }
  },
  forgetBlock({versionId, block}) {
    versions.get(versionId)?.leaves.forget(block);
  },
  plan({zone, versionIds, drawing, wantsBounds}) {
    const plane = drawing === null ? projectRings(zone) : projectorOf(drawing).project(zone);
    let leafCount = 0;
    const planned = versionIds.map((versionId): Planned => {
      const version = versions.get(versionId)!;
      const mine = drawingOf(drawing, versionId, version);
      const keys = mine.plan(plane);
      leafCount += keys.length;
      return {version, drawing: mine, isOnce: drawing === null, blocks: blocksOf(keys)};
    });
    const missing = missingOf(planned);
    const used = planned.map(({version: {leaves}, blocks}) =>
      blocks.filter((id) => leaves.has(id)),
    );
    const isReady = leafCount <= LEAVES_AT_ONCE && missing.every((list) => list.length === 0);
    if (isReady && !wantsBounds)
      return {plan: 0, bounds: null, missing, used, measurements: measure(planned)};
    plans.set(++lastPlan, planned);
    const bounds = wantsBounds ? planned.map((one) => one.drawing.bounds()) : null;
    return {plan: lastPlan, bounds, missing, used, measurements: null};
  },
  finish({plan, blocks}) {
    const planned = plans.get(plan)!;
    planned.forEach(({version}, i) => version.leaves.keep(blocks[i]!));
    const missing = missingOf(planned);
    if (missing.some((list) => list.length > 0)) return {missing};
    plans.delete(plan);
    return {measurements: measure(planned)};
  },
  dropPlan(plan) {
    plans.get(plan)?.forEach(giveBack);
    plans.delete(plan);
  },
  endDrawing(drawing) {
    for (const key of drawings.keys()) {
      if (key.startsWith(`${drawing}/`)) drawings.delete(key);
    }
    projectors.delete(drawing);
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
    rowVersion.leaves.keep(rowBlocks);
    columnVersion.leaves.keep(columnBlocks);
    const matrix = new AreaMatrix(rowVersion.pyramid, columnVersion.pyramid, hasEntries);
    measurePairs(
      rowVersion.pyramid,
      columnVersion.pyramid,
      pairs,
      0,
      pairs.rowKeys.length,
      rowVersion.leaves.finder(),
      columnVersion.leaves.finder(),
      matrix,
    );
    const packed = matrix.pack();
    return new Transferred(packed, [...new Set(transferables(packed))]);
  },
});

function drawingOf(drawing: string | null, versionId: number, version: OpenVersion): Drawing {
  if (drawing === null) return version.takeDrawing();
  const key = `${drawing}/${versionId}`;
  const known = drawings.get(key);
  if (known && known.pyramid === version.pyramid) return known;
  const fresh = new Drawing(version.pyramid);
  drawings.set(key, fresh);
  return fresh;
}

function projectorOf(drawing: string): ZoneProjector {
  const known = projectors.get(drawing) ?? new ZoneProjector();
  projectors.set(drawing, known);
  return known;
}

function measure(planned: Planned[]): Measurement[] {
  return planned.map((one) => {
    const measurement = one.drawing.finish(one.version.leaves.finder());
    giveBack(one);
    return measurement;
  });
}

function giveBack({version, drawing, isOnce}: Planned): void {
  if (isOnce) version.giveBack(drawing);
}

function missingOf(planned: Planned[]): number[][] {
  return planned.map(({version: {leaves}, blocks}) => blocks.filter((id) => !leaves.has(id)));
}
