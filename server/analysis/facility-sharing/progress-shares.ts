import type {AnalysisContext} from '../process.ts';

/** What comes before a search for sites takes some seconds, 2 on the sample region; the search may take all it is given. */
const BEFORE_S = 3;
const SEARCHED = 0.97;
/** How far what comes before a search goes where there is none. */
const MATCHED = 0.5;

/** The context of what comes before a search for sites: its shares are of the seconds before it. */
export function beforeSearch(context: AnalysisContext, timeLimitS: number): AnalysisContext {
  const most = searchShare(0, timeLimitS);
  return {...context, progress: (share, step) => context.progress((share / MATCHED) * most, step)};
}

/** How far a search is: by the time that it has used of what it is given, so that the time left holds. */
export function searchShare(elapsedMs: number, timeLimitS: number): number {
  const usedS = Math.min(timeLimitS, elapsedMs / 1000);
  return (SEARCHED * (BEFORE_S + usedS)) / (BEFORE_S + timeLimitS);
}
