import {answerQuestions, threadData, Transferred} from '../thread.ts';
import {PackCutter, type FeatureToDraw, type PackPart} from './pack-cutter.ts';

export type CuttingQuestions = {
  survey: [Uint8Array[], void];
  cut: [FeatureToDraw[], PackPart[]];
  take: [void, PackPart[]];
};

const cutter = new PackCutter(threadData<{vertexCount: number}>().vertexCount);

answerQuestions<CuttingQuestions>({
  survey: (wkbs) => cutter.survey(wkbs),
  cut: (features) => handOver(cutter.cut(features)),
  take: () => handOver(cutter.take()),
});

function handOver(parts: PackPart[]): Transferred<PackPart[]> {
  return new Transferred(
    parts,
    parts.map(({bytes}) => bytes.buffer as ArrayBuffer),
  );
}
