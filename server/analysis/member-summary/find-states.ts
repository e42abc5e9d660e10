import codeSystems from '../../../data/catalog/code-systems.json' with {type: 'json'};
import {ancestorCode, recogniseCodes, type CodeSystem} from '../../../contract/basin-codes.ts';
import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import type {ResolvedLayer} from '../../layers/layer-store.ts';
import type {GatheredMember} from './gather-members.ts';

export interface State {
  id: string;
  name: string | null;
  foundBy: 'parent' | 'code-prefix' | 'unknown';
}

export const UNKNOWN_STATE: State = {id: 'unknown', name: null, foundBy: 'unknown'};

/** A hierarchy of units has five levels or so; parents that run in a circle end here. */
const MOST_PARENTS = 16;

interface Unit {
  id: string;
  name: string | null;
  parent: string | null;
}

/**
 * The province or state of each member: the top of its chain of parents, or where it has no parent the
 * coarsest level that a recognised code names by its beginning.
 */
export async function findStates(
  db: Db,
  members: readonly GatheredMember[],
  layer: ResolvedLayer | null,
): Promise<Map<string, State>> {
  const units = layer ? await readUnits(db, layer) : new Map<string, Unit>();
  const codes = members.filter(({kind}) => kind === 'unit').map(({id}) => id);
  const system = recogniseCodes(codeSystems as CodeSystem[], 'unit', codes);
  const parents = new Set([...units.values()].map(({parent}) => parent));
  return new Map(
    members.map(({id, kind}) => [
      id,
      kind === 'drawn' ? UNKNOWN_STATE : stateOf(id, units, parents, system),
    ]),
  );
}

function stateOf(
  id: string,
  units: ReadonlyMap<string, Unit>,
  parents: ReadonlySet<string | null>,
  system: CodeSystem | null,
): State {
  let top = id;
  for (let steps = 0; steps < MOST_PARENTS; steps++) {
    const parent = units.get(top)?.parent ?? null;
    if (parent === null || parent === top) break;
    top = parent;
  }
  // a unit that others have for a parent, and that has none, is a state itself
  if (top !== id || parents.has(id))
    return {id: top, name: units.get(top)?.name ?? null, foundBy: 'parent'};
  const code = system && ancestorCode(system, id, system.levels[0]!.level);
  if (!code) return UNKNOWN_STATE;
  return {id: code, name: units.get(code)?.name ?? null, foundBy: 'code-prefix'};
}

async function readUnits(db: Db, {versionId}: ResolvedLayer): Promise<Map<string, Unit>> {
  const rows = await db.query<Unit>(
    sql`select feature_id as id, name, parent from features where version_id = ${versionId}`,
    'reading the parents of units',
  );
  return new Map(rows.map((row) => [row.id, row]));
}
