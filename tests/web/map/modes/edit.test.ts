import type {Position} from 'geojson';
import {describe, expect, it} from 'vitest';
import {addPart} from '../../../../web/src/map/geometry/edit-rings.ts';
import {Play} from './play.ts';

const A: Position = [110, 30];
const B: Position = [110.2, 30];
const C: Position = [110.2, 30.2];
const D: Position = [110, 30.2];
const geometry = addPart(null, [A, B, C, D]);

describe('editing vertices', () => {
  it('says where a dragged vertex is all the way, and makes one step of the whole drag', () => {
    const play = new Play({mode: 'edit', geometry});
    play.drag(C, [110.22, 30.22], [110.25, 30.25]);
    const changes = play.events.filter((event) => event.type === 'drawingChanged');
    expect(changes.map(({isFinal}) => isFinal)).toEqual([false, false, true]);
    expect(play.drawing.geometry!.coordinates[0]![0]![2]).toEqual([110.25, 30.25]);
    expect(play.history).toHaveLength(1);
    expect(play.history[0]!.geometry).toBe(geometry);
  });

  it('puts a vertex in where an edge is dragged', () => {
    const play = new Play({mode: 'edit', geometry});
    play.drag([110.1, 30], [110.1, 29.95]);
    expect(play.drawing.geometry!.coordinates[0]![0]![1]).toEqual([110.1, 29.95]);
    expect(play.last.change).toBe('vertex-inserted');
  });

  it('leaves presses elsewhere to the map', () => {
    const play = new Play({mode: 'edit', geometry});
    expect(play.mode.press!(play.at([110.1, 30.1]))).toBe(false);
  });

  it('changes nothing when a vertex is only clicked, and selects it for Delete', () => {
    const play = new Play({mode: 'edit', geometry});
    play.click(B);
    expect(play.events).toEqual([]);
    expect(play.mode.guides.selected).toEqual({part: 0, ring: 0, vertex: 1});
    play.key('Delete');
    expect(play.drawing.geometry!.coordinates).toEqual([[[A, C, D, A]]]);
    expect(play.last.change).toBe('vertex-deleted');
  });

  it('goes back to where a drag began on Escape, without a step to undo', () => {
    const play = new Play({mode: 'edit', geometry});
    play.mode.press!(play.at(C));
    play.mode.drag!(play.at([110.3, 30.3]));
    play.key('Escape');
    expect(play.drawing.geometry).toBe(geometry);
    expect(play.history).toEqual([]);
  });

  it('warns while a vertex is dragged across an edge, and no more once it is back', () => {
    const play = new Play({mode: 'edit', geometry});
    play.mode.press!(play.at(C));
    play.mode.drag!(play.at([110.1, 29.9]));
    expect(play.last.isCrossing).toBe(true);
    play.mode.drag!(play.at([110.2, 30.2]));
    expect(play.last.isCrossing).toBe(false);
  });

  it('removes the zone with its last three vertices', () => {
    const play = new Play({mode: 'edit', geometry: addPart(null, [A, B, C])});
    play.click(B);
    play.key('Backspace');
    expect(play.drawing.geometry).toBeNull();
    expect(play.last.change).toBe('part-deleted');
  });

  it('deletes by right click', () => {
    const play = new Play({mode: 'edit', geometry});
    play.mode.tapSecondary!(play.at(D));
    expect(play.drawing.geometry!.coordinates).toEqual([[[A, B, C, A]]]);
  });

  it('nudges the selected vertex by a pixel with an arrow key', () => {
    const play = new Play({mode: 'edit', geometry});
    play.click(C);
    play.key('ArrowRight');
    const [lon, lat] = play.drawing.geometry!.coordinates[0]![0]![2]!;
    // a pixel at zoom 10: 360° / (512 · 2^10)
    expect(lon! - C[0]!).toBeCloseTo(360 / 524288, 7);
    expect(lat).toBeCloseTo(C[1]!, 7);
  });
});

describe('moving', () => {
  it('moves the part under the pointer, all parts with Shift', () => {
    const two = addPart(geometry, [
      [111, 30],
      [111.1, 30],
      [111.1, 30.1],
    ]);
    const play = new Play({mode: 'move', geometry: two});
    play.drag([110.1, 30.1], [110.15, 30.1]);
    expect(play.last).toMatchObject({change: 'part-moved', isFinal: true});
    expect(play.drawing.geometry!.coordinates[0]![0]![0]![0]).toBeCloseTo(110.05, 9);
    expect(play.drawing.geometry!.coordinates[1]).toBe(two.coordinates[1]);

    play.mode.press!(play.at([110.1, 30.1], {hasShift: true}));
    play.mode.release!(play.at([110.1, 30.2], {hasShift: true}));
    expect(play.last.change).toBe('zone-moved');
    expect(play.drawing.geometry!.coordinates[1]![0]![0]![1]).toBeCloseTo(30.1, 9);
  });

  it('deletes the part that was clicked', () => {
    const play = new Play({mode: 'move', geometry});
    play.click([110.1, 30.1]);
    play.key('Delete');
    expect(play.drawing.geometry).toBeNull();
  });
});

describe('looking and composing', () => {
  const county = {collection: 'units', id: '910101'};
  const province = {collection: 'units', id: '91'};

  it('goes one feature deeper with each click in one place, and round again', () => {
    const play = new Play({mode: 'idle'});
    play.under = [county, province];
    for (let i = 0; i < 3; i++) play.mode.tap!(play.at(A), 1);
    const chosen = play.events.flatMap((event) =>
      event.type === 'featureSelected' ? [event.feature] : [],
    );
    expect(chosen).toEqual([county, province, county]);
  });

  it('says once which feature the pointer came upon, and when it left', () => {
    const play = new Play({mode: 'idle'});
    play.under = [county];
    play.mode.hover!(play.at(A));
    play.mode.hover!(play.at(B));
    play.mode.hover!(null);
    expect(play.events).toEqual([
      {type: 'featureHovered', feature: county},
      {type: 'featureHovered', feature: null},
    ]);
  });

  it('toggles the clicked feature as a member', () => {
    const play = new Play({mode: 'members'});
    play.under = [county];
    play.mode.tap!(play.at(A), 1);
    expect(play.events).toEqual([{type: 'memberToggled', member: county}]);
  });
});
