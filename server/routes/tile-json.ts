import type {ResolvedLayer} from '../layers/layer-store.ts';
import {MAX_ZOOM} from '../tiles/grid.ts';
import type {Language} from './language.ts';

/** TileJSON 3.0 of a layer version; a map asks for nothing outside `bounds` and stretches the last zoom. */
export function toTileJson(layer: ResolvedLayer, url: string, language: Language) {
  const {layerId, version, title, attribution, bbox, map} = layer;
  const roles = (
    ['name', 'nameEn', 'class', 'parent', 'downstream', 'level', 'code'] as const
  ).filter((role) => map[role] !== undefined);
  const fields = {
    id: 'String',
    ...Object.fromEntries(roles.map((role) => [role === 'nameEn' ? 'name_en' : role, 'String'])),
    area_m2: 'Number',
  };
  return {
    tilejson: '3.0.0',
    scheme: 'xyz',
    name: title[language],
    version: `${version}.0.0`,
    attribution: attribution[language],
    tiles: [`${url}/{z}/{y}/{x}?v=${version}`],
    minzoom: 0,
    maxzoom: MAX_ZOOM,
    ...(bbox === null ? {} : {bounds: bbox}),
    vector_layers: [
      {id: layerId, description: title[language], minzoom: 0, maxzoom: MAX_ZOOM, fields},
    ],
  };
}
