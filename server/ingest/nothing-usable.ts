import type {LayerKind} from '../../contract/layer-kind.ts';
import type {LocalText} from '../../contract/local-text.ts';
import {fail, type LiandongError} from '../errors.ts';
import type {IssueList} from './issue-list.ts';

/** As many as somebody looks through; the sentence counts them all. */
const MOST_ISSUES = 200;

/** The problem of a file in which every feature is bad: each reason, how often, and where first. */
export function nothingUsable(
  fileName: string,
  featureCount: number,
  kind: LayerKind,
  issues: IssueList,
): LiandongError {
  const reasons = issues.reasons();
  const advice = [...new Set(reasons.map(({rule}) => ADVICE[rule] ?? MEND))];
  return fail(
    'NOTHING_USABLE',
    {
      count: featureCount,
      fileName,
      seen: {
        zh: reasons.map((reason) => `${reason.count} 个，首个：${reason.first.zh}`).join(''),
        en: reasons
          .map((reason) => `${reason.count} × ${reason.rule}, first: ${reason.first.en}`)
          .join(' '),
      },
      kind: {zh: `“${kind.title.zh}”`, en: kind.id},
      expected: EXPECTED[kind.geometry],
      advice: {
        zh: advice.map(({zh}) => zh).join(''),
        en: advice.map(({en}) => en).join(' '),
      },
    },
    issues.list().slice(0, MOST_ISSUES),
  );
}

const POSITIONS = {
  zh: '坐标为经纬度，或采用文件的坐标系',
  en: 'their positions as longitude and latitude or in the CRS of the file',
};
const EXPECTED: Record<LayerKind['geometry'], LocalText> = {
  polygon: {
    zh: `有面积的面要素，${POSITIONS.zh}`,
    en: `polygons with area, ${POSITIONS.en}`,
  },
  line: {zh: `线要素，${POSITIONS.zh}`, en: `lines, ${POSITIONS.en}`},
  point: {zh: `点要素，${POSITIONS.zh}`, en: `points, ${POSITIONS.en}`},
  any: {zh: `几何，${POSITIONS.zh}`, en: `geometries, ${POSITIONS.en}`},
};

const MEND: LocalText = {
  zh: '请在生成该文件的软件中修正这些要素。',
  en: 'Mend these features in the program the file comes from.',
};

/** What helps against a rule, where it is more than to mend the feature. */
const ADVICE: Record<string, LocalText> = {
  'ring-too-short': {
    zh: '请使每个环有三个以上的角点，并在末尾重复首个节点。',
    en: 'Give each ring three corners or more and its first position again at the end.',
  },
  'swapped-coordinates': {
    zh: '请重新输出文件，使经度在前、纬度在后。',
    en: 'Write the file anew with longitude before latitude.',
  },
  'out-of-range': {
    zh: '若数值单位为米，请给出其坐标系：crs=EPSG:… 或 --crs EPSG:…。',
    en: 'Where the numbers are metres, say their CRS: crs=EPSG:… or --crs EPSG:….',
  },
  'not-a-number': {
    zh: '请去除或更正坐标不是有限数值的要素。',
    en: 'Leave features without finite coordinates out, or correct them.',
  },
  'empty-geometry': {
    zh: '请从文件中去除没有几何的要素，或补绘图形。',
    en: 'Leave features without geometry out of the file, or draw them.',
  },
  'wrong-geometry-type': {
    zh: '请选择适合此类几何的图层类型，或文件中的另一个图层。',
    en: 'Choose the kind that has such geometry, or another layer of the file.',
  },
};
