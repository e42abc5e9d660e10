import {answerQuestions, Transferred} from '../thread.ts';
import {PackCutter, type FeatureToDraw, type PackPart} from './pack-cutter.ts';

/** One layer version after the other: begin, survey all, cut all, finish. */
export type CuttingQuestions = {
  begin: [{vertexCount: number}, void];
  survey: [Uint8Array[], void];
  cut: [FeatureToDraw[], PackPart[]];
  /** Answers what is still held, and lets go of everything. */
  finish: [void, PackPart[]];
};

let cutter: PackCutter | null = null;

answerQuestions<CuttingQuestions>({
  begin({vertexCount}) {
    cutter = new PackCutter(vertexCount);
  },
  survey: (wkbs) => cutter!.survey(wkbs),
  cut: (features) => handOver(cutter!.cut(features)),
  finish() {
    const parts = cutter?.take() ?? [];
    cutter = null;
    return handOver(parts);
  },
});

function handOver(parts: PackPart[]): Transferred<PackPart[]> {
  return new Transferred(
    parts,
    parts.map(({bytes}) => bytes.buffer as ArrayBuffer),
  );
}
