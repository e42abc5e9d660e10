import {
  RedlineCoverage,
  RedlineCoverageInputs,
  type Coverage,
} from '../../../contract/redline-coverage.ts';
import {openLayerSet} from '../../layers/cells/layer-set.ts';
import {resolveKind, resolveLayer, type ResolvedLayer} from '../../layers/layer-store.ts';
import type {LayerMeasurement} from '../../layers/measuring.ts';
import {dissolvePlaces, resolvePlaces} from '../../zones/place.ts';
import type {AnalysisContext, AnalysisProcess} from '../process.ts';
import {classParts} from '../class-parts.ts';
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
  outputs: RedlineCoverage,
  run,
};

async function run(
  inputs: RedlineCoverageInputs,
  context: AnalysisContext,
): Promise<RedlineCoverage> {
  const {db, measuring, drawing, onBounds, progress, signal} = context;
  const redlines = await redlineLayers(inputs, context);
  const {places, layer} = await resolvePlaces(db, inputs.place);
  const set = await openLayerSet(context, redlines, inputs.by ?? 'class');
  const measure = async (multiPolygon: Parameters<typeof measuring.measureZone>[0]) => {
    signal.throwIfAborted();
    const single = places.length === 1;
    const [measurement] = await measuring.measureZone(multiPolygon, [set], {
      ...(drawing !== undefined && single ? {drawing} : {}),
      ...(onBounds && single ? {onBounds} : {}),
    });
    return toCoverage(measurement!);
  };
  const covered: RedlineCoverage['places'] = [];
  for (const {id, name, multiPolygon} of places) {
    progress(covered.length / (places.length + 1), name ?? id);
    covered.push({id, name, ...(await measure(multiPolygon))});
  }
  const union = places.length === 1 ? null : await measure(await dissolvePlaces(db, places));
  return {places: covered, union, provenance: provenanceOf([layer, ...redlines])};
}

async function redlineLayers(
  {redlines}: RedlineCoverageInputs,
  {db}: AnalysisContext,
): Promise<ResolvedLayer[]> {
  if (redlines !== undefined) {
    return Promise.all([redlines].flat().map((reference) => resolveLayer(db, reference)));
  }
  const all = await resolveKind(db, 'redline');
  if (all.length === 0) {
    throw fail('INPUT_INVALID', {
      reason: 'There is no layer of kind redline yet. Import one, or name layers in redlines.',
    });
  }
  return all;
}

function toCoverage(measurement: LayerMeasurement): Coverage {
  const {areaM2, totalM2, multipleM2} = measurement;
  return {
    areaM2,
    coveredM2: totalM2,
    share: totalM2 / areaM2,
    byClass: classParts(measurement),
    multipleM2,
    remainderM2: areaM2 - totalM2,
  };
}
