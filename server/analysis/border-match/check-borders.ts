import type {ResolvedLayer} from '../../layers/layer-store.ts';
import {Thread} from '../../thread.ts';
import type {AnalysisContext} from '../process.ts';
import type {BorderQuestions} from './border-thread.ts';
import type {Limits} from './judge.ts';
import type {MatchedChain} from './match-borders.ts';
import {readBoxes, readFeatures, type FeatureBox} from './read-features.ts';
import type {UnitsToMatch} from './read-units.ts';
import type {UnitOverlap} from './unit-overlaps.ts';

export interface CheckedBorders {
  chains: MatchedChain[];
  overlaps: UnitOverlap[];
  /** What class and feature numbers stand for. */
  classes: (string | null)[];
  featureIds: string[];
}

// of the province region: finding borders, reading features, matching
const OPENED_SHARE = 0.2;
const READ_SHARE = 0.7;
// a tenth of a second
const PIECES_A_TURN = 5_000;

/** Runs the check in a thread of its own; only features whose boxes touch a border are read. */
export async function checkBorders(
  {wkbs}: UnitsToMatch,
  layer: ResolvedLayer,
  limits: Limits,
  {db, progress, signal}: AnalysisContext,
): Promise<CheckedBorders> {
  signal.throwIfAborted();
  const thread = new Thread<BorderQuestions>(new URL('./border-thread.ts', import.meta.url));
  // whoever gives up does not wait for the answer under way
  const giveUp = () => void thread.stop();
  signal.addEventListener('abort', giveUp, {once: true});
  try {
    progress(0.05, {zh: '查找共用边界', en: 'finding shared borders'});
    const [{chainCount, pieceCount, overlaps}, boxes] = await Promise.all([
      thread.ask('open', {units: wkbs, limits}),
      readBoxes(db, layer),
    ]);
    progress(OPENED_SHARE, {zh: '读取边界附近的要素', en: 'reading features near borders'});
    const near = await pickNear(thread, boxes);
    const {classes, featureIds} = await addFeatures(thread, near);
    progress(READ_SHARE, {zh: '比对边界两侧', en: 'matching both sides of borders'});
    await thread.ask('index', undefined);
    const chains: MatchedChain[] = [];
    let donePieces = 0;
    for (let from = 0; from < chainCount;) {
      const turn = await thread.ask('match', {from, pieces: PIECES_A_TURN});
      for (const chain of turn.chains) chains.push(chain);
      from = turn.next;
      donePieces = Math.min(pieceCount, donePieces + PIECES_A_TURN);
      progress(READ_SHARE + (0.98 - READ_SHARE) * (donePieces / pieceCount), {
        zh: '比对边界两侧',
        en: 'matching both sides of borders',
      });
    }
    return {chains, overlaps, classes, featureIds};
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
    await thread.stop();
  }

  async function addFeatures(
    to: Thread<BorderQuestions>,
    near: FeatureBox[],
  ): Promise<Pick<CheckedBorders, 'classes' | 'featureIds'>> {
    const classIndexes = new Map<string | null, number>();
    const featureIds: string[] = [];
    let adding: Promise<void> = Promise.resolve();
    for await (const rows of readFeatures(db, layer, near)) {
      // one batch is added while the next is read
      await adding;
      adding = to.ask(
        'add',
        rows.map(({id, class: name, wkb}) => {
          featureIds.push(id);
          if (!classIndexes.has(name)) classIndexes.set(name, classIndexes.size);
          return {wkb, classIndex: classIndexes.get(name)!};
        }),
      );
      // looked at where it is awaited
      adding.catch(() => {});
      const share = featureIds.length / near.length;
      progress(OPENED_SHARE + (READ_SHARE - OPENED_SHARE) * share, {
        zh: '读取边界附近的要素',
        en: 'reading features near borders',
      });
    }
    await adding;
    return {classes: [...classIndexes.keys()], featureIds};
  }
}

async function pickNear(
  thread: Thread<BorderQuestions>,
  boxes: FeatureBox[],
): Promise<FeatureBox[]> {
  const flat = Float64Array.from(
    boxes.flatMap(({west, south, east, north}) => [west, south, east, north]),
  );
  const isPicked = await thread.ask('pick', flat);
  return boxes.filter((_, i) => isPicked[i] === 1);
}
