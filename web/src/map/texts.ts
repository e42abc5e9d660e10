import type {LocalText} from '../../../contract/local-text.ts';

/** What the map itself says. */
export const TEXTS = {
  map: {zh: '地图', en: 'Map'},
  zoomIn: {zh: '放大', en: 'Zoom in'},
  zoomOut: {zh: '缩小', en: 'Zoom out'},
  readout: {
    zh: '点击切换坐标表示方式',
    en: 'Click to read coordinates another way',
  },
  invented: {zh: '虚构示例区域', en: 'Invented sample region'},
  // Maps of real places need an approval number (审图号); without one they must say so.
  unreviewed: {zh: '未经审图', en: 'Not officially reviewed (未经审图)'},
} satisfies Record<string, LocalText>;
