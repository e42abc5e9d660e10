import type {GeometryFamily, LayerKind} from '../../../../contract/layer-kind.ts';
import {area} from './area.ts';
import {basin} from './basin.ts';
import {line} from './line.ts';
import type {LayerStyle} from './look.ts';
import {point} from './point.ts';
import {river} from './river.ts';
import {unit} from './unit.ts';

/** Kinds that a map draws in a way of their own. */
const BY_KIND: Record<string, LayerStyle> = {unit, basin, river};

const BY_GEOMETRY: Record<GeometryFamily, LayerStyle> = {
  polygon: area,
  line,
  point,
  any: (layer, look) => {
    const all = [area, line, point].map((style) => style(layer, look));
    return {
      land: [],
      body: all.flatMap(({body}) => body),
      labels: all.flatMap(({labels}, index) =>
        labels.map((label) => ({...label, id: `${label.id}-${index}`})),
      ),
    };
  },
};

export function styleOfKind(kind: LayerKind): LayerStyle {
  return BY_KIND[kind.id] ?? BY_GEOMETRY[kind.geometry];
}

/** Kinds whose fill is their meaning, counted among the two that may be filled at once. */
export function isFillable(kind: LayerKind): boolean {
  return kind.geometry !== 'line' && kind.geometry !== 'point' && !(kind.id in BY_KIND);
}
