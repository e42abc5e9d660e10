import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {buildApp, type BuiltApp} from '../../server/app.ts';
import {readConfig} from '../../server/config.ts';
import {openTestDb} from '../setup/engines.ts';
import {projectFiles} from '../setup/project-files.ts';

/** What describes the interface is no part of it, and not in its own document. */
const DOCUMENTATION = ['/api/docs', '/api/docs/errors', '/api/openapi.json'];

let built: BuiltApp;
beforeAll(async () => {
  const config = readConfig({LIANDONG_LOG: 'silent', LIANDONG_WORKERS: '1'});
  built = await buildApp(config, await openTestDb('embedded'));
});
afterAll(() => built.app.close());

test('every path under /api that a page names is in the OpenAPI document, or is documentation', async () => {
  const answer = await built.app.inject('/api/openapi.json');
  const {paths} = answer.json<{paths: Record<string, unknown>}>();
  const patterns = Object.keys(paths).map(
    (path) => new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}/?$`),
  );

  const unknown = projectFiles()
    .filter((path) => path.endsWith('.md'))
    .flatMap((page) => pathsIn(readFileSync(page, 'utf8')).map((path) => ({page, path})))
    .filter(({path}) => !DOCUMENTATION.includes(path))
    .filter(({path}) => !patterns.some((pattern) => pattern.test(path)));
  expect(unknown).toEqual([]);
});

test('paths are found whether a host stands before them or a query behind', () => {
  expect(
    pathsIn('See `GET /api/zones/{id}` or http://127.0.0.1:8080/api/layers?limit=1, /api.'),
  ).toEqual(['/api/zones/{id}', '/api/layers', '/api']);
});

test.each(DOCUMENTATION)('%s answers', async (path) => {
  expect((await built.app.inject(path)).statusCode).toBe(200);
});

/** Paths of the interface in a page, without those that show an ellipsis. */
function pathsIn(markdown: string): string[] {
  return [...markdown.matchAll(/(?<![\w.-])(?:https?:\/\/[\w.:]+)?(\/api(?:\/[\w{}@.…-]+)*)/g)]
    .map((match) => (match[1] ?? '').replace(/\.$/, ''))
    .filter((path) => !path.includes('…'));
}
