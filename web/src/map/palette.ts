import type {Theme} from '../state/map-state.ts';

/** Colours of the map itself; data colours come from the catalog. */
export interface Palette {
  readonly ground: string;
  readonly land: string;
  readonly water: string;
  readonly waterText: string;
  readonly graticule: string;
  readonly border: string;
  readonly borderHalo: string;
  readonly text: string;
  readonly textSoft: string;
  readonly textHalo: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly hover: string;
  readonly warning: string;
  readonly info: string;
  readonly danger: string;
  readonly snap: string;
}

export const PALETTES: Record<Theme, Palette> = {
  light: {
    ground: '#edf0f0',
    land: '#fbfaf6',
    water: '#8fb8cf',
    waterText: '#3f7391',
    graticule: '#d5dcdc',
    border: '#6f6a72',
    borderHalo: '#e6e0e4',
    text: '#2b2f33',
    textSoft: '#6a7278',
    textHalo: '#fdfdfb',
    accent: '#0b6e69',
    onAccent: '#ffffff',
    hover: '#134e4a',
    warning: '#b45309',
    info: '#1d5fa8',
    danger: '#c81e1e',
    snap: '#c026a3',
  },
  dark: {
    ground: '#15191b',
    land: '#1f2426',
    water: '#3f6f8c',
    waterText: '#86b4cf',
    graticule: '#2c3336',
    border: '#a49da8',
    borderHalo: '#3a363d',
    text: '#e4e7e8',
    textSoft: '#9ba4a8',
    textHalo: '#191d1f',
    accent: '#4dbdb3',
    onAccent: '#06201d',
    hover: '#99f6e4',
    warning: '#f59e0b',
    info: '#7cb8f2',
    danger: '#f87171',
    snap: '#f0abfc',
  },
};
