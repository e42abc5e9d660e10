import {statSync} from 'node:fs';
import {readFeatures, readOutline} from '../json/geojson-file.ts';
import type {OpenedLayer, SourceFile} from './format.ts';

/** How the GeoJSON that GDAL wrote of a layer is read. */
export function readConverted(
  {fileName}: SourceFile,
  path: string,
): Pick<OpenedLayer, 'byteCount' | 'features'> {
  const converted = {path, fileName};
  const outline = readOutline(converted);
  const byteCount = statSync(path).size;
  return {byteCount, features: () => readFeatures(converted, outline, byteCount)};
}
