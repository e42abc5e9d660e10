import type {Passage} from '../../kernel/line-passages.ts';
import {planBatches, readGeometries} from '../../layers/read-batches.ts';
import {withThread} from '../../thread.ts';
import type {Hierarchy} from '../hierarchy.ts';
import type {AnalysisContext} from '../process.ts';
import type {PassageQuestions} from './passages-thread.ts';
import type {Rivers} from './read-rivers.ts';

/** A passage through a member of a hierarchy. */
export interface MemberPassage extends Passage {
  member: number;
}

/** About 20 ms of work for the thread, so that a stop is heard soon. */
const BATCH_VERTICES = 100_000;

/**
 * Where rivers pass through the members of several hierarchies: polygons go through a thread of its
 * own in batches, so that neither a layer nor the event loop is held.
 */
export async function findPassages(
  {db, signal}: AnalysisContext,
  {lines}: Rivers,
  hierarchies: readonly Hierarchy[],
  shallowM: number,
  progress: (share: number) => void,
): Promise<MemberPassage[][]> {
  const module = new URL('./passages-thread.ts', import.meta.url);
  return withThread<PassageQuestions, MemberPassage[][]>(module, signal, async (thread) => {
    await thread.ask('lines', lines);
    const found: MemberPassage[][] = [];
    for (const [h, hierarchy] of hierarchies.entries()) {
      const passages: MemberPassage[] = [];
      const {versionId} = hierarchy.layer;
      const batches = await planBatches(db, versionId, BATCH_VERTICES);
      let first = 0;
      for (const [b, batch] of batches.entries()) {
        signal.throwIfAborted();
        const wkbs = await readGeometries(db, versionId, batch);
        const members = wkbs.map((_, i) => hierarchy.memberOf[first + i]!);
        first += wkbs.length;
        const wanted = wkbs.filter((_, i) => members[i]! >= 0);
        const kept = members.filter((member) => member >= 0);
        if (wanted.length === 0) continue;
        const answers = await thread.ask('polygons', {wkbs: wanted, shallowM});
        answers.forEach((answer, i) => {
          for (const passage of answer) passages.push({...passage, member: kept[i]!});
        });
        progress((h + (b + 1) / batches.length) / hierarchies.length);
      }
      found.push(passages);
    }
    return found;
  });
}
