import {readdirSync, readFileSync} from 'node:fs';
import {Type, type Static, type TSchema} from 'typebox';
import {Value} from 'typebox/value';
import {AgreementDraft} from '../contract/agreement.ts';
import {FacilityKind} from '../contract/facility-kind.ts';
import {LayerKind} from '../contract/layer-kind.ts';
import {WaterQualityStandard} from '../contract/water-quality.ts';
import {fail} from './errors.ts';

const FOLDER = new URL('../data/catalog/', import.meta.url);

/** What is data rather than code: read once at the start, the same for everyone. */
export interface Catalog {
  readonly layerKinds: readonly LayerKind[];
  readonly facilityKinds: readonly FacilityKind[];
  readonly waterQuality: WaterQualityStandard;
  /** Agreements that come along as examples, by id: the name of their file. */
  readonly agreements: ReadonlyMap<string, AgreementDraft>;
}

/** Reads the catalog. @throws Error naming every entry that does not fit its schema */
export function readCatalog(folder: URL = FOLDER): Catalog {
  return Object.freeze({
    layerKinds: readEntries(folder, 'layer-kinds.json', Type.Array(LayerKind)),
    facilityKinds: readEntries(folder, 'facility-kinds.json', Type.Array(FacilityKind)),
    waterQuality: readEntries(folder, 'water-quality.json', WaterQualityStandard),
    agreements: readAgreements(new URL('agreements/', folder)),
  });
}

function readAgreements(folder: URL): ReadonlyMap<string, AgreementDraft> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(
    files
      .sort()
      .map((name) => [
        name.slice(0, -'.json'.length),
        readEntries(folder, name, AgreementDraft) as AgreementDraft,
      ]),
  );
}

function readEntries<S extends TSchema>(folder: URL, name: string, schema: S): Static<S> {
  const entries: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  if (!Value.Check(schema, entries)) {
    const wrong = [...Value.Errors(schema, entries)].map(
      ({instancePath, message}) => `${instancePath || '/'} ${message}`,
    );
    throw new Error(`${name} is wrong:\n  ${wrong.join('\n  ')}`);
  }
  return Object.freeze(entries) as Static<S>;
}

/** @throws LAYER_KIND_UNKNOWN */
export function findLayerKind({layerKinds}: Catalog, id: string): LayerKind {
  const kind = layerKinds.find((each) => each.id === id);
  if (kind) return kind;
  throw fail('LAYER_KIND_UNKNOWN', {kind: id, known: layerKinds.map((each) => each.id).join(', ')});
}
