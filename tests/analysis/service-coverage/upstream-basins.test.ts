import {expect, test} from 'vitest';
import {followUpstream} from '../../../server/analysis/service-coverage/upstream-basins.ts';
import {buildHierarchy, type LevelFeature} from '../../../server/analysis/hierarchy.ts';
import type {ResolvedLayer} from '../../../server/layers/layer-store.ts';

function basins(links: Record<string, string | null>, more: Partial<LevelFeature> = {}) {
  const features = Object.entries(links).map(([code, downstream]) => ({
    code,
    name: null,
    nameEn: null,
    level: null,
    parent: null,
    downstream,
    areaM2: 1,
    nestingCode: null,
    weight: null,
    ...more,
  }));
  return buildHierarchy({layerId: 'basins'} as ResolvedLayer, 'basin', features, undefined);
}
const upstreamCodes = (hierarchy: ReturnType<typeof basins>, code: string) => {
  const {members} = hierarchy;
  const at = members.findIndex((member) => member.code === code);
  return followUpstream(hierarchy)
    .upstreamOf(at)
    .map((i) => members[i]!.code);
};

//   a → c → d ⟵ e      b → c
test('upstream of a basin is itself and all that flows into it', () => {
  const hierarchy = basins({a: 'c', b: 'c', c: 'd', d: null, e: 'd'});
  expect(upstreamCodes(hierarchy, 'c')).toEqual(['a', 'b', 'c']);
  expect(upstreamCodes(hierarchy, 'd')).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(upstreamCodes(hierarchy, 'a')).toEqual(['a']);
  expect(followUpstream(hierarchy).issues).toEqual([]);
});

test('basins that flow in a circle are named, and all on it are upstream of each other', () => {
  const hierarchy = basins({a: 'b', b: 'c', c: 'a', d: 'a'});
  expect(upstreamCodes(hierarchy, 'b')).toEqual(['a', 'b', 'c', 'd']);
  expect(followUpstream(hierarchy).issues).toMatchObject([
    {rule: 'downstream-cycle', severity: 'error', featureIds: ['a', 'b', 'c']},
  ]);
});

test('a basin that flows out of the layer is told, one at the sea is not', () => {
  const {issues} = followUpstream(basins({a: 'zzz', b: 'OCEAN', c: '0', d: 'd'}));
  expect(issues).toMatchObject([{rule: 'downstream-dangling', featureIds: ['a']}]);
});
