import type {Issue, IssuePage} from '../../contract/issue.ts';
import {inBoth} from '../../contract/local-text.ts';
import type {Db} from '../db/db.ts';
import {sql} from '../db/sql.ts';

/** Stores what the checks found in a version, in the order they found it, behind what is there. */
export async function storeIssues(
  db: Db,
  versionId: number,
  issues: readonly Issue[],
): Promise<void> {
  await db.query(
    sql`insert into issues (version_id, position, issue)
        select ${versionId}, coalesce(last.position, 0) + i.position, i.issue::jsonb
        from unnest(${issues.map((issue) => JSON.stringify(issue))}::text[])
             with ordinality as i (issue, position),
             (select max(position) as position from issues where version_id = ${versionId}) as last`,
    'storing issues',
  );
}

/** Issues of a version, `limit` of them from `offset`. */
export async function readIssues(
  db: Db,
  versionId: number,
  {limit, offset}: {limit: number; offset: number},
): Promise<IssuePage> {
  const rows = await db.query<{issue: Issue}>(
    sql`select issue from issues where version_id = ${versionId}
        order by position limit ${limit} offset ${offset}`,
    'reading issues',
  );
  const [count] = await db.query<{n: number}>(
    sql`select count(*) as n from issues where version_id = ${versionId}`,
  );
  return {issues: rows.map(({issue}) => inEnglishAtLeast(issue)), numberMatched: count!.n};
}

/** Issues that were stored before there were two languages have the English sentence alone. */
function inEnglishAtLeast(issue: Omit<Issue, 'localDetail'> & Partial<Issue>): Issue {
  return {localDetail: inBoth(issue.detail), ...issue};
}
