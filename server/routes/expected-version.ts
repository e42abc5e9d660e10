import {fail} from '../errors.ts';

/** The version in If-Match. @throws PRECONDITION_REQUIRED, PRECONDITION_FAILED */
export function expectedVersion(ifMatch: string | undefined): number {
  if (ifMatch === undefined) throw fail('PRECONDITION_REQUIRED');
  const version = /^(?:W\/)?"(\d+)"$/.exec(ifMatch.trim())?.[1];
  if (version === undefined) {
    throw fail('PRECONDITION_FAILED', {
      current: {zh: '另一版本', en: 'another version'},
      seen: ifMatch,
    });
  }
  return Number(version);
}
