import type {MultiPolygon} from 'geojson';
import {afterEach, expect, test, vi} from 'vitest';
import type {Place} from '../../../contract/place.ts';
import type {MapEvent} from '../../../web/src/state/map-state.ts';
import type {MeasurementState} from '../../../web/src/state/measurement.ts';
import {createZoneState} from '../../../web/src/state/zone.ts';

type DrawingChanged = Extract<MapEvent, {type: 'drawingChanged'}>;

afterEach(() => void vi.unstubAllGlobals());

/** Notes what would be sent to be measured. */
function setUp() {
  const asked: {place: Place | null; isFinal: boolean}[] = [];
  const zone = createZoneState({
    measure: (place: Place, isFinal: boolean) => asked.push({place, isFinal}),
    clear: () => asked.push({place: null, isFinal: true}),
  } as unknown as MeasurementState);
  return {zone, asked};
}

function square(x: number): MultiPolygon {
  const ring = [
    [x, 0],
    [x + 1, 0],
    [x + 1, 1],
    [x, 1],
    [x, 0],
  ];
  return {type: 'MultiPolygon', coordinates: [[ring]]};
}

function drawn(geometry: MultiPolygon | null, more: Partial<DrawingChanged> = {}): DrawingChanged {
  return {
    type: 'drawingChanged',
    geometry,
    sketch: [],
    preview: geometry,
    isCrossing: false,
    isFinal: true,
    change: 'part-added',
    ...more,
  };
}

test('a drag is one step of the history, however many positions it had', () => {
  const {zone} = setUp();
  const start = square(0);
  zone.applyDrawing(drawn(start));
  for (const x of [1, 2, 3]) {
    zone.applyDrawing(drawn(square(x), {isFinal: false, change: 'part-moved'}));
  }
  zone.applyDrawing(drawn(square(4), {change: 'part-moved'}));
  zone.undo();
  expect(zone.content.value.drawn).toBe(start);
  zone.undo();
  expect(zone.content.value.drawn).toBeNull();
  expect(zone.history.undoable.value).toBeNull();
  zone.redo();
  zone.redo();
  expect(zone.content.value.drawn).toEqual(square(4));
});

test('every position of a drag is measured as passing, its end as final', () => {
  const {zone, asked} = setUp();
  zone.applyDrawing(drawn(square(1), {isFinal: false}));
  zone.applyDrawing(drawn(square(2)));
  expect(asked.map(({isFinal}) => isFinal)).toEqual([false, true]);
  expect(asked[1]!.place).toEqual(square(2));
});

test('an outline that crosses itself is not measured', () => {
  const {zone, asked} = setUp();
  zone.applyDrawing(drawn(square(1), {isCrossing: true}));
  expect(asked).toEqual([]);
  expect(zone.isCrossing.value).toBe(true);
});

test('clicked units are named to be measured, a second click takes one out, undo brings it back', async () => {
  const {zone, asked} = setUp();
  await zone.toggleMember('340101');
  await zone.toggleMember('340102');
  expect(asked.at(-1)!.place).toEqual({collection: 'units', id: ['340101', '340102']});
  await zone.toggleMember('340101');
  expect(asked.at(-1)!.place).toEqual({collection: 'units', id: ['340102']});
  zone.undo();
  expect(asked.at(-1)!.place).toEqual({collection: 'units', id: ['340101', '340102']});
});

test('leaving the drawing mode drops an unfinished ring, and undo brings it back', () => {
  const {zone} = setUp();
  zone.setMode('draw');
  const sketch = [
    [0, 0],
    [1, 0],
  ];
  zone.applyDrawing(drawn(null, {sketch, preview: null, change: 'sketch-vertex-added'}));
  zone.setMode('idle');
  expect(zone.content.value.sketch).toEqual([]);
  zone.undo();
  expect(zone.content.value.sketch).toEqual(sketch);
});

test('a new zone is empty, clean and has no history', () => {
  const {zone, asked} = setUp();
  zone.applyDrawing(drawn(square(1)));
  zone.name.value = 'A';
  expect(zone.isDirty.value).toBe(true);
  zone.startNew();
  expect(zone.isEmpty.value).toBe(true);
  expect(zone.isDirty.value).toBe(false);
  expect(zone.name.value).toBe('');
  expect(zone.history.undoable.value).toBeNull();
  expect(asked.at(-1)!.place).toBeNull();
});

test('a zone is left for another at once when saved, and asks first when not', () => {
  const {zone} = setUp();
  const left: string[] = [];
  zone.leaveFor(() => left.push('empty'));
  expect(left).toEqual(['empty']);
  zone.applyDrawing(drawn(square(0)));
  zone.leaveFor(() => left.push('drawn'));
  expect(left).toEqual(['empty']);
  zone.leaving.value!();
  expect(left).toEqual(['empty', 'drawn']);
});

test('another version of the same zone is compared with the one before, another zone is not', async () => {
  vi.stubGlobal('fetch', async (path: string) => {
    const [, id, version] = /zones\/(\w+)(?:\/versions\/(\d+))?$/.exec(path) ?? [];
    const zone = {id, version: Number(version ?? 3), latestVersion: 3, name: id, members: null};
    return new Response(JSON.stringify({...zone, drawn: square(Number(version ?? 3))}));
  });
  const {zone, asked} = setUp();
  const cleared = () => asked.filter(({place}) => place === null).length;
  await zone.open('a');
  const before = cleared();
  await zone.open('a', 1);
  expect(zone.comparedWith.value).toBe(3);
  expect(cleared()).toBe(before);
  expect(asked.at(-1)!.place).toEqual(square(1));

  // with changes of one's own the version before is not what the figures were of
  zone.applyDrawing(drawn(square(5)));
  await zone.open('a', 2);
  expect(zone.comparedWith.value).toBeNull();
  expect(cleared()).toBe(before + 1);

  await zone.open('b');
  expect(zone.comparedWith.value).toBeNull();
  expect(cleared()).toBe(before + 2);
});
