/** What stands in results; the version is that of the package. */
export const SOLVER = 'HiGHS 1.15 (WebAssembly)';
