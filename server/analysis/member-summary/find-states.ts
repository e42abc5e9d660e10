import codeSystems from '../../../data/catalog/code-systems.json' with {type: 'json'};
import {ancestorCode, recogniseCodes, type CodeSystem} from '../../../contract/basin-codes.ts';
import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import type {ResolvedLayer} from '../../layers/layer-store.ts';

export interface State {
  id: string;
  name: string | null;
  nameEn: string | null;
  foundBy: 'parent' | 'code-prefix' | 'unknown';
}

export const UNKNOWN_STATE: State = {id: 'unknown', name: null, nameEn: null, foundBy: 'unknown'};

/** A hierarchy of units has five levels or so; parents that run in a circle end here. */
const MOST_PARENTS = 16;

interface Unit {
  id: string;
  name: string | null;
  nameEn: string | null;
  parent: string | null;
}

/** The units of a layer as far as names and parents go, by id. */
export type UnitTree = ReadonlyMap<string, Unit>;

export async function readUnitTree(db: Db, {versionId}: ResolvedLayer): Promise<UnitTree> {
  const rows = await db.query<Unit>(
    sql`select feature_id as id, name, name_en as "nameEn", parent from features
        where version_id = ${versionId}`,
    'reading the parents of units',
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * The province or state of each unit: the top of its chain of parents, or where it has no parent the
 * coarsest level that a recognised code names by its beginning.
 * @param ids units whose state is asked for; their codes are recognised together
 * @param others units whose codes are recognised where those are not
 */
export function findStates(
  units: UnitTree,
  ids: readonly string[],
  others: readonly string[] = [],
): Map<string, State> {
  const systems = codeSystems as CodeSystem[];
  const system = recogniseCodes(systems, 'unit', ids) ?? recogniseCodes(systems, 'unit', others);
  const parents = new Set([...units.values()].map(({parent}) => parent));
  return new Map(ids.map((id) => [id, stateOf(id, units, parents, system)]));
}

function stateOf(
  id: string,
  units: UnitTree,
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
  if (top !== id || parents.has(id)) return named(top, units, 'parent');
  // one code of another system does not take the state from the rest
  const isOfSystem = system !== null && new RegExp(system.pattern).test(id);
  const code = isOfSystem ? ancestorCode(system, id, system.levels[0]!.level) : null;
  return code === null ? UNKNOWN_STATE : named(code, units, 'code-prefix');
}

function named(id: string, units: UnitTree, foundBy: State['foundBy']): State {
  const {name = null, nameEn = null} = units.get(id) ?? {};
  return {id, name, nameEn, foundBy};
}
