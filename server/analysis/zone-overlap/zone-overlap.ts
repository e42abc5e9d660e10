import {Type} from 'typebox';
import {MeasurementBounds} from '../../../contract/bounds.ts';
import {ZoneOverlap, ZoneOverlapInputs} from '../../../contract/zone-overlap.ts';
import {resolveLayer} from '../../layers/layer-store.ts';
import type {LayerMeasurement} from '../../layers/measuring.ts';
import {dissolvePlaces, resolvePlaces} from '../../zones/place.ts';
import {boundPlaces} from '../bound-places.ts';
import {classParts, partOf} from '../class-parts.ts';
import type {AnalysisContext, AnalysisProcess} from '../process.ts';
import {provenanceOf} from '../provenance.ts';

export const zoneOverlap: AnalysisProcess = {
  id: 'zone-overlap',
  version: '1.0.0',
  title: {zh: '分区占用', en: 'Zone overlap'},
  description: {
    zh: '一个地点被某图层各类别占用的面积、无类别的剩余面积和被多个类别占用的面积。',
    en: 'What each class of a layer holds of a place, what no class holds, and what several hold.',
  },
  inputs: ZoneOverlapInputs,
  outputs: Type.Union([ZoneOverlap, MeasurementBounds]),
  run,
};

async function run(
  inputs: ZoneOverlapInputs,
  context: AnalysisContext,
): Promise<ZoneOverlap | MeasurementBounds> {
  const {db, measuring, drawing, onBounds, progress, signal} = context;
  const layer = await resolveLayer(db, inputs.layer);
  const {places, layer: placeLayer} = await resolvePlaces(db, inputs.place);
  const provenance = provenanceOf([placeLayer, layer]);
  if (inputs.precision === 'bounds') {
    return {...(await boundPlaces(context, places, layer)), provenance};
  }
  const whole = await dissolvePlaces(db, places);
  const [measurement] = await measuring.measureZone(whole, [layer], {
    ...(drawing === undefined ? {} : {drawing}),
    ...(onBounds ? {onBounds} : {}),
  });
  const each: ZoneOverlap['places'] = [];
  for (const {id, name, multiPolygon} of places.length > 1 ? places : []) {
    signal.throwIfAborted();
    progress(each.length / places.length, {
      zh: `量算${name ?? id}`,
      en: `measuring ${name ?? id}`,
    });
    const [part] = await measuring.measureZone(multiPolygon, [layer]);
    each.push({id, name, ...toOverlap(part!)});
  }
  return {
    ...toOverlap(measurement!),
    places: each,
    provenance,
  };
}

function toOverlap(measurement: LayerMeasurement) {
  const {areaM2, totalM2, multipleM2} = measurement;
  const held = partOf(areaM2, totalM2);
  return {
    areaM2,
    parts: classParts(measurement),
    remainderM2: areaM2 - held.areaM2,
    multipleM2: partOf(areaM2, multipleM2).areaM2,
  };
}
