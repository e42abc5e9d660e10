import {addHole} from '../geometry/edit-rings.ts';
import {partAt} from '../geometry/hit-test.ts';
import type {Mode, ModeContext} from './mode.ts';
import {SketchMode} from './sketch.ts';

/** Draws a hole; it belongs to the part its first vertex lies in, and cannot start elsewhere. */
export function createMode(context: ModeContext): Mode {
  return new SketchMode(context, {
    change: 'hole-added',
    canStart: (geometry, position) => geometry !== null && partAt(geometry, position) !== null,
    close(geometry, ring) {
      const part = geometry && partAt(geometry, ring[0]!);
      return geometry && part !== null ? addHole(geometry, part, ring) : null;
    },
  });
}
