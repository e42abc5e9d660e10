import type {Check} from './check.ts';
import {sequencesOf} from './shape.ts';

/** Latitude where longitude belongs: no latitude is beyond 90, and the other number could be one. */
export const swappedCoordinates: Check = {
  rule: 'swapped-coordinates',
  find({shape}) {
    for (const sequence of sequencesOf(shape)) {
      for (const [lon, lat] of sequence) {
        const isSwapped = Math.abs(lat) > 90 && Math.abs(lat) <= 180 && Math.abs(lon) <= 90;
        if (!isSwapped) continue;
        const detail = {
          zh: `位置 [${lon}, ${lat}] 的纬度超过 90，似为先纬度后经度；应经度在前，请对调`,
          en: `Position [${lon}, ${lat}] has a latitude beyond 90; it looks like latitude, longitude; longitude comes first: swap them`,
        };
        return [{rule: this.rule, severity: 'error', at: null, detail}];
      }
    }
    return [];
  },
};
