import {displace} from '../border-mismatches.ts';
import type {Displaced} from '../layer-file.ts';
import {planKites, planPolygons} from '../plan.ts';
import {FUNCTIONS} from '../redlines.ts';
import {twinOf} from '../rings.ts';
import type {World} from '../world.ts';
import type {RegionLayer} from './layer.ts';

export const redlines: RegionLayer = {
  id: 'redlines',
  kind: 'redline',
  title: {zh: '生态保护红线', en: 'Ecological red lines'},
  map: {code: 'code', name: 'name_zh', nameEn: 'name_en', class: 'class'},
  async write(world, file, pause) {
    const {mesh, redlines, register} = world;
    const {of} = redlines.patches;
    const polygons = planPolygons(mesh, (kite) => of[kite] ?? -1);
    const displaced = displacedByPatch(world);
    for (const [done, feature] of redlines.features.entries()) {
      const kind = FUNCTIONS[feature.kind]!;
      const properties = {
        code: feature.code,
        name_zh: feature.name.zh,
        name_en: feature.name.en,
        class: kind.class,
        class_zh: kind.zh,
        unit: register.counties[feature.county]!.code,
      };
      const parts = feature.kites
        ? planKites(mesh, feature.kites)
        : feature.patches.map((patch) => polygons[patch]!);
      file.polygon(feature.code, properties, parts, displaced.get(feature.patches[0] ?? -1));
      await pause(done / redlines.features.length);
    }
  },
};

/** Points that the altered side of a deliberate mismatch has elsewhere, by its patch. */
function displacedByPatch({
  mesh,
  tracer,
  units,
  mismatches,
  redlines,
}: World): Map<number, Displaced> {
  const byPatch = new Map<number, Displaced>();
  for (const mismatch of mismatches) {
    if (mismatch.kind !== 'gap' && mismatch.kind !== 'offset') continue;
    const displaced = displace(mesh, tracer, units, mismatch);
    for (const side of mismatch.sides) {
      const patch = redlines.patches.of[twinOf(mesh, side) >> 2]!;
      byPatch.set(patch, new Map([...(byPatch.get(patch) ?? []), ...displaced]));
    }
  }
  return byPatch;
}
