import type {LayerKind} from '../../../contract/layer-kind.ts';
import type {MapLayer} from '../../../web/src/state/map-state.ts';

/** Four layers, one of each way of drawing, bottom first. */
export function sampleLayers(): MapLayer[] {
  return [
    layer(
      'environment-zones',
      kind('function-zone', 'polygon', {fill: '#c9b458'}, ['eco', 'agri']),
    ),
    layer('redlines', kind('redline', 'polygon', {fill: '#2f9e5b', pattern: 'hatch'}, ['water'])),
    layer('rivers', kind('river', 'line', {})),
    layer('units', kind('unit', 'polygon', {})),
    layer('facilities', kind('facility', 'point', {fill: '#7a4fb0'}, ['sewage'])),
  ];
}

export function layer(id: string, layerKind: LayerKind): MapLayer {
  return {
    id,
    version: 1,
    title: {zh: id, en: id},
    kind: layerKind,
    isVisible: true,
    opacity: 1,
    isInvented: true,
    attribution: {zh: '', en: ''},
    bbox: [108, 29, 112, 32],
  };
}

export function kind(
  id: string,
  geometry: LayerKind['geometry'],
  style: Partial<LayerKind['style']>,
  classes: string[] = [],
): LayerKind {
  return {
    id,
    title: {zh: id, en: id},
    geometry,
    requiredRoles: [],
    roles: [],
    style: {
      fill: null,
      outline: '#406080',
      visible: true,
      order: 1,
      source: 'invented for tests',
      sourceZh: '为测试虚构',
      confidence: 0,
      ...style,
    },
    classes: classes.map((name, index) => ({
      class: name,
      title: {zh: name, en: name},
      colour: index === 0 ? '#2f9e5b' : '#e3c65b',
    })),
  };
}
