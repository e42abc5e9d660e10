import type {Shape} from '../checks/shape.ts';

/** One way to make a shape usable. Coordinates it does not have to touch stay as they are. */
export interface Repair {
  method: string;
  /** The rule whose findings it answers. */
  rule: string;
  mend(shape: Shape): Shape;
}
