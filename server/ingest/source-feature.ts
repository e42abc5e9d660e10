/** One feature as a file has it: nothing about its geometry has been checked. */
export interface SourceFeature {
  /** From 1, in the order of the file. */
  position: number;
  geometry: unknown;
  properties: Record<string, unknown>;
  /** The byte of the file up to which has been read, for the progress. */
  endByte: number;
}
