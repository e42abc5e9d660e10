import type {MultiPolygon} from 'geojson';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import type {MeasurementState} from '../../../web/src/state/measurement.ts';
import {keepBackup, readBackup} from '../../../web/src/state/zone-backup.ts';
import {createZoneState} from '../../../web/src/state/zone.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Text by name, as a browser keeps it, and how often something was written. */
function storage() {
  const texts = new Map<string, string>();
  const counts = {writes: 0};
  return {
    counts,
    getItem: (name: string) => texts.get(name) ?? null,
    setItem: (name: string, text: string) => {
      counts.writes += 1;
      texts.set(name, text);
    },
    removeItem: (name: string) => void texts.delete(name),
  };
}

function openTab(all: ReturnType<typeof storage>, tab = storage()) {
  const measurement = {measure() {}, clear() {}} as unknown as MeasurementState;
  const zone = createZoneState(measurement);
  const places = {tab, all};
  const backup = readBackup(places);
  if (backup !== null) zone.restore(backup.name, backup.content);
  return {zone, places, flush: keepBackup(zone, places)};
}

function square(x: number): MultiPolygon {
  const ring = [
    [x, 0],
    [x + 1, 0],
    [x + 1, 1],
    [x, 0],
  ];
  return {type: 'MultiPolygon', coordinates: [[ring]]};
}

function draw({zone}: ReturnType<typeof openTab>, x: number, isFinal = true): void {
  const geometry = square(x);
  zone.applyDrawing({
    type: 'drawingChanged',
    geometry,
    sketch: [],
    preview: geometry,
    isCrossing: false,
    isFinal,
    change: 'part-moved',
  });
}

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1000);
}

test('a drag of a hundred frames is written once, and at once when the page goes', async () => {
  const all = storage();
  const tab = openTab(all);
  for (let x = 0; x < 100; x++) draw(tab, x, x === 99);
  await settle();
  expect(all.counts.writes).toBe(1);
  draw(tab, 7);
  await vi.advanceTimersByTimeAsync(0);
  tab.flush();
  expect(readBackup(tab.places)!.content.drawn).toEqual(square(7));
});

test('a reloaded tab goes on from its own drawing, a new one from the last', async () => {
  const all = storage();
  const first = openTab(all);
  const second = openTab(all);
  draw(first, 1);
  await settle();
  draw(second, 2);
  await settle();
  expect(openTab(all).zone.content.value.drawn).toEqual(square(2));
  expect(openTab(all, first.places.tab).zone.content.value.drawn).toEqual(square(1));
});

test('what one tab drops stays where it is the drawing of another', async () => {
  const all = storage();
  const first = openTab(all);
  const second = openTab(all);
  draw(first, 1);
  await settle();
  draw(second, 2);
  await settle();
  first.zone.startNew();
  await settle();
  expect(readBackup(second.places)!.content.drawn).toEqual(square(2));
  second.zone.startNew();
  await settle();
  expect(readBackup(second.places)).toBeNull();
});

test('what was restored and is dropped does not come back', async () => {
  const all = storage();
  const before = openTab(all);
  draw(before, 1);
  await settle();
  const after = openTab(all);
  after.zone.startNew();
  await settle();
  expect(openTab(all).zone.isEmpty.value).toBe(true);
});
