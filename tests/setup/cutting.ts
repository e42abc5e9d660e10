import {CuttingThreads} from '../../server/layers/cells/cutting-threads.ts';

/** Cuts the layers of a test file, in one thread; ends with the file. */
export const cutting = new CuttingThreads(1);
