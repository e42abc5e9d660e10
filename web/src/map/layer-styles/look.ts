import type {ExpressionSpecification, FilterSpecification, LayerSpecification} from 'maplibre-gl';
import type {Locale, MapLayer} from '../../state/map-state.ts';
import type {Palette} from '../palette.ts';

/** What the look of a layer depends on besides the layer itself. */
export interface Look {
  readonly palette: Palette;
  readonly locale: Locale;
  readonly isFilled: boolean;
}

/** The map layers one of our layers becomes, by where they stand. */
export interface LayerParts {
  /** Beneath everything: the land itself. */
  readonly land: LayerSpecification[];
  /** In the order of the layers. */
  readonly body: LayerSpecification[];
  /** Above everything. */
  readonly labels: LayerSpecification[];
}

export type LayerStyle = (layer: MapLayer, look: Look) => LayerParts;

/** Source of the label points of areas, worked out from what is in view. */
export const LABEL_SOURCE = 'labels';
/** Source of the borders of units as lines, likewise. */
export const BORDER_SOURCE = 'borders';

/** Local fonts by CSS name; no glyph server is set, so the map draws every glyph from these. */
export const TEXT_FONT = [
  'Noto Sans SC',
  'Noto Sans CJK SC',
  'PingFang SC',
  'Microsoft YaHei',
  'sans-serif',
];
/** The map reads the weight from the first name, which need not exist. */
export const STRONG_TEXT_FONT = ['Liandong Semibold', ...TEXT_FONT];

/** A version of a layer has its own source: its tiles never change. */
export function sourceId(layer: MapLayer): string {
  return `${layer.id}@${layer.version}`;
}

/** What every map layer of a layer has: its name, source, visibility and the classes it shows. */
export function base(layer: MapLayer, part: string, filters: FilterSpecification[] = []) {
  const hidden = layer.hiddenClasses ?? [];
  const all: FilterSpecification[] = [...filters];
  if (hidden.length > 0) {
    all.push(['!', ['in', ['get', 'class'], ['literal', [...hidden]]]] as FilterSpecification);
  }
  return {
    id: `${sourceId(layer)}/${part}`,
    source: sourceId(layer),
    ...(layer.data ? {} : {'source-layer': layer.id}),
    ...(all.length > 0 ? {filter: ['all', ...all] as FilterSpecification} : {}),
  };
}

export function visibility(layer: MapLayer): {visibility: 'visible' | 'none'} {
  return {visibility: layer.isVisible ? 'visible' : 'none'};
}

/** The value that fits what the user does with the feature: chosen, pointed at, or nothing. */
export function byState<T extends string | number | ExpressionSpecification>(values: {
  selected: T;
  hovered: T;
  member?: T;
  otherwise: T;
}): ExpressionSpecification {
  const is = (state: string): ExpressionSpecification => [
    'boolean',
    ['feature-state', state],
    false,
  ];
  return [
    'case',
    is('selected'),
    values.selected,
    ...(values.member === undefined ? [] : [is('member'), values.member]),
    is('hovered'),
    values.hovered,
    values.otherwise,
  ] as unknown as ExpressionSpecification;
}

/** One value per class of the layer, `otherwise` for classes the catalog does not know. */
export function byClass(
  layer: MapLayer,
  value: (colour: string) => string,
  otherwise: string,
): string | ExpressionSpecification {
  // by name, since the map refuses a class named twice
  const colours = new Map(
    (layer.classes ?? layer.kind.classes).map((entry) => [entry.class, entry.colour]),
  );
  if (colours.size === 0) return value(otherwise);
  return [
    'match',
    ['to-string', ['get', 'class']],
    ...[...colours].flatMap(([name, colour]) => [name, value(colour)]),
    value(otherwise),
  ] as unknown as ExpressionSpecification;
}

/** Name in the interface language, the other beneath and smaller when there is one. */
export function labelText({locale, palette}: Look): ExpressionSpecification {
  const zh: ExpressionSpecification = ['coalesce', ['get', 'name'], ['get', 'name_en'], ''];
  const en: ExpressionSpecification = ['coalesce', ['get', 'name_en'], ['get', 'name'], ''];
  const [first, second] = locale === 'zh' ? [zh, en] : [en, zh];
  return [
    'case',
    ['==', first, second],
    ['format', first, {}],
    ['format', first, {}, '\n', {}, second, {'font-scale': 0.76, 'text-color': palette.textSoft}],
  ] as unknown as ExpressionSpecification;
}

/**
 * Keeps labels of areas that appear between these sizes: smaller ones have no room, larger ones fill
 * the view and their name says nothing. `size_deg` is the side of a square as large as the area.
 */
export function labelSize(fromPx: number, toPx: number): FilterSpecification {
  const px = ['*', ['get', 'size_deg'], ['^', 2, ['zoom']], 512 / 360];
  return ['all', ['>=', px, fromPx], ['<=', px, toPx]] as unknown as FilterSpecification;
}

/** Mixes a colour of the catalog with another, `share` of the latter. */
export function mix(colour: string, other: string, share: number): string {
  const channel = (hex: string, index: number) =>
    parseInt(hex.slice(1 + 2 * index, 3 + 2 * index), 16);
  return `#${[0, 1, 2]
    .map((i) => Math.round(channel(colour, i) * (1 - share) + channel(other, i) * share))
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`;
}
