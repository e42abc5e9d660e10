import {OverlayMatrix, OverlayMatrixInputs} from '../../../contract/overlay-matrix.ts';
import {ROUNDING_M2} from '../../kernel/cells/area-matrix.ts';
import {listFeatures} from '../../layers/feature-store.ts';
import {resolveLayer} from '../../layers/layer-store.ts';
import type {AnalysisContext, AnalysisProcess} from '../process.ts';
import {provenanceOf} from '../provenance.ts';

export const overlayMatrix: AnalysisProcess = {
  id: 'overlay-matrix',
  version: '1.0.0',
  title: {zh: '叠加矩阵', en: 'Overlay matrix'},
  description: {
    zh: '两个图层逐要素的重叠面积（稀疏矩阵）以及每行未被任何列占用的剩余面积。',
    en: 'Overlap areas of two layers feature by feature, sparse, with the remainder of each row.',
  },
  inputs: OverlayMatrixInputs,
  outputs: OverlayMatrix,
  run,
};

async function run(inputs: OverlayMatrixInputs, context: AnalysisContext): Promise<OverlayMatrix> {
  const {db, measuring, progress, signal} = context;
  const rowLayer = await resolveLayer(db, inputs.rows);
  const columnLayer = await resolveLayer(db, inputs.columns);
  const {matrix} = await measuring.measureLayers(rowLayer, columnLayer, true, {
    signal,
    progress: (share) => progress(share * 0.95, {zh: '逐网格单元量算', en: 'measuring cells'}),
  });
  const [rows, columns] = await Promise.all([
    listFeatures(db, rowLayer.versionId),
    listFeatures(db, columnLayer.versionId),
  ]);
  // the rounding of shared borders is no overlap
  const packed = matrix.pack(ROUNDING_M2);
  const sumCount = packed.rowSumsM2.length / Math.max(1, rows.length);
  return {
    rows: rows.map((row, i) => ({
      ...row,
      remainderM2: row.areaM2 - packed.rowSumsM2[i * sumCount]!,
    })),
    columns,
    cells: Array.from(packed.areasM2, (areaM2, i) => ({
      row: packed.rows[i]!,
      column: packed.columns[i]!,
      areaM2,
    })),
    provenance: provenanceOf([rowLayer, columnLayer]),
  };
}
