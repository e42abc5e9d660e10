import type {FeatureName} from '../../state/map-state.ts';
import type {Mode, ModeContext, Pointer} from './mode.ts';
import {NO_GUIDES} from './mode.ts';

/** Composing a zone: a click puts a feature in or takes it out, Esc or Enter ends. */
export function createMode(context: ModeContext): Mode {
  let hovered: FeatureName | null = null;
  return {
    guides: NO_GUIDES,
    cursor: 'pointer',
    hover(pointer: Pointer | null) {
      const feature = (pointer && context.featuresAt(pointer, 'members')[0]) ?? null;
      if (feature?.id === hovered?.id) return;
      hovered = feature;
      context.emit({type: 'featureHovered', feature});
    },
    leave() {
      if (hovered) context.emit({type: 'featureHovered', feature: null});
    },
    tap(pointer) {
      const [member] = context.featuresAt(pointer, 'members');
      if (member) context.emit({type: 'memberToggled', member});
    },
    key(key) {
      if (key !== 'Escape' && key !== 'Enter') return false;
      context.emit({type: 'drawingModeRequested', mode: 'idle'});
      return true;
    },
  };
}
