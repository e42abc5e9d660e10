import {runProgram} from '../server/run-program.js';

await runProgram('scripts/start.ts');
