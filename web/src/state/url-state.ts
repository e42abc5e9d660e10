import {formatBasinLink, parseBasinLink, type BasinLink} from './basin-link.ts';
import {formatFacilitiesLink, parseFacilitiesLink, type FacilitiesLink} from './facilities-link.ts';
import type {Locale} from './map-state.ts';
import {ROOMS, type RoomName} from './rooms.ts';

/** Which panel of the right column is open. */
export const PANELS = [
  'zone',
  'basin',
  'linkage',
  'borders',
  'groups',
  'agreements',
  'members',
  'service',
  'checks',
  'sharing',
  'compare',
  'feature',
  'import',
  'issues',
] as const;
export type PanelName = (typeof PANELS)[number];

/** What a link reproduces. Absent members are as the app opens by itself. */
export interface UrlState {
  /** Absent: the first room. */
  room?: RoomName;
  view?: {center: [number, number]; zoom: number};
  /** Visible layers with their opacity; absent: as the catalog says. */
  layers?: {id: string; opacity: number}[];
  selection?: {collection: string; id: string};
  panel?: PanelName;
  zone?: {id: string; version: number | null};
  overlap?: string;
  basin?: BasinLink;
  facilities?: FacilitiesLink;
  /** Layer whose table is open. */
  table?: string;
  locale?: Locale;
}

/** Reads the query of a link; what it cannot read it leaves out. */
export function parseUrl(query: string): UrlState {
  const search = new URLSearchParams(query);
  const state: UrlState = {};
  const room = ROOMS.find((name) => name === search.get('room'));
  if (room && room !== ROOMS[0]) state.room = room;
  const view = search.get('view')?.split(',').map(Number);
  if (view?.length === 3 && view.every(Number.isFinite)) {
    state.view = {center: [view[0]!, view[1]!], zoom: view[2]!};
  }
  const layers = search.get('layers');
  if (layers !== null) {
    state.layers = layers
      .split(',')
      .filter((part) => part !== '')
      .map((part) => {
        const [id, percent] = part.split(':');
        const opacity = percent === undefined ? 1 : Number(percent) / 100;
        return {id: id!, opacity: Number.isFinite(opacity) ? opacity : 1};
      });
  }
  const select = search.get('select');
  const slash = select?.indexOf('/') ?? -1;
  if (select && slash > 0) {
    state.selection = {collection: select.slice(0, slash), id: select.slice(slash + 1)};
  }
  const panel = PANELS.find((name) => name === search.get('panel'));
  if (panel) state.panel = panel;
  const zone = search.get('zone')?.split('@');
  if (zone?.[0]) {
    const version = Number(zone[1]);
    state.zone = {id: zone[0], version: Number.isInteger(version) ? version : null};
  }
  const overlap = search.get('overlap');
  if (overlap) state.overlap = overlap;
  const basin = parseBasinLink(search);
  if (basin) state.basin = basin;
  const facilities = parseFacilitiesLink(search);
  if (facilities) state.facilities = facilities;
  const table = search.get('table');
  if (table) state.table = table;
  const locale = search.get('lang');
  if (locale === 'zh' || locale === 'en') state.locale = locale;
  return state;
}

/** The query of a link that reproduces the state, readable and in a fixed order. */
export function formatUrl(state: UrlState): string {
  const parts: string[] = [];
  const add = (name: string, value: string) => parts.push(`${name}=${value}`);
  if (state.room) add('room', state.room);
  if (state.view) {
    const {center, zoom} = state.view;
    // 5 decimals are about a metre, 2 of zoom less than a percent of scale
    add('view', `${center[0].toFixed(5)},${center[1].toFixed(5)},${zoom.toFixed(2)}`);
  }
  if (state.layers) {
    const layers = state.layers.map(({id, opacity}) =>
      opacity === 1 ? id : `${id}:${Math.round(opacity * 100)}`,
    );
    add('layers', layers.join(','));
  }
  if (state.selection) {
    const {collection, id} = state.selection;
    add('select', `${collection}/${encodeURIComponent(id)}`);
  }
  if (state.panel) add('panel', state.panel);
  if (state.zone) {
    const {id, version} = state.zone;
    add('zone', encodeURIComponent(id) + (version === null ? '' : `@${version}`));
  }
  if (state.overlap) add('overlap', state.overlap);
  if (state.basin) for (const [name, value] of formatBasinLink(state.basin)) add(name, value);
  if (state.facilities) {
    for (const [name, value] of formatFacilitiesLink(state.facilities)) add(name, value);
  }
  if (state.table) add('table', state.table);
  if (state.locale) add('lang', state.locale);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
