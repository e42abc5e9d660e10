import type {PanelName} from './url-state.ts';

/** Rooms of the app in the order of the top bar; one arrives in the first. */
export const ROOMS = ['plan', 'basin', 'facilities'] as const;
export type RoomName = (typeof ROOMS)[number];

/** The panel a room opens with. */
export const HOME_PANEL: Record<RoomName, PanelName> = {
  plan: 'zone',
  basin: 'basin',
  facilities: 'service',
};
