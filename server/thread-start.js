// First module of every worker thread: teaches the thread TypeScript, then runs the module it is for.
// (Node 20 gives a thread's entry to the default loader before `--import tsx` has taken effect.)
import {workerData} from 'node:worker_threads';
import {register} from 'tsx/esm/api';

register();
await import(workerData.module);
