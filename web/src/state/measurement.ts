import {computed, shallowRef} from 'vue';
import type {Place} from '../../../contract/place.ts';
import type {Coverage, RedlineCoverage} from '../../../contract/redline-coverage.ts';
import type {ZoneOverlap} from '../../../contract/zone-overlap.ts';
import {measureRedlineCoverage, measureZoneOverlap} from '../api/processes.ts';
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
  const coverage = createFigure<RedlineCoverage>((place, signal) =>
    measureRedlineCoverage({place}, {signal, drawing: `coverage-${session}`}),
  );
  const overlap = createFigure<ZoneOverlap>((place, signal) => {
    const layer = overlapLayer.value;
    if (layer === null) throw new Error('No overlap layer is chosen');
    return measureZoneOverlap({place, layer}, {signal, drawing: `overlap-${session}`});
  });
  let last: Place | null = null;

  const areaM2 = computed(() => wholeOf(valueOf(coverage.remote.value))?.areaM2 ?? null);

  function measure(place: Place, isFinal: boolean): void {
    last = place;
    coverage.ask(place, isFinal);
    if (overlapLayer.value !== null) overlap.ask(place, isFinal);
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

function createFigure<Result>(send: (place: Place, signal: AbortSignal) => Promise<Result>) {
  const remote = shallowRef<Remote<Result>>(IDLE);
  /** What the last finished edit found. */
  let settled: Result | null = null;
  const before = shallowRef<Result | null>(null);

  const requests = createLatestRequest<Place, Result>({
    send,
    onStart: () => {
      remote.value = asking(remote.value);
    },
    onResult: (value, _place, isFinal) => {
      before.value = settled;
      if (isFinal) settled = value;
      remote.value = {status: 'ready', value};
    },
    onFailure: (error, _place, isFinal) => {
      const {code, status} = problemFrom(error);
      // A newer request of ours took its place: that one's answer is on its way.
      if (code === 'SUPERSEDED') return;
      // A shape in the making may be no polygon yet; what it becomes is measured next.
      if (!isFinal && status === 400) return;
      remote.value = failing(remote.value, error);
    },
  });

  function clear(): void {
    requests.cancel();
    settled = null;
    before.value = null;
    remote.value = IDLE;
  }

  return {remote, before, ask: requests.ask, clear};
}
