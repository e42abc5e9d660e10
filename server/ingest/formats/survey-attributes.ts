import type {FileAttribute} from '../../../contract/file-inspection.ts';
import type {SourceFeature} from '../source-feature.ts';

/** Enough to see every attribute of a table; files whose features differ are read on for those wanted. */
const FIRST_FEATURES = 1000;

/** Attributes of the first features (more, while a wanted one has not been seen), and geometry types. */
export function surveyAttributes(
  features: Iterable<SourceFeature>,
  wanted: readonly string[],
): {attributes: FileAttribute[]; geometry: string} {
  const attributes = new AttributeTable();
  const types = new Set<string>();
  for (const {position, properties, geometry} of features) {
    attributes.add(properties);
    const type = (geometry as {type?: unknown} | null)?.type;
    if (typeof type === 'string') types.add(type.replace(/^Multi/, ''));
    if (position >= FIRST_FEATURES && wanted.every((name) => attributes.has(name))) break;
  }
  const geometry = types.size === 1 ? [...types][0]! : types.size === 0 ? 'none' : 'mixed';
  return {attributes: attributes.list(), geometry};
}

/** Attributes of a table whose columns are known, with the first value that each has in some rows. */
export function tableAttributes(
  fields: readonly {name: string; type: string}[],
  rows: Iterable<SourceFeature>,
): FileAttribute[] {
  const seen = new AttributeTable();
  for (const {properties} of rows) seen.add(properties);
  const samples = new Map(seen.list().map((attribute) => [attribute.name, attribute]));
  return fields.map(({name, type}) => {
    const {sample = null, type: seenType} = samples.get(name) ?? {};
    if (sample !== null && seenType !== undefined) return {name, type: seenType, sample};
    return {
      name,
      type: /^(Integer|Integer64|Real)$/.test(type) ? 'number' : 'string',
      sample: null,
    };
  });
}

/** Collects the attributes of features as they pass by. */
export class AttributeTable {
  private readonly seen = new Map<string, FileAttribute>();

  add(properties: Record<string, unknown>): void {
    for (const name in properties) {
      const value = properties[name];
      const known = this.seen.get(name);
      if (known === undefined) {
        this.seen.set(name, {name, type: typeOf(value) ?? 'string', sample: value});
      } else if (known.sample === null) {
        known.sample = value;
        known.type = typeOf(value) ?? known.type;
      } else {
        const type = typeOf(value);
        if (type !== null && type !== known.type) known.type = 'mixed';
      }
    }
  }

  has(name: string): boolean {
    return this.seen.has(name);
  }

  names(): string[] {
    return [...this.seen.keys()];
  }

  list(): FileAttribute[] {
    return [...this.seen.values()];
  }
}

function typeOf(value: unknown): string | null {
  return value === null || value === undefined ? null : typeof value;
}
