import {fail, LiandongError} from '../errors.ts';
import type {Sql} from './sql.ts';

/** What the engine at hand can do; code above asks this, never which engine it is. */
export interface Capabilities {
  readonly engine: 'server' | 'embedded';
  readonly postgresVersion: string;
  readonly postgisVersion: string;
  readonly geosVersion: string;
  /** Statements that can run at the same time. */
  readonly connections: number;
}

export interface Queryable {
  /**
   * Runs one statement.
   * Types on both engines: int8 and numeric → number (an int8 beyond 2^53 throws), timestamptz → ISO
   * 8601 text, date → text, json → value, bytea → Uint8Array, float8[] → number[].
   * @throws DatabaseError with `doing` in its message
   */
  query<Row = Record<string, unknown>>(statement: Sql, doing?: string): Promise<Row[]>;
}

export interface Db extends Queryable {
  readonly capabilities: Capabilities;
  /** All of `work` happens or none of it. Statements inside must go through the given handle. */
  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T>;
  /**
   * The rows of a select in the binary form that `copy-rows.ts` reads: for megabytes of bytea, which a
   * query would spell out as text. The select has no values.
   * @throws DatabaseError with `doing` in its message
   */
  copyOut(select: Sql, doing?: string): Promise<Uint8Array>;
  /**
   * Appends rows that `CopyWriter` laid out, all or none; `target` names the table and its columns.
   * @throws DatabaseError with `doing` in its message
   */
  copyIn(target: Sql, rows: Uint8Array, doing?: string): Promise<void>;
  /** Runs several statements without values, for migrations. */
  script(text: string): Promise<void>;
  /** Cheap round trip, for readiness. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** What the driver said, and what we were doing when it said it. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  constructor(
    message: string,
    /** SQLSTATE, e.g. 23505, where the engine gave one. */
    readonly sqlState: string | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Wraps a driver's error once, naming the work. A connection that is lost or was never made is told
 * to the caller as DATABASE_UNREACHABLE: SQLSTATE class 08 and 57P, or an error of the socket.
 */
export function databaseError(cause: unknown, doing: string | undefined): Error {
  if (cause instanceof DatabaseError || cause instanceof LiandongError) return cause;
  const {message, code} = cause as {message?: string; code?: string};
  if (/^(08|57P|ECONN|ENOTFOUND|ETIMEDOUT)/.test(code ?? '')) {
    return fail('DATABASE_UNREACHABLE', {reason: message ?? code!});
  }
  const where = doing === undefined ? '' : `while ${doing}: `;
  return new DatabaseError(`${where}${message ?? String(cause)}`, code ?? null, {cause});
}

/** COPY out of a select, and into a table; COPY takes no values. */
export function copyStatement(part: Sql, direction: 'out' | 'in', place: string): string {
  if (part.values.length > 0) throw new Error('COPY takes no values');
  const statement = direction === 'out' ? `copy (${part.text}) to` : `copy ${part.text} from`;
  return `${statement} ${place} (format binary)`;
}
