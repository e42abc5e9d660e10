import {randomUUID} from 'node:crypto';
import type {Agreement, AgreementDraft, AgreementList} from '../../contract/agreement.ts';
import type {Catalog} from '../catalog.ts';
import type {Db, Queryable} from '../db/db.ts';
import {sql} from '../db/sql.ts';
import {fail} from '../errors.ts';

interface Row {
  id: string;
  version: number;
  latestVersion: number;
  draft: AgreementDraft;
  createdAt: string;
}

/** Saves an agreement as its first version. */
export async function createAgreement(db: Db, draft: AgreementDraft): Promise<Agreement> {
  const id = randomUUID();
  await db.transaction(async (transaction) => {
    await transaction.query(
      sql`insert into agreements (agreement_id, latest_version) values (${id}, 1)`,
      'saving an agreement',
    );
    await insertVersion(transaction, id, 1, draft);
  });
  return readStored(db, id);
}

/**
 * Saves the next version on top of `expected`, the version the caller last saw.
 * @throws AGREEMENT_READ_ONLY, AGREEMENT_NOT_FOUND, PRECONDITION_FAILED
 */
export async function saveAgreement(
  db: Db,
  catalog: Catalog,
  id: string,
  expected: number,
  draft: AgreementDraft,
): Promise<Agreement> {
  rejectExample(catalog, id);
  await db.transaction(async (transaction) => {
    await lockAt(transaction, id, expected);
    await insertVersion(transaction, id, expected + 1, draft);
    await transaction.query(
      sql`update agreements set latest_version = ${expected + 1} where agreement_id = ${id}`,
      'saving an agreement version',
    );
  });
  return readStored(db, id);
}

/** @throws AGREEMENT_READ_ONLY, AGREEMENT_NOT_FOUND, PRECONDITION_FAILED */
export async function deleteAgreement(
  db: Db,
  catalog: Catalog,
  id: string,
  expected: number,
): Promise<void> {
  rejectExample(catalog, id);
  await db.transaction(async (transaction) => {
    await lockAt(transaction, id, expected);
    await transaction.query(
      sql`delete from agreements where agreement_id = ${id}`,
      'deleting an agreement',
    );
  });
}

/**
 * An agreement by id, or id@version; examples have one version.
 * @throws AGREEMENT_NOT_FOUND, AGREEMENT_VERSION_NOT_FOUND
 */
export async function resolveAgreement(
  db: Queryable,
  catalog: Catalog,
  reference: string,
): Promise<Agreement> {
  const [id, text] = reference.split('@') as [string, string | undefined];
  const version = text === undefined ? undefined : Number(text);
  const example = catalog.agreements.get(id);
  if (!example) return readStored(db, id, version);
  if (version !== undefined && version !== 1) {
    throw fail('AGREEMENT_VERSION_NOT_FOUND', {agreementId: id, version, latest: 1});
  }
  return {...example, id, version: 1, latestVersion: 1, isExample: true, createdAt: null};
}

/** Examples by id, then what was saved, newest first. */
export async function listAgreements(db: Queryable, catalog: Catalog): Promise<AgreementList> {
  const rows = await db.query<Row>(
    sql`select v.agreement_id as id, v.version, a.latest_version as "latestVersion", v.draft,
               v.created_at as "createdAt"
        from agreement_versions v join agreements a using (agreement_id)
        where v.version = a.latest_version order by v.created_at desc, v.agreement_id`,
    'listing agreements',
  );
  const examples = [...catalog.agreements].map(([id, draft]) =>
    toSummary({id, version: 1, draft, createdAt: null}, true),
  );
  return {agreements: [...examples, ...rows.map((row) => toSummary(row, false))]};
}

/** All versions of an agreement, newest first. @throws AGREEMENT_NOT_FOUND */
export async function listAgreementVersions(
  db: Queryable,
  catalog: Catalog,
  id: string,
): Promise<AgreementList> {
  const example = catalog.agreements.get(id);
  if (example) {
    return {agreements: [toSummary({id, version: 1, draft: example, createdAt: null}, true)]};
  }
  const rows = await db.query<Row>(
    sql`select agreement_id as id, version, draft, created_at as "createdAt"
        from agreement_versions where agreement_id = ${id} order by version desc`,
    'listing agreement versions',
  );
  if (rows.length === 0) throw fail('AGREEMENT_NOT_FOUND', {agreementId: id});
  return {agreements: rows.map((row) => toSummary(row, false))};
}

async function readStored(db: Queryable, id: string, version?: number): Promise<Agreement> {
  const [row] = await db.query<Row>(
    sql`select v.agreement_id as id, v.version, a.latest_version as "latestVersion", v.draft,
               v.created_at as "createdAt"
        from agreement_versions v join agreements a using (agreement_id)
        where v.agreement_id = ${id}
          and v.version = coalesce(${version ?? null}::integer, a.latest_version)`,
    'reading an agreement',
  );
  if (row) {
    const {draft, ...head} = row;
    return {...draft, ...head, isExample: false};
  }
  const [head] = await db.query<{latest: number}>(
    sql`select latest_version as latest from agreements where agreement_id = ${id}`,
  );
  if (!head) throw fail('AGREEMENT_NOT_FOUND', {agreementId: id});
  throw fail('AGREEMENT_VERSION_NOT_FOUND', {
    agreementId: id,
    version: version!,
    latest: head.latest,
  });
}

function toSummary(
  {
    id,
    version,
    draft,
    createdAt,
  }: Omit<Row, 'latestVersion' | 'createdAt'> & {
    createdAt: string | null;
  },
  isExample: boolean,
): AgreementList['agreements'][number] {
  const {name, rule, parties, period, evidence = []} = draft;
  return {
    id,
    version,
    name,
    ruleType: rule.type,
    parties: parties.map((party) => party.name),
    period,
    isExample,
    unverifiedCount: evidence.filter(({status}) => status === 'unverified').length,
    createdAt,
  };
}

function rejectExample({agreements}: Catalog, id: string): void {
  if (agreements.has(id)) throw fail('AGREEMENT_READ_ONLY', {agreementId: id});
}

async function lockAt(transaction: Queryable, id: string, expected: number): Promise<void> {
  const [head] = await transaction.query<{latest: number}>(
    sql`select latest_version as latest from agreements where agreement_id = ${id} for update`,
  );
  if (!head) throw fail('AGREEMENT_NOT_FOUND', {agreementId: id});
  if (head.latest !== expected) {
    throw fail('PRECONDITION_FAILED', {
      current: {zh: `第 ${head.latest} 版`, en: `version ${head.latest}`},
      seen: {zh: `第 ${expected} 版`, en: `version ${expected}`},
    });
  }
}

async function insertVersion(
  transaction: Queryable,
  id: string,
  version: number,
  draft: AgreementDraft,
): Promise<void> {
  await transaction.query(
    sql`insert into agreement_versions (agreement_id, version, draft)
        values (${id}, ${version}, ${JSON.stringify(draft)}::jsonb)`,
    'saving an agreement version',
  );
}
