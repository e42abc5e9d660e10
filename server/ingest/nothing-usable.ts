import type {LayerKind} from '../../contract/layer-kind.ts';
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
  const seen = reasons.map(({rule, count, first}) => `${count} × ${rule}, first: ${first}`);
  return fail(
    'NOTHING_USABLE',
    {
      count: featureCount,
      fileName,
      seen: seen.join(' '),
      kind: kind.id,
      expected: EXPECTED[kind.geometry],
      advice: [...new Set(reasons.map(({rule}) => ADVICE[rule] ?? MEND))].join(' '),
    },
    issues.list().slice(0, MOST_ISSUES),
  );
}

const EXPECTED: Record<LayerKind['geometry'], string> = {
  polygon:
    'polygons with area, their positions as longitude and latitude or in the CRS of the file',
  line: 'lines, their positions as longitude and latitude or in the CRS of the file',
  point: 'points, their positions as longitude and latitude or in the CRS of the file',
  any: 'geometries, their positions as longitude and latitude or in the CRS of the file',
};

const MEND = 'Mend these features in the program the file comes from.';

/** What helps against a rule, where it is more than to mend the feature. */
const ADVICE: Record<string, string> = {
  'ring-too-short': 'Give each ring three corners or more and its first position again at the end.',
  'swapped-coordinates': 'Write the file anew with longitude before latitude.',
  'out-of-range': 'Where the numbers are metres, say their CRS: crs=EPSG:… or --crs EPSG:….',
  'not-a-number': 'Leave features without finite coordinates out, or correct them.',
  'empty-geometry': 'Leave features without geometry out of the file, or draw them.',
  'wrong-geometry-type': 'Choose the kind that has such geometry, or another layer of the file.',
};
