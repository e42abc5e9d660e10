/** What one run of the tests came to. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: string[];
  /** Files that did not load, hooks that threw, errors nobody caught: they fail without any test having failed. */
  failedOutsideTests: string[];
}

/** The line every run ends with; scripts that watch us read it. */
export function closingLine(tally: Tally): string {
  const failed = tally.failed + tally.failedOutsideTests.length;
  return `${tally.passed} passed, ${failed} failed, ${tally.skipped.length} skipped`;
}
