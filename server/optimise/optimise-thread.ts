import {answerQuestions} from '../thread.ts';
import {openHighs} from './highs.ts';
import {writeProgress} from './progress.ts';
import {solveSiting} from './siting.ts';
import type {SitingPlan, SitingProblem} from './siting-problem.ts';
import {solveTransport} from './transport.ts';
import type {TransportPlan, TransportProblem} from './transport-problem.ts';

/** One question at a time: the solver holds the thread until it has an answer. */
export type OptimiseQuestions = {
  transport: [{problem: TransportProblem; progress: SharedArrayBuffer}, TransportPlan];
  siting: [
    {problem: SitingProblem; timeLimitS: number; gap: number; progress: SharedArrayBuffer},
    SitingPlan,
  ];
};

const opening = openHighs();

answerQuestions<OptimiseQuestions>(
  {
    async transport({problem, progress}) {
      const highs = await opening;
      return solveTransport(highs, problem, ({round}) => {
        writeProgress(progress, {step: 'matching', round, cost: null, bound: null});
      });
    },
    async siting({problem, timeLimitS, gap, progress}) {
      const highs = await opening;
      const limits = {timeLimitS, gap, now: () => performance.now()};
      return solveSiting(highs, problem, limits, ({step, cost, bound}) => {
        writeProgress(progress, {step, round: 0, cost, bound});
      });
    },
  },
  opening,
);
