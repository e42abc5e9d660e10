import type {FacilityKind} from '../../../contract/facility-kind.ts';
import type {LocalText} from '../../../contract/local-text.ts';
import type {
  ServiceAssumption,
  ServiceCoverage,
  ServiceRule,
} from '../../../contract/service-coverage.ts';
import type {SpreadBasis} from './load-flows.ts';

const RULES: Record<ServiceRule['rule'], LocalText> = {
  areas: {
    zh: '服务范围为给定的多边形；同一设施的多个多边形合并计算。',
    en: 'Service areas are the given polygons; several of one facility count as one.',
  },
  distance: {
    zh: '服务范围为地面直线距离以内（测地线圆，以等面积的 128 边形表示，边界偏差不超过半径的 0.02%）。直线距离仅供筛查，不代表实际运距或管网。',
    en: 'Service areas are all ground within a straight-line distance (a geodesic circle as a polygon of 128 corners and the same area, off by at most 0.02 % of the radius). A straight line is a screening proxy: it knows neither roads nor sewers.',
  },
  basin: {
    zh: '服务范围为设施所在（排入）流域及其全部上游流域，即流经该处的来水范围；不代表实际管网。',
    en: 'A service area is all ground that drains past the facility: the basin it discharges into and every basin upstream; it knows no sewers.',
  },
  serves: {
    zh: '服务范围为属性中列明的行政单元整体；单元内未覆盖的部分无从得知。',
    en: 'Service areas are whole units, those the facility names; what it does not reach inside them is not known.',
  },
  host: {
    zh: '未给出服务范围：假定每处设施服务其所在的整个行政单元。',
    en: 'No service area was given: each facility is assumed to serve the whole unit it stands in.',
  },
};

/** What was taken for service areas, in words that go with the number. */
export function describeService(rule: ServiceRule): ServiceCoverage['service'] {
  return {
    rule: rule.rule,
    distanceM: rule.rule === 'distance' ? rule.distanceM : null,
    isProxy: rule.rule === 'distance' || rule.rule === 'host' || rule.rule === 'basin',
    statement: RULES[rule.rule],
  };
}

const SPREADS: Record<SpreadBasis, LocalText> = {
  demand: {
    zh: '每处设施的负荷按其服务范围内的需求量分摊到各单元；需求量在单元内均匀分布。',
    en: 'The load of a facility is spread over units by the demand inside its service area; demand is spread evenly over a unit.',
  },
  population: {
    zh: '每处设施的负荷按其服务范围内的人口分摊到各单元；人口在单元内均匀分布。',
    en: 'The load of a facility is spread over units by the people inside its service area; people are spread evenly over a unit.',
  },
  area: {
    zh: '人口与需求量未知：每处设施的负荷按其服务范围内的面积分摊到各单元。',
    en: 'People and demand are not known: the load of a facility is spread over units by the area inside its service area.',
  },
};

/** The figures nobody gave, with where they come from and how sure they are. */
export function listAssumptions(made: {
  basis: SpreadBasis;
  hasPeople: boolean;
  kind: FacilityKind | null;
  measure: string | null;
  isPerHeadOfKind: boolean;
  protectionOfKind: boolean;
  yearOfImport: number | null;
}): ServiceAssumption[] {
  const {basis, hasPeople, kind, measure} = made;
  const assumptions: ServiceAssumption[] = [plain('load-spread', SPREADS[basis])];
  if (hasPeople) {
    assumptions.push(
      plain('people-spread-evenly', {
        zh: '人口在其行政单元的面积内均匀分布；服务人口 = 人口 × 服务面积占比。',
        en: 'People are spread evenly over the area of their unit: people served are its population times the share of its area that is served.',
      }),
    );
  }
  if (made.isPerHeadOfKind) {
    const {amount, source, confidence} = kind!.perHead!;
    assumptions.push({
      id: 'per-head',
      statement: {
        zh: '需求量按人口乘以人均日产生量估算。',
        en: 'Demand is people times what one person makes a day.',
      },
      value: amount,
      measure,
      source,
      confidence,
    });
  }
  if (made.protectionOfKind) {
    const {distanceM, source, confidence} = kind!.protectionDistance!;
    assumptions.push({
      id: 'protection-distance',
      statement: {
        zh: '防护距离取此类设施的目录值。',
        en: 'The protection distance is the one of this kind in the catalog.',
      },
      value: distanceM,
      measure: 'm',
      source,
      confidence,
    });
  }
  if (made.yearOfImport !== null) {
    assumptions.push({
      ...plain('year', {
        zh: '未给出负荷年份：以图层导入年份计算投运年数。',
        en: 'The year of the loads was not given: years since opening are counted to the year the layer was imported.',
      }),
      value: made.yearOfImport,
    });
  }
  return assumptions;
}

function plain(id: string, statement: LocalText): ServiceAssumption {
  return {id, statement, value: null, measure: null, source: null, confidence: null};
}
