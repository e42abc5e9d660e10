import type {LocalText} from '../../../contract/local-text.ts';
import type {Check} from './check.ts';
import {sequencesOf} from './shape.ts';

/** A position that is not on the globe. */
export const outOfRange: Check = {
  rule: 'out-of-range',
  find({shape}) {
    for (const sequence of sequencesOf(shape)) {
      for (const [lon, lat] of sequence) {
        if (lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90) continue;
        return [{rule: this.rule, severity: 'error', at: null, detail: say(lon, lat)}];
      }
    }
    return [];
  },
};

function say(lon: number, lat: number): LocalText {
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) {
    return {
      zh: '有位置超出其坐标系可以转换的范围',
      en: 'A position lies outside the area in which its CRS can be converted',
    };
  }
  const what =
    lat < -90 || lat > 90
      ? {zh: `纬度 ${lat} 超出 −90…90`, en: `Latitude ${lat} is outside −90…90`}
      : {zh: `经度 ${lon} 超出 −180…180`, en: `Longitude ${lon} is outside −180…180`};
  // no degrees are this large, metres are
  const isProjected = Math.abs(lon) > 1000 || Math.abs(lat) > 1000;
  if (!isProjected) return what;
  return {
    zh: `${what.zh}；文件似为投影坐标，请给出其坐标系（crs=EPSG:…）`,
    en: `${what.en}; the file looks projected: give its CRS (crs=EPSG:…)`,
  };
}
