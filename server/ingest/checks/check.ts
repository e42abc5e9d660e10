import type {Issue, Repair} from '../../../contract/issue.ts';
import type {GeometryFamily, Role} from '../../../contract/layer-kind.ts';
import type {LocalText} from '../../../contract/local-text.ts';
import type {Shape} from './shape.ts';

/** What a check looks at: one feature, longitude/latitude, and what its layer is meant to be. */
export interface Subject {
  /** From 1, as in the file. */
  position: number;
  shape: Shape;
  family: GeometryFamily;
  /** What the kind of the layer is called. */
  kind: LocalText;
  /** Roles of the layer that have an attribute in the file, and what this feature has there. */
  roles: Partial<Record<Role, string | null>>;
  requiredRoles: readonly Role[];
}

export interface Finding {
  rule: string;
  /** error: the feature is left out; warning: it is in, changed or doubtful; info: worth knowing. */
  severity: Issue['severity'];
  at: [number, number] | null;
  /** Ends without the feature and a full stop: both are added. */
  detail: LocalText;
  repair?: Repair;
}

/** One rule. */
export interface Check {
  rule: string;
  find(subject: Subject): Finding[];
}
