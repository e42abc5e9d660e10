import {patchesOfKites, type Patches} from './components.ts';
import {cellsOfCorner, cornersAround, kitesOfCorner, type Mesh} from './mesh.ts';
import type {Name, Names} from './names.ts';
import {FUNCTIONS} from './redlines.ts';
import type {UnitRegister} from './unit-register.ts';
import type {Units} from './units.ts';

export type RedlineFeature = {
  code: string;
  name: Name;
  county: number;
  kind: number;
  /** Patches of kites, or for an area laid over others its own kites. */
  patches: number[];
  kites: number[] | null;
};

export type Redlines = {
  patches: Patches;
  features: RedlineFeature[];
  /** Code of the feature that holds a patch. */
  codeOfPatch: string[];
  overlaps: {codes: string[]; classes: string[]; isSameClass: boolean; laidOver: string}[];
};

/** Patches smaller than this, in kites, are gathered into one feature per county and function. */
const SCATTERED_KITES = 9;

/**
 * Makes features of the patches, each in one county and for one function, and codes them: county,
 * function, serial. Where the recipe wants it, scattered scraps become one feature of many parts and
 * two areas are laid over others.
 */
export function makeRedlineFeatures(
  mesh: Mesh,
  units: Units,
  register: UnitRegister,
  names: Names,
  label: Int32Array,
  corners: Int8Array,
  isDeliberate: boolean,
): Redlines {
  const patches = patchesOfKites(mesh, label);
  const serials = new Map<number, number>();
  const scattered = new Map<number, RedlineFeature>();
  const redlines: Redlines = {patches, features: [], codeOfPatch: [], overlaps: []};
  patches.label.forEach((own, patch) => {
    const isScrap = isDeliberate && patches.size[patch]! < SCATTERED_KITES;
    let feature = isScrap ? scattered.get(own) : undefined;
    if (!feature) {
      feature = newFeature(own);
      if (isScrap) scattered.set(own, feature);
    }
    feature.patches.push(patch);
    redlines.codeOfPatch[patch] = feature.code;
  });
  if (isDeliberate) layOver(mesh, units, redlines, label, corners, newFeature);
  redlines.features.sort((a, b) => (a.code < b.code ? -1 : 1));
  return redlines;

  function newFeature(own: number): RedlineFeature {
    const county = Math.floor(own / 4);
    const kind = own % 4;
    const serial = (serials.get(own) ?? 0) + 1;
    serials.set(own, serial);
    const unit = register.counties[county]!;
    const {digits, zh, en} = FUNCTIONS[kind]!;
    const mountain = names.mountain(Number(unit.code.slice(0, 4)) * 4 + (serial % 4));
    const feature = {
      code: unit.code + digits + String(serial).padStart(3, '0'),
      name: {zh: `${mountain.zh}山${zh}生态保护红线`, en: `${mountain.en} ${en} Red Line`},
      county,
      kind,
      patches: [],
      kites: null,
    };
    redlines.features.push(feature);
    return feature;
  }
}

/** Lays one area over a red line of its own function and one over a red line of another. */
function layOver(
  mesh: Mesh,
  units: Units,
  redlines: Redlines,
  label: Int32Array,
  corners: Int8Array,
  newFeature: (label: number) => RedlineFeature,
): void {
  for (const isSameClass of [true, false]) {
    for (let corner = corners.length >> 1; corner < corners.length; corner++) {
      const own = corners[corner]!;
      if (own < 0) continue;
      const county = units.countyOf[corner >> 1]!;
      const near = cornersAround(mesh, corner, 2);
      const isFit = near.every(
        (at) =>
          corners[at]! >= 0 &&
          cellsOfCorner(mesh, at).every((cell) => units.countyOf[cell] === county) &&
          kitesOfCorner(mesh, at).every((kite) => label[kite] === county * 4 + corners[at]!),
      );
      const other = near.find((at) => corners[at] !== own);
      if (!isFit || isSameClass !== (other === undefined)) continue;
      const kept = other === undefined ? near : near.filter((at) => corners[at] === corners[other]);
      const feature = newFeature(county * 4 + own);
      feature.kites = kept.flatMap((at) => kitesOfCorner(mesh, at));
      const under = new Set(
        feature.kites.map((kite) => redlines.codeOfPatch[redlines.patches.of[kite]!]!),
      );
      redlines.overlaps.push({
        codes: [feature.code, ...under],
        classes: [...new Set([own, corners[kept[0]!]!])].map((kind) => FUNCTIONS[kind]!.class),
        isSameClass,
        laidOver: feature.code,
      });
      break;
    }
  }
}
