import {computed, shallowRef} from 'vue';
import type {MeasurementBounds, AreaBounds} from '../../../contract/bounds.ts';
import type {Place} from '../../../contract/place.ts';
import type {Coverage, RedlineCoverage} from '../../../contract/redline-coverage.ts';
import type {ZoneOverlap} from '../../../contract/zone-overlap.ts';
import {
  boundRedlineCoverage,
  boundZoneOverlap,
  measureRedlineCoverage,
  measureZoneOverlap,
} from '../api/processes.ts';
import {createEarlyBounds} from './early-bounds.ts';
import {createLatestRequest} from './latest-request.ts';
import {asking, failing, IDLE, problemFrom, valueOf, type Remote} from './remote.ts';

export type MeasurementState = ReturnType<typeof createMeasurementState>;

/**
 * The numbers of the zone at hand. They follow every change of the drawing; `before` is what the
 * last finished edit found, so that a change can be shown as one.
 */
export function createMeasurementState() {
  // Not crypto.randomUUID: there is none where the page comes over plain HTTP from another machine.
  const session = Math.random().toString(36).slice(2);
  const overlapLayer = shallowRef<string | null>(null);
  const coverage = createFigure<RedlineCoverage>({
    measure: (place, signal) =>
      measureRedlineCoverage({place}, {signal, drawing: `coverage-${session}`}),
    bound: (place, signal) => boundRedlineCoverage({place}, {signal}),
  });
  const overlap = createFigure<ZoneOverlap>({
    measure: (place, signal) =>
      measureZoneOverlap({place, layer: chosenLayer()}, {signal, drawing: `overlap-${session}`}),
    bound: (place, signal) => boundZoneOverlap({place, layer: chosenLayer()}, {signal}),
  });
  let last: Place | null = null;

  const areaM2 = computed(() => wholeOf(valueOf(coverage.remote.value))?.areaM2 ?? null);

  function measure(place: Place, isFinal: boolean): void {
    last = place;
    coverage.ask(place, isFinal);
    if (overlapLayer.value !== null) overlap.ask(place, isFinal);
  }

  function chosenLayer(): string {
    if (overlapLayer.value === null) throw new Error('No overlap layer is chosen');
    return overlapLayer.value;
  }

  function clear(): void {
    last = null;
    coverage.clear();
    overlap.clear();
  }

  function chooseOverlapLayer(layer: string | null): void {
    if (overlapLayer.value === layer) return;
    overlapLayer.value = layer;
    overlap.clear();
    if (layer !== null && last !== null) overlap.ask(last, true);
  }

  /** Asks again for the same place, e.g. after a layer got a new version. */
  function repeat(): void {
    if (last !== null) measure(last, true);
  }

  return {coverage, overlap, overlapLayer, areaM2, measure, clear, chooseOverlapLayer, repeat};
}

/** All places of a coverage as one: the dissolved union, or the only place there is. */
export function wholeOf(result: RedlineCoverage | null): Coverage | null {
  return result?.union ?? result?.places[0] ?? null;
}

/** Bounds of all places as one: their union, or the only place there is. */
export function wholeBoundsOf(early: Early | null): AreaBounds | null {
  return early?.value.union ?? early?.value.bounds[0] ?? null;
}

/** The same as long as they are all there is. */
export function boundsNow(early: Early | null): AreaBounds | null {
  return early?.isAnswered === false ? wholeBoundsOf(early) : null;
}

/** What is known of the zone at hand before its exact numbers are. */
export interface Early {
  readonly value: MeasurementBounds;
  /** The exact numbers have come since. */
  readonly isAnswered: boolean;
}

interface Questions<Result> {
  measure: (place: Place, signal: AbortSignal) => Promise<Result>;
  bound: (place: Place, signal: AbortSignal) => Promise<MeasurementBounds>;
}

function createFigure<Result>({measure, bound}: Questions<Result>) {
  const remote = shallowRef<Remote<Result>>(IDLE);
  /** What the last finished edit found. */
  let settled: Result | null = null;
  const before = shallowRef<Result | null>(null);
  const early = shallowRef<Early | null>(null);
  const earlyBounds = createEarlyBounds<Place, MeasurementBounds>({
    send: bound,
    onBounds: (value) => {
      early.value = {value, isAnswered: false};
    },
  });

  const requests = createLatestRequest<Place, Result>({
    send: measure,
    onStart: (place, isFinal) => {
      remote.value = asking(remote.value);
      if (early.value?.isAnswered) early.value = null;
      earlyBounds.start(place, isFinal);
    },
    onResult: (value, _place, isFinal) => {
      before.value = settled;
      if (isFinal) settled = value;
      remote.value = {status: 'ready', value};
      earlyBounds.settle();
      if (early.value !== null) early.value = {...early.value, isAnswered: true};
    },
    onFailure: (error, _place, isFinal) => {
      const {code, status} = problemFrom(error);
      // A newer request of ours took its place: that one's answer is on its way.
      if (code === 'SUPERSEDED') return;
      earlyBounds.settle();
      early.value = null;
      // A shape in the making may be no polygon yet; what it becomes is measured next.
      if (!isFinal && status === 400) return;
      remote.value = failing(remote.value, error);
    },
  });

  function clear(): void {
    requests.cancel();
    earlyBounds.settle();
    settled = null;
    before.value = null;
    early.value = null;
    remote.value = IDLE;
  }

  return {remote, before, early, ask: requests.ask, clear};
}
