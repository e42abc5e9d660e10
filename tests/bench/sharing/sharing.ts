/**
 * Seeded benchmark of the optimiser in its thread, as the service runs it: matching of 300 deficits
 * with 300 facilities to a proven optimum, and siting of at most 10 of 500 candidates for 300 loads to
 * a gap of 1 %. Amounts and costs are checked against the bounds before a time is printed.
 *
 *   node --import tsx tests/bench/sharing/sharing.ts [matching | siting] [--quick]
 */
import {Optimiser} from '../../../server/optimise/optimiser.ts';
import type {SitingProblem} from '../../../server/optimise/siting-problem.ts';
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
  if (wanted.length === 0 || wanted.includes('matching')) await matching();
  if (wanted.length === 0 || wanted.includes('siting')) await siting();
} finally {
  await optimiser.stop();
}

async function matching(): Promise<void> {
  write(`matching ${SIZE} deficits with ${SIZE} facilities; capacity as a share of what is needed`);
  for (const [name, seed, share, reachKm] of [
    ['half, any distance', 1, 0.5, Infinity],
    ['just short, any distance', 2, 0.95, Infinity],
    ['just enough, any distance', 3, 1.02, Infinity],
    ['twice, any distance', 4, 2, Infinity],
    ['just enough, within 100 km', 5, 1.02, 100],
  ] as const) {
    const problem = scatteredTransport(seed, SIZE, SIZE, share, reachKm);
    const startedAt = performance.now();
    const plan = await optimiser.transport(problem, {signal});
    const elapsedMs = performance.now() - startedAt;
    const gap = (plan.cost - plan.costBound) / Math.max(plan.cost, 1e-9);
    if (gap > 1e-7) throw new Error(`${name}: the cost is ${gap} above its bound`);
    const pairs = String(problem.arcs.cost.length).padStart(6);
    write(
      `  ${name.padEnd(28)} ${pairs} pairs ${(elapsedMs / 1000).toFixed(2).padStart(7)} s  served ${plan.served.toFixed(2)}  checksum ${plan.cost.toPrecision(12)}`,
    );
  }
}

async function siting(): Promise<void> {
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
    const startedAt = performance.now();
    const plan = await optimiser.siting(problem, {timeLimitS: 60, gap: 0.01}, {signal});
    const elapsedMs = performance.now() - startedAt;
    if (plan.costBound > plan.cost) throw new Error(`${name}: the bound is above the cost`);
    const gap = (100 * (plan.cost - plan.costBound)) / plan.cost;
    const unproven = (100 * (plan.servedBound - plan.served)) / plan.servedBound;
    write(
      `  ${name.padEnd(28)} ${String(problem.arcs.cost.length).padStart(6)} pairs ${(elapsedMs / 1000).toFixed(1).padStart(6)} s  gap ${gap.toFixed(2)} %  served ${plan.served.toFixed(1)} (${unproven.toFixed(3)} % below what is proven)  cost ${plan.cost.toFixed(0)}`,
    );
  }
}
