import {existsSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {generatedPages, OTHER_VARIABLES} from '../../scripts/docs/generated-pages.ts';
import {SETTINGS} from '../../server/config.ts';
import {ERRORS} from '../../server/error-table.ts';
import {projectFiles} from '../setup/project-files.ts';

const pages = generatedPages();

describe('pages made from source', () => {
  test.each(Object.entries(pages))(
    '%s says what the source says (else: npm run bless)',
    (path, text) => {
      expect(existsSync(path) ? readFileSync(path, 'utf8') : 'missing').toBe(text);
    },
  );

  test('every setting is in .env.example and in docs/settings.md', () => {
    for (const name of Object.keys(SETTINGS)) {
      expect(pages['.env.example']).toContain(`\n# ${name}=`);
      expect(pages['docs/settings.md']).toContain(`\n| \`${name}\` |`);
    }
  });

  test('.env.example holds no other setting', () => {
    const names = [...(pages['.env.example'] ?? '').matchAll(/^# ([A-Z][A-Z_]+)=/gm)];
    expect(names.map((match) => match[1])).toEqual(Object.keys(SETTINGS));
  });

  test('every error code is in docs/errors.md, at the anchor its problems point to', () => {
    for (const code of Object.keys(ERRORS))
      expect(pages['docs/errors.md']).toContain(`<a id="${code}"></a>`);
  });
});

describe('variables', () => {
  const texts = projectFiles().filter((path) =>
    /\.(ts|js|vue|md|ya?ml|json|sql)$|Dockerfile$|\.ci\/run$/.test(path),
  );

  test('every LIANDONG_ variable that is named anywhere is a setting or a documented one', () => {
    const known = new Set([...Object.keys(SETTINGS), ...Object.keys(OTHER_VARIABLES)]);
    // between scripts/test.ts and its own reporter
    known.add('LIANDONG_TALLY');
    const unknown = texts.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/\bLIANDONG_[A-Z0-9_]*[A-Z0-9]\b/g)]
        .map((match) => match[0])
        .filter((name) => !known.has(name))
        .map((name) => `${path}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  test('no room of the server reads the environment but the command line and the start', () => {
    const readers = texts.filter(
      (path) =>
        path.startsWith('server/') &&
        !path.startsWith('server/cli/') &&
        path !== 'server/main.ts' &&
        /\bprocess\.env\b/.test(readFileSync(path, 'utf8')),
    );
    expect(readers).toEqual([]);
  });
});
