import type {FacilityIssue} from '../../../contract/facility-kind.ts';
import type {ServiceCoverage} from '../../../contract/service-coverage.ts';

/** Nobody is known to serve, or to live in, what lies in no unit. */
export function outsideUnits({areaM2, outsideUnitsM2}: ServiceCoverage['zone']): FacilityIssue[] {
  if (outsideUnitsM2 === 0) return [];
  const isAll = outsideUnitsM2 >= areaM2 * (1 - 1e-9);
  const percent = Number(((100 * outsideUnitsM2) / areaM2).toPrecision(3));
  return [
    {
      rule: 'place-outside-units',
      severity: isAll ? 'error' : 'warning',
      featureIds: [],
      detail: {
        zh: `方案区有 ${percent}% 不在任何行政单元内；这部分没有人口和负荷，计入 outsideUnitsM2。请核对位置或行政区图层的范围。`,
        en: `${percent} % of the place lies in no unit: no people and no load are known there, it is outsideUnitsM2. Check the place, or what the layer of units covers.`,
      },
    },
  ];
}
