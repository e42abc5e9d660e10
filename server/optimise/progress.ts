/** What the solver is at. Costs are null while none is known. */
export interface OptimiseProgress {
  step: (typeof STEPS)[number];
  round: number;
  cost: number | null;
  bound: number | null;
}

const STEPS = [
  'starting',
  'matching',
  'searching',
  'serving',
  'bounding',
  'improving',
  'branching',
] as const;

/** The thread is held by the solver and answers nothing meanwhile: it leaves word in shared memory. */
export function openProgress(): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * Float64Array.BYTES_PER_ELEMENT);
}

export function writeProgress(
  shared: SharedArrayBuffer,
  {step, round, cost, bound}: OptimiseProgress,
): void {
  new Float64Array(shared).set([STEPS.indexOf(step), round, cost ?? NaN, bound ?? NaN]);
}

export function readProgress(shared: SharedArrayBuffer): OptimiseProgress {
  const [step, round, cost, bound] = new Float64Array(shared) as unknown as number[];
  const known = (value: number) => (Number.isFinite(value) ? value : null);
  return {step: STEPS[step!]!, round: round!, cost: known(cost!), bound: known(bound!)};
}
