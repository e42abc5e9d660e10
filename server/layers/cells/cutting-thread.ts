import {projectRings} from '../../kernel/project-rings.ts';
import {BucketSorter, type Bucket} from '../../kernel/cells/buckets.ts';
import {cutBucket} from '../../kernel/cells/cut.ts';
import {transferables} from '../../kernel/cells/measure.ts';
import {buildPyramid} from '../../kernel/cells/pyramid.ts';
import type {Cells} from '../../kernel/cells/summary.ts';
import {lonLatOfWkb} from '../../kernel/wkb.ts';
import {copyRows, textField} from '../../db/copy-rows.ts';
import {answerQuestions, Transferred} from '../../thread.ts';
import {cellRows} from './cell-rows.ts';

/** Features on their way into the cells. */
export interface FeaturesToCut {
  /** Rows in the binary form of COPY: class or null, longitude/latitude WKB. */
  rows: Uint8Array;
  /** Index of the first; the others follow it. */
  firstFeature: number;
  /** Class indexes go by these names. */
  classes: (string | null)[];
  /** Where all are of one class whatever their rows say. */
  classIndex: number | null;
}

export type CuttingQuestions = {
  /** Sorts features into buckets; answers how many vertices are held. */
  sort: [FeaturesToCut, number];
  /** Hands over what has been sorted so far. */
  drain: [void, Bucket[]];
  /** Cuts all parts of one bucket into leaves, stored under a number; answers those as rows. */
  cut: [{parts: Bucket[]; target: number}, {cells: Cells; rows: Uint8Array}];
  pyramid: [{cells: Cells[]; classCount: number; featureCount: number}, Uint8Array];
};

const sorter = new BucketSorter();

answerQuestions<CuttingQuestions>({
  sort({rows, firstFeature, classes, classIndex}) {
    const indexes = new Map(classes.map((name, index) => [name, index]));
    let feature = firstFeature;
    for (const [name, wkb] of copyRows(rows)) {
      const index = classIndex ?? indexes.get(textField(name!))!;
      sorter.add(feature++, index, projectRings(lonLatOfWkb(wkb!)));
    }
    return sorter.vertexCount;
  },
  drain() {
    const buckets = sorter.drain();
    return new Transferred(buckets, buckets.flatMap(transferables));
  },
  cut({parts, target}) {
    const cells = cutBucket(parts);
    const rows = cellRows(target, cells);
    // the bytes go to the database alone
    const tables = {...cells, bytes: new Uint8Array(0)};
    return new Transferred({cells: tables, rows}, [...transferables(tables), rows.buffer]);
  },
  pyramid({cells, classCount, featureCount}) {
    const {bytes} = buildPyramid(cells, classCount, featureCount);
    return new Transferred(bytes, [bytes.buffer as ArrayBuffer]);
  },
});
