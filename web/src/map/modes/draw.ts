import {addPart} from '../geometry/edit-rings.ts';
import type {Mode, ModeContext} from './mode.ts';
import {SketchMode} from './sketch.ts';

/** Draws a new part, beside those that are there. */
export function createMode(context: ModeContext): Mode {
  return new SketchMode(context, {
    change: 'part-added',
    canStart: () => true,
    close: addPart,
  });
}
