import type {DrawingMode} from '../../state/map-state.ts';
import {createMode as createDraw} from './draw.ts';
import {createMode as createEdit} from './edit.ts';
import {createMode as createHole} from './hole.ts';
import {createMode as createIdle} from './idle.ts';
import {createMode as createMembers} from './members.ts';
import type {Mode, ModeContext} from './mode.ts';
import {createMode as createMove} from './move.ts';

/** Every way of working on the map, by its name in the state. */
export const MODES: Record<DrawingMode, (context: ModeContext) => Mode> = {
  idle: createIdle,
  draw: createDraw,
  edit: createEdit,
  hole: createHole,
  move: createMove,
  members: createMembers,
};
