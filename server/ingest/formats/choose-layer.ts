import {fail} from '../../errors.ts';

/**
 * The layer that is meant: the one named, or the only one there is.
 * @throws FILE_LAYER_NOT_FOUND, FILE_LAYER_AMBIGUOUS
 */
export function chooseLayer(
  names: readonly string[],
  {fileName, layer}: {fileName: string; layer?: string | undefined},
): string {
  if (layer !== undefined) {
    if (names.includes(layer)) return layer;
    throw fail('FILE_LAYER_NOT_FOUND', {fileName, layer, names: names.join(', ')});
  }
  if (names.length === 1) return names[0]!;
  throw fail('FILE_LAYER_AMBIGUOUS', {
    fileName,
    count: names.length,
    names: names.join(', '),
    first: names[0]!,
  });
}
