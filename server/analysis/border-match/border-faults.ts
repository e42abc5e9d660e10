import {TOUCH_M} from '../../kernel/border-holders.ts';
import type {BorderChain, BorderPiece} from '../../kernel/shared-border.ts';

/** Where two units draw their border apart: a run with the same sign throughout. */
export interface FaultRun {
  kind: 'gap' | 'overlap';
  pieces: BorderPiece[];
  lengthM: number;
  widthM: number;
  areaM2: number;
}

/** Runs of a chain along which the second line lies off the first by more than the resolution of data. */
export function findFaults({pieces, isClosed}: BorderChain): FaultRun[] {
  const runs: FaultRun[] = [];
  let last: FaultRun | null = null;
  for (const piece of pieces) {
    const kind = kindOf(piece);
    if (kind === null) last = null;
    else {
      if (last === null || last.kind !== kind) {
        last = {kind, pieces: [], lengthM: 0, widthM: 0, areaM2: 0};
        runs.push(last);
      }
      add(last, piece);
    }
  }
  if (isClosed) joinEnds(runs, pieces);
  return runs.filter(({widthM}) => widthM > TOUCH_M);
}

/** The first unit lies to the left: a second line on its ground means that both hold what is between. */
function kindOf({leftFrom, leftTo}: BorderPiece): FaultRun['kind'] | null {
  if (leftFrom === 0 && leftTo === 0) return null;
  return leftFrom + leftTo > 0 ? 'overlap' : 'gap';
}

/** All round a unit the last run may go on in the first. */
function joinEnds(runs: FaultRun[], pieces: BorderPiece[]): void {
  const [first, last] = [runs[0], runs.at(-1)];
  if (!first || !last || first === last || first.kind !== last.kind) return;
  if (first.pieces[0] !== pieces[0] || last.pieces.at(-1) !== pieces.at(-1)) return;
  for (const piece of first.pieces) add(last, piece);
  runs.shift();
}

function add(run: FaultRun, piece: BorderPiece): void {
  const {leftFrom, leftTo, lengthM} = piece;
  run.pieces.push(piece);
  run.lengthM += lengthM;
  run.widthM = Math.max(run.widthM, Math.abs(leftFrom), Math.abs(leftTo));
  run.areaM2 += (Math.abs(leftFrom + leftTo) / 2) * lengthM;
}
