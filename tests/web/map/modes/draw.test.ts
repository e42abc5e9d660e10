import type {Position} from 'geojson';
import {describe, expect, it} from 'vitest';
import {addPart} from '../../../../web/src/map/geometry/edit-rings.ts';
import {Play} from './play.ts';

const [A, B, C, D]: Position[] = [
  [110, 30],
  [110.2, 30],
  [110.2, 30.2],
  [110, 30.2],
] as [Position, Position, Position, Position];

describe('drawing a part', () => {
  it('adds a vertex with each click, each one a step that can be undone', () => {
    const play = new Play({mode: 'draw'});
    for (const position of [A!, B!, C!]) play.click(position);
    expect(play.drawing.sketch).toEqual([A, B, C]);
    expect(play.history.map(({sketch}) => sketch.length)).toEqual([0, 1, 2]);
  });

  it('closes on the first vertex, leaves the sketch empty and asks for editing', () => {
    const play = new Play({mode: 'draw'});
    for (const position of [A!, B!, C!, D!, A!]) play.click(position);
    expect(play.drawing.geometry!.coordinates).toEqual([[[A, B, C, D, A]]]);
    expect(play.drawing.sketch).toEqual([]);
    expect(play.drawing.mode).toBe('edit');
    expect(play.last).toMatchObject({change: 'part-added', isFinal: true, isCrossing: false});
  });

  it('closes on Enter, and not before there are three vertices', () => {
    const play = new Play({mode: 'draw'});
    play.click(A!);
    play.click(B!);
    expect(play.key('Enter')).toBe(true);
    expect(play.drawing.geometry).toBeNull();
    play.click(C!);
    play.key('Enter');
    expect(play.drawing.geometry!.coordinates[0]![0]).toHaveLength(4);
  });

  it('previews the area closed through the pointer without storing it', () => {
    const play = new Play({mode: 'draw'});
    play.click(A!);
    play.click(B!);
    play.mode.hover!(play.at(C!));
    expect(play.last.isFinal).toBe(false);
    expect(play.last.preview!.coordinates).toEqual([[[A, B, C, A]]]);
    expect(play.drawing.geometry).toBeNull();
    expect(play.drawing.sketch).toEqual([A, B]);
  });

  it('warns while the edge to the pointer crosses an earlier one', () => {
    const play = new Play({mode: 'draw'});
    for (const position of [A!, C!, B!]) play.click(position);
    play.mode.hover!(play.at([110.02, 30.18]));
    expect(play.last.isCrossing).toBe(true);
    expect(play.mode.guides.crossings).toHaveLength(1);
    play.mode.hover!(play.at([110.3, 30.1]));
    expect(play.last.isCrossing).toBe(false);
  });

  it('takes the last vertex back on Backspace, all on Escape, and leaves on a second Escape', () => {
    const play = new Play({mode: 'draw'});
    for (const position of [A!, B!, C!]) play.click(position);
    play.key('Backspace');
    expect(play.drawing.sketch).toEqual([A, B]);
    play.key('Escape');
    expect(play.drawing.sketch).toEqual([]);
    play.key('Escape');
    expect(play.drawing.mode).toBe('idle');
  });

  it('puts a vertex exactly where it snaps', () => {
    const exact: Position = [110.000000000123, 30.000000000456];
    const play = new Play({mode: 'draw'});
    play.snaps = [{position: exact, kind: 'vertex', line: [exact, B!], vertex: 0}];
    play.click(A!);
    expect(play.drawing.sketch).toEqual([exact]);
  });

  it('follows the boundary with Shift between two places snapped to it', () => {
    const line = [A!, [110.05, 30.01], [110.15, 30.02], B!] as Position[];
    const play = new Play({mode: 'draw'});
    play.snaps = [
      {position: A!, kind: 'vertex', line, vertex: 0},
      {position: B!, kind: 'vertex', line, vertex: 3},
    ];
    play.click(A!);
    play.click(B!, {hasShift: true});
    expect(play.drawing.sketch).toEqual(line);
  });

  it('adds further parts beside the first', () => {
    const play = new Play({mode: 'draw', geometry: addPart(null, [A!, B!, C!])});
    for (const lon of [111, 111.1]) play.click([lon, 30]);
    play.click([111.1, 30.1]);
    play.key('Enter');
    expect(play.drawing.geometry!.coordinates).toHaveLength(2);
  });
});

describe('drawing a hole', () => {
  const geometry = addPart(null, [A!, B!, C!, D!]);

  it('cannot start outside a part', () => {
    const play = new Play({mode: 'hole', geometry});
    play.click([111, 30]);
    expect(play.events).toEqual([]);
    expect(play.mode.cursor).toBe('not-allowed');
  });

  it('becomes a ring of the part it starts in', () => {
    const play = new Play({mode: 'hole', geometry});
    for (const at of [
      [110.05, 30.05],
      [110.1, 30.05],
      [110.1, 30.1],
    ]) {
      play.click(at);
    }
    play.key('Enter');
    expect(play.drawing.geometry!.coordinates[0]).toHaveLength(2);
    expect(play.last).toMatchObject({change: 'hole-added', isCrossing: false});
  });
});
