import type {LayersState, LayerView} from './layers.ts';
import type {RoomName} from './rooms.ts';

/** Kinds of layers a room opens with; a room that is not named opens as the catalog says. */
const KINDS_SHOWN: Partial<Record<RoomName, readonly string[]>> = {
  basin: ['unit', 'basin', 'river', 'section'],
  facilities: ['unit', 'facility'],
};

const FAINT = 0.45;

/** Each room remembers which layers it shows, so that one does not undo what was set in the other. */
export function createRoomViews(layers: LayersState) {
  const kept = new Map<RoomName, Record<string, LayerView>>();
  const opened = new Set<RoomName>();

  function change(from: RoomName, to: RoomName): void {
    opened.add(to);
    if (from === to) return;
    kept.set(from, {...layers.views});
    for (const id of Object.keys(layers.views)) delete layers.views[id];
    const views = kept.get(to);
    if (views !== undefined) {
      Object.assign(layers.views, views);
      return;
    }
    const kinds = KINDS_SHOWN[to];
    if (kinds === undefined) return;
    for (const {layer, kind} of layers.listed.value) {
      // watersheds stay behind the rivers that they part
      const opacity = kind.id === 'basin' ? FAINT : 1;
      layers.setView(layer.id, {isVisible: kinds.includes(kind.id), opacity});
    }
  }

  function wasOpened(room: RoomName): boolean {
    return opened.has(room);
  }

  return {change, wasOpened};
}
