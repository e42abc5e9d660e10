import {existsSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {chromium, ogrinfo} from '../../scripts/test/tools.ts';

/**
 * What a test may need from outside the repository, or undefined where it is not there:
 *
 *     describe.skipIf(!sharedData)('the real counties', …)
 *
 * A skipped test is named and counted at the end of the run; there is no other way to leave one out.
 */
export const chromiumPath = chromium.find();
export const ogrinfoPath = ogrinfo.find();

/** Address of the PostGIS server, started by `npm test` or by tests/setup/database.ts. */
export const postgisUrl = process.env.DATABASE_URL_TEST;

/** Folder of real layers that are not ours to publish, beside the project. */
export const sharedData = folderOrUndefined(
  resolve(import.meta.dirname, '../../../shared', 'data'),
);

function folderOrUndefined(path: string): string | undefined {
  return existsSync(join(path, 'delaware')) ? path : undefined;
}
