import {Type} from 'typebox';
import {MeasurementBounds} from '../../../contract/bounds.ts';
import {
  RedlineCoverage,
  RedlineCoverageInputs,
  type Coverage,
} from '../../../contract/redline-coverage.ts';
import {openLayerSet} from '../../layers/cells/layer-set.ts';
import {listFeatures} from '../../layers/feature-store.ts';
import {resolveKind, resolveLayer, type ResolvedLayer} from '../../layers/layer-store.ts';
import type {LayerMeasurement, MeasurableVersion} from '../../layers/measuring.ts';
import {dissolvePlaces, resolvePlaces, type ResolvedPlace} from '../../zones/place.ts';
import type {AnalysisContext, AnalysisProcess} from '../process.ts';
import {boundPlaces} from '../bound-places.ts';
import {classParts, partOf} from '../class-parts.ts';
import {provenanceOf} from '../provenance.ts';
import {fail} from '../../errors.ts';

export const redlineCoverage: AnalysisProcess = {
  id: 'redline-coverage',
  version: '1.0.0',
  title: {zh: '红线覆盖', en: 'Red-line coverage'},
  description: {
    zh: '每个地点内生态保护红线的面积、占比、分类面积和剩余面积，重叠部分只计一次。',
    en: 'Area and share of the ecological red line inside each place, by class, with the remainder. Overlapping red lines count once.',
  },
  inputs: RedlineCoverageInputs,
  outputs: Type.Union([RedlineCoverage, MeasurementBounds]),
  run,
};

async function run(
  inputs: RedlineCoverageInputs,
  context: AnalysisContext,
): Promise<RedlineCoverage | MeasurementBounds> {
  const redlines = await redlineLayers(inputs, context);
  const {places, layer, isWholeLayer} = await resolvePlaces(context.db, inputs.place);
  const set = await openLayerSet(context, redlines, inputs.by ?? 'class');
  const provenance = provenanceOf([layer, ...redlines]);
  if (inputs.precision === 'bounds') {
    return {...(await boundPlaces(context, places, set)), provenance};
  }
  const measured = isWholeLayer
    ? await measureRows(context, layer!, set)
    : await measureOneByOne(context, places, set);
  const covered = places.map(({id, name}, i) => ({id, name, ...toCoverage(measured[i]!)}));
  const union = places.length === 1 ? null : await measureUnion(context, places, set);
  return {places: covered, union, provenance};
}

/** A whole layer is measured cell by cell, which costs each border once instead of twice. */
async function measureRows(
  {db, measuring, progress, signal}: AnalysisContext,
  layer: ResolvedLayer,
  set: MeasurableVersion,
): Promise<LayerMeasurement[]> {
  const features = await listFeatures(db, layer.versionId);
  const {matrix, classes} = await measuring.measureLayers(layer, set, false, {
    signal,
    progress: (share) => progress(share * 0.9, {zh: '逐网格单元量算', en: 'measuring cells'}),
  });
  const {rowSumsM2} = matrix.pack();
  const sumCount = classes.length + 2;
  return features.map(({areaM2}, row) => {
    const [totalM2, multipleM2, ...byClass] = rowSumsM2.subarray(
      row * sumCount,
      (row + 1) * sumCount,
    );
    const byClassM2 = Float64Array.from(byClass);
    return {areaM2, totalM2: totalM2!, multipleM2: multipleM2!, byClassM2, classes};
  });
}

async function measureOneByOne(
  {measuring, progress, signal, drawing, onBounds}: AnalysisContext,
  places: readonly ResolvedPlace[],
  set: MeasurableVersion,
): Promise<LayerMeasurement[]> {
  const isSingle = places.length === 1;
  const measured: LayerMeasurement[] = [];
  for (const {id, name, multiPolygon} of places) {
    signal.throwIfAborted();
    const step = {zh: `量算${name ?? id}`, en: `measuring ${name ?? id}`};
    progress(measured.length / (places.length + 1), step);
    const [measurement] = await measuring.measureZone(multiPolygon, [set], {
      ...(drawing !== undefined && isSingle ? {drawing} : {}),
      ...(onBounds && isSingle ? {onBounds} : {}),
    });
    measured.push(measurement!);
  }
  return measured;
}

async function measureUnion(
  {db, measuring}: AnalysisContext,
  places: readonly ResolvedPlace[],
  set: MeasurableVersion,
): Promise<Coverage> {
  const [measurement] = await measuring.measureZone(await dissolvePlaces(db, places), [set]);
  return toCoverage(measurement!);
}

async function redlineLayers(
  {redlines}: RedlineCoverageInputs,
  {db}: AnalysisContext,
): Promise<ResolvedLayer[]> {
  if (redlines !== undefined) {
    const named = await Promise.all([redlines].flat().map((name) => resolveLayer(db, name)));
    const other = named.find(({kind}) => kind !== 'redline');
    if (!other) return named;
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `输入“redlines”为 ${other.layerId}，其类型是 ${other.kind}；应为生态保护红线（redline）。其他图层请用 zone-overlap。`,
        en: `Input "redlines" names ${other.layerId}, a layer of kind ${other.kind}; expected layers of kind redline. For other layers run zone-overlap.`,
      },
    });
  }
  const all = await resolveKind(db, 'redline');
  if (all.length === 0) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: '还没有生态保护红线图层。请先导入，或在 redlines 中指定图层。',
        en: 'There is no layer of kind redline yet. Import one, or name layers in redlines.',
      },
    });
  }
  return all;
}

function toCoverage(measurement: LayerMeasurement): Coverage {
  const {areaM2, totalM2, multipleM2} = measurement;
  const covered = partOf(areaM2, totalM2);
  return {
    areaM2,
    coveredM2: covered.areaM2,
    share: covered.share,
    byClass: classParts(measurement),
    multipleM2: partOf(areaM2, multipleM2).areaM2,
    remainderM2: areaM2 - covered.areaM2,
  };
}
