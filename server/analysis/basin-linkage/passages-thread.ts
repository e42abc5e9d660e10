import {LinePassages, type LonLatLines, type Passage} from '../../kernel/line-passages.ts';
import {lonLatOfWkb} from '../../kernel/wkb.ts';
import {answerQuestions} from '../../thread.ts';

export type PassageQuestions = {
  lines: [LonLatLines, null];
  /** Passages through each of the polygons, as little-endian WKB. */
  polygons: [{wkbs: Uint8Array[]; shallowM: number}, Passage[][]];
};

let lines: LinePassages | null = null;

answerQuestions<PassageQuestions>({
  lines: (given) => {
    lines = new LinePassages(given);
    return null;
  },
  polygons: ({wkbs, shallowM}) => wkbs.map((wkb) => lines!.through(lonLatOfWkb(wkb), shallowM)),
});
