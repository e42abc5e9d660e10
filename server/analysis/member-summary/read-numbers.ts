import type {LocalText} from '../../../contract/local-text.ts';
import type {MemberSummaryInputs, SummaryNumber} from '../../../contract/member-summary.ts';
import {fail} from '../../errors.ts';
import {openLayerSet} from '../../layers/cells/layer-set.ts';
import {resolveKind, resolveLayer, type ResolvedLayer} from '../../layers/layer-store.ts';
import type {MeasurableVersion} from '../../layers/measuring.ts';
import type {AnalysisContext} from '../process.ts';

/** A number, and what it is measured against: several layers cut together are one. */
export interface MeasuredNumber extends SummaryNumber {
  version: MeasurableVersion;
  sources: ResolvedLayer[];
}

const TITLES = {
  redline: {zh: '红线覆盖', en: 'Red-line coverage'},
  protected: {zh: '受保护地区占比（并集）', en: 'Protected-area share (union)'},
} as const;

/** The numbers a summary gives; a kind of which there is no layer gives none. */
export async function readNumbers(
  inputs: MemberSummaryInputs,
  context: AnalysisContext,
): Promise<MeasuredNumber[]> {
  const redlines = await layersOf('redlines', inputs.redlines, 'redline', context);
  const protectedAreas = await layersOf(
    'protectedAreas',
    inputs.protectedAreas,
    'protected-area',
    context,
  );
  const functionZones = await layersOf(
    'functionZones',
    inputs.functionZones,
    'function-zone',
    context,
  );
  const numbers: MeasuredNumber[] = [];
  if (redlines.length > 0) {
    numbers.push(await numberOf('redline', 'redline-coverage', TITLES.redline, redlines, context));
  }
  if (protectedAreas.length > 0) {
    numbers.push(
      await numberOf('protected', 'protected-share', TITLES.protected, protectedAreas, context),
    );
  }
  for (const layer of functionZones) {
    const id = `function-zone:${layer.layerId}`;
    numbers.push(await numberOf(id, 'function-zone-overlap', layer.title, [layer], context));
  }
  return numbers;
}

async function numberOf(
  id: string,
  measure: SummaryNumber['measure'],
  title: SummaryNumber['title'],
  sources: ResolvedLayer[],
  context: AnalysisContext,
): Promise<MeasuredNumber> {
  // several layers are cut together once, at their first use; that is none of the steps counted
  const progress = (_share: number, step: LocalText) => context.progress(0, step);
  const version = await openLayerSet({...context, progress}, sources, 'class');
  const layers = sources.map((layer) => `${layer.layerId}@${layer.version}`);
  return {id, measure, title, layers, version, sources};
}

async function layersOf(
  input: string,
  named: string | string[] | undefined,
  kind: string,
  {db}: AnalysisContext,
): Promise<ResolvedLayer[]> {
  if (named === undefined) return resolveKind(db, kind);
  const layers = await Promise.all([named].flat().map((name) => resolveLayer(db, name)));
  const other = layers.find((layer) => layer.kind !== kind);
  if (!other) return layers;
  throw fail('INPUT_INVALID', {
    reason: {
      zh: `输入“${input}”为 ${other.layerId}，其类型是 ${other.kind}；应为 ${kind} 类型的图层。`,
      en: `Input "${input}" names ${other.layerId}, a layer of kind ${other.kind}; expected layers of kind ${kind}.`,
    },
  });
}
