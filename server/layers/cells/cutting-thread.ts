import {projectRings} from '../../kernel/project-rings.ts';
import {BucketSorter, type Bucket} from '../../kernel/cells/buckets.ts';
import {cutBucket} from '../../kernel/cells/cut.ts';
import {transferables} from '../../kernel/cells/measure.ts';
import {buildPyramid} from '../../kernel/cells/pyramid.ts';
import type {Cells} from '../../kernel/cells/summary.ts';
import {lonLatOfWkb} from '../../kernel/wkb.ts';
import {answerQuestions, Transferred} from '../../thread.ts';

/** A feature on its way into the cells: longitude/latitude WKB, its index and that of its class. */
export interface FeatureToCut {
  feature: number;
  classIndex: number;
  wkb: Uint8Array;
}

export type CuttingQuestions = {
  /** Sorts features into buckets; answers how many vertices are held. */
  sort: [FeatureToCut[], number];
  /** Hands over what has been sorted so far. */
  drain: [void, Bucket[]];
  /** Cuts all parts of one bucket. */
  cut: [Bucket[], Cells];
  pyramid: [{cells: Cells[]; classCount: number; featureCount: number}, Uint8Array];
};

const sorter = new BucketSorter();

answerQuestions<CuttingQuestions>({
  sort(features) {
    for (const {feature, classIndex, wkb} of features) {
      sorter.add(feature, classIndex, projectRings(lonLatOfWkb(wkb)));
    }
    return sorter.vertexCount;
  },
  drain() {
    const buckets = sorter.drain();
    return new Transferred(buckets, buckets.flatMap(transferables));
  },
  cut(parts) {
    const cells = cutBucket(parts);
    return new Transferred(cells, transferables(cells));
  },
  pyramid({cells, classCount, featureCount}) {
    const {bytes} = buildPyramid(cells, classCount, featureCount);
    return new Transferred(bytes, [bytes.buffer as ArrayBuffer]);
  },
});
