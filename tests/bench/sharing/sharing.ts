/**
 * Seeded benchmark of the optimiser in its thread, as the service runs it: matching of 300 deficits
 * with 300 facilities to a proven optimum, and siting of at most 10 of 500 candidates for 300 loads to
 * a gap of 1 %. Amounts and costs are checked against the bounds before a time is printed.
 *
 *   node --import tsx tests/bench/sharing/sharing.ts [matching | siting] [--quick]
 *
 * Run as a whole it writes its section of docs/benchmarks.md.
 */
import {Optimiser} from '../../../server/optimise/optimiser.ts';
import type {SitingProblem} from '../../../server/optimise/siting-problem.ts';
import {describeMachine} from '../measure/machine.ts';
import {list, spaced, table, writeSection} from '../measure/page.ts';
import {SOLVER} from '../../../server/optimise/highs.ts';
import {scatteredSiting, scatteredTransport} from '../../optimise/problems.ts';

const words = process.argv.slice(2);
const isQuick = words.includes('--quick');
const wanted = words.filter((word) => !word.startsWith('--'));
const signal = new AbortController().signal;
const SIZE = isQuick ? 100 : 300;
const CANDIDATES = isQuick ? 120 : 500;

const write = (line: string) => process.stdout.write(`${line}\n`);
const optimiser = new Optimiser();
try {
  // a first run loads and compiles the solver
  await optimiser.transport(scatteredTransport(99, 5, 5, 1), {signal});
  const isWhole = wanted.length === 0;
  const matched = isWhole || wanted.includes('matching') ? await matching() : [];
  const sited = isWhole || wanted.includes('siting') ? await siting() : [];
  if (isWhole && !isQuick) report(matched, sited);
} finally {
  await optimiser.stop();
}

function report(matched: string[][], sited: string[][]): void {
  const text = [
    '## Sharing facilities',
    '',
    list([SOLVER, ...describeMachine({})]),
    '',
    `Matching ${SIZE} deficits with ${SIZE} facilities to the proven optimum, by capacity as a share of what is needed. To be reached: under 5 s.`,
    '',
    table(['', 'pairs', 's', 'processor time s', 'served', 'cost'], matched),
    '',
    `Siting for ${SIZE} loads among ${CANDIDATES} candidates, served as much as can be, then at least cost. To be reached: a gap of at most 1 % under 60 s.`,
    '',
    table(
      ['', 'pairs', 's', 'processor time s', 'gap %', 'served', 'not proven of it %', 'cost'],
      sited,
    ),
  ];
  writeSection('sharing', text.join('\n'));
}

/** Seconds, and those of the processor, of one answer. */
async function timed<T>(work: () => Promise<T>): Promise<{answer: T; seconds: [string, string]}> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const answer = await work();
  const {user, system} = process.cpuUsage(before);
  const elapsedS = (performance.now() - startedAt) / 1000;
  return {answer, seconds: [elapsedS.toFixed(2), ((user + system) / 1e6).toFixed(2)]};
}

async function matching(): Promise<string[][]> {
  const rows: string[][] = [];
  write(`matching ${SIZE} deficits with ${SIZE} facilities; capacity as a share of what is needed`);
  for (const [name, seed, share, reachKm] of [
    ['half, any distance', 1, 0.5, Infinity],
    ['just short, any distance', 2, 0.95, Infinity],
    ['just enough, any distance', 3, 1.02, Infinity],
    ['twice, any distance', 4, 2, Infinity],
    ['just enough, within 100 km', 5, 1.02, 100],
  ] as const) {
    const problem = scatteredTransport(seed, SIZE, SIZE, share, reachKm);
    const {answer: plan, seconds} = await timed(() => optimiser.transport(problem, {signal}));
    const gap = (plan.cost - plan.costBound) / Math.max(plan.cost, 1e-9);
    if (gap > 1e-7) throw new Error(`${name}: the cost is ${gap} above its bound`);
    const pairs = spaced(problem.arcs.cost.length);
    write(
      `  ${name.padEnd(28)} ${pairs.padStart(7)} pairs ${seconds[0].padStart(7)} s, ${seconds[1]} s of the processor  served ${plan.served.toFixed(2)}  checksum ${plan.cost.toPrecision(12)}`,
    );
    rows.push([name, pairs, ...seconds, plan.served.toFixed(2), plan.cost.toPrecision(12)]);
  }
  return rows;
}

async function siting(): Promise<string[][]> {
  const rows: string[][] = [];
  write(`siting for ${SIZE} loads among ${CANDIDATES} candidates, to a gap of 1 % in 60 s at most`);
  const base = {fixedCost: 50_000, costPerCapacity: 300, minCapacity: 100, capacityStep: 100};
  const cases: [
    string,
    number,
    Omit<SitingProblem, 'demands' | 'candidateCount' | 'arcs'>,
    number,
  ][] = [
    ['k 10, ample sizes', 1, {...base, siteCount: 10, maxCapacity: 4000}, Infinity],
    ['k 5, ample sizes', 2, {...base, siteCount: 5, maxCapacity: 4000}, Infinity],
    [
      'k 10, dear buildings',
      3,
      {...base, siteCount: 10, maxCapacity: 4000, fixedCost: 5e5},
      Infinity,
    ],
    ['k 10, sizes just suffice', 1, {...base, siteCount: 10, maxCapacity: 1600}, Infinity],
    ['k 10, sizes fall short', 1, {...base, siteCount: 10, maxCapacity: 1200}, Infinity],
    ['k 10, within 80 km', 1, {...base, siteCount: 10, maxCapacity: 4000}, 80],
    [
      'k 10, full and within 120 km',
      4,
      {...base, siteCount: 10, maxCapacity: 1600, fixedCost: 2e5},
      120,
    ],
  ];
  for (const [name, seed, sizes, reachKm] of cases) {
    const problem = scatteredSiting(seed, SIZE, CANDIDATES, sizes, reachKm);
    const limits = {timeLimitS: 60, gap: 0.01};
    const {answer: plan, seconds} = await timed(() => optimiser.siting(problem, limits, {signal}));
    if (plan.costBound > plan.cost) throw new Error(`${name}: the bound is above the cost`);
    const gap = (100 * (plan.cost - plan.costBound)) / plan.cost;
    const unproven = (100 * (plan.servedBound - plan.served)) / plan.servedBound;
    const pairs = spaced(problem.arcs.cost.length);
    write(
      `  ${name.padEnd(28)} ${pairs.padStart(7)} pairs ${seconds[0].padStart(6)} s, ${seconds[1]} s of the processor  gap ${gap.toFixed(2)} %  served ${plan.served.toFixed(1)} (${unproven.toFixed(3)} % below what is proven)  cost ${plan.cost.toFixed(0)}`,
    );
    rows.push([
      name,
      pairs,
      ...seconds,
      gap.toFixed(2),
      plan.served.toFixed(1),
      unproven.toFixed(3),
      plan.cost.toFixed(0),
    ]);
  }
  return rows;
}
