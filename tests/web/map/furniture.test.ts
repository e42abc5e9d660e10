import proj4 from 'proj4';
import {describe, expect, it} from 'vitest';
import {readoutText} from '../../../web/src/map/coordinate-readout.ts';
import {gaussKruger} from '../../../web/src/map/gauss-kruger.ts';
import {graticule, graticuleLabel} from '../../../web/src/map/graticule.ts';
import {mapNote} from '../../../web/src/map/map-note.ts';
import {scaleBar} from '../../../web/src/map/scale-bar.ts';
import {sampleLayers} from './sample-layers.ts';

describe('Gauss-Krüger', () => {
  it.each([
    [108.5, 34.2, 3],
    [110.49, 30.0, 3],
    [116.39, 39.91, 6],
    [75.9, 39.5, 6],
    [134.9, 53.5, 3],
    [111.01, 18.2, 6],
  ] as const)('agrees with PROJ to a millimetre at %d, %d in %d° zones', (lon, lat, width) => {
    const {zone, centralMeridian, eastingM, northingM} = gaussKruger(lon, lat, width);
    const crs = `+proj=tmerc +lat_0=0 +lon_0=${centralMeridian} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m`;
    const [x, y] = proj4(crs, [lon, lat]) as [number, number];
    // GRS80 and CGCS2000 differ by 1e-11 in flattening: nothing at this scale
    expect(eastingM - zone * 1e6).toBeCloseTo(x, 3);
    expect(northingM).toBeCloseTo(y, 3);
  });

  it('numbers 3° zones by their middle and 6° zones from 1 at 0°', () => {
    expect(gaussKruger(117, 30, 3)).toMatchObject({zone: 39, centralMeridian: 117});
    expect(gaussKruger(118.4, 30, 3).zone).toBe(39);
    expect(gaussKruger(118.6, 30, 3).zone).toBe(40);
    expect(gaussKruger(117, 30, 6)).toMatchObject({zone: 20, centralMeridian: 117});
  });
});

describe('the readout', () => {
  it('writes degrees, minutes and seconds without sixty seconds', () => {
    expect(readoutText('dms', 109.9999999, 30.5, 'en').coordinates).toBe(
      '110°00′00.0″E  30°30′00.0″N',
    );
  });

  it('names the zone in the language of the interface', () => {
    expect(readoutText('gauss-kruger-3', 117, 30, 'zh')).toEqual({
      coordinates: 'X 3320113.4  Y 39500000.0',
      crs: 'CGCS2000 · 3°带 第39带 · 117°E',
    });
  });
});

describe('the graticule', () => {
  it('has whole degrees where they are 130 pixels apart, and minutes further in', () => {
    expect(graticule([108, 29, 112, 32], 7)).toEqual({
      spacing: 1,
      meridians: [108, 109, 110, 111, 112],
      parallels: [29, 30, 31, 32],
    });
    expect(graticule([110, 30, 110.1, 30.1], 12).spacing).toBeCloseTo(1 / 30, 12);
  });

  it('does not drift along a row of thirds and sixths', () => {
    expect(graticule([110, 30, 111, 30.5], 9.6).meridians).toContain(110.5);
  });

  it.each([
    [110, 1, 'lon', '110°E'],
    [110.5, 0.5, 'lon', '110°30′E'],
    [-12.25, 0.25, 'lat', '12°15′S'],
    [30 + 1 / 120, 1 / 120, 'lat', '30°00′30″N'],
    [0, 10, 'lat', '0°'],
  ] as const)('labels %d at a spacing of %d as %s', (degrees, spacing, axis, text) => {
    expect(graticuleLabel(degrees, spacing, axis)).toBe(text);
  });
});

describe('the scale bar', () => {
  it('is a round length that fits, true at the latitude of the view', () => {
    // at the equator and zoom 0 a pixel is 40 075.017 km / 512
    expect(scaleBar(0, 0, 110)).toMatchObject({lengthM: 5e6, label: '5000 km'});
    expect(scaleBar(0, 0, 110).widthPx).toBeCloseTo(5e6 / (40075016.686 / 512), 6);
    expect(scaleBar(60, 10, 110).widthPx).toBeCloseTo(2 * scaleBar(0, 10, 55).widthPx, 6);
    expect(scaleBar(30, 18, 110).label).toBe('20 m');
  });
});

describe('the note', () => {
  it('says that the region is invented, or that the map is not reviewed, of visible layers only', () => {
    const [first, ...rest] = sampleLayers();
    const none = {kind: 'none' as const};
    expect(mapNote({layers: [first!], baseMap: none}, 'zh')).toBe('虚构示例区域');
    const real = {...first!, isInvented: false, attribution: {zh: '某局', en: 'Some office'}};
    expect(mapNote({layers: [real], baseMap: none}, 'zh')).toBe('未经审图 · 某局');
    const hidden = rest.map((layer) => ({...layer, isVisible: false}));
    expect(mapNote({layers: hidden, baseMap: none}, 'en')).toBe('');
  });
});
