// The package brings no types.
declare module 'fs-native-extensions' {
  /** Locks a part of an open file against all other openings of it; false where another has it. */
  export function tryLock(descriptor: number, offset: number, length: number): boolean;
}
