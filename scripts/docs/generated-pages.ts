import {describeSetting, SETTINGS} from '../../server/config.ts';
import {ERRORS, type ErrorCode} from '../../server/error-table.ts';
import {ERRORS_ZH} from '../../server/errors-zh.ts';

/** Pages whose facts stand in the source already, by path; a test compares them with the files. */
export function generatedPages(): Record<string, string> {
  return {
    'docs/errors.md': errorsPage(),
    'docs/settings.md': settingsPage(),
    '.env.example': environmentExample(),
  };
}

/** Variables that are no settings of the service: read by its command line, and by developer commands. */
export const OTHER_VARIABLES: Record<string, string> = {
  LIANDONG_URL:
    'Address of the service the command line and the development page speak to (default: http://127.0.0.1:8080)',
  LIANDONG_TOKEN: 'Token the command line signs in with',
  DATABASE_URL_TEST: 'A PostGIS server for the tests, instead of a throw-away one',
  CHROMIUM_PATH: 'A Chromium for the browser tests, instead of the one on PATH',
};

function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(([code, [status, title, sentence]]) => {
    const [titleZh, sentenceZh] = ERRORS_ZH[code as ErrorCode];
    const detail = `${escapeCell(sentence)}<br>${escapeCell(sentenceZh)}`;
    return `| <a id="${code}"></a>\`${code}\` | ${status} | ${title}<br>${titleZh} | ${detail} |`;
  });
  return `# Errors

Made from server/error-table.ts and server/errors-zh.ts by \`npm run bless\`; do not edit.

Whatever goes wrong through the fault of a request is answered as a problem (RFC 9457,
\`application/problem+json\`) with one of these codes. Programs should look at \`code\`, which does not
change; \`detail\` is for people, with the words in braces filled in, and \`localDetail\` has the same
sentence in Chinese (\`zh\`) and in English (\`en\`).

| Code | Status | Title | Detail |
|---|---|---|---|
${rows.join('\n')}
`;
}

function settingsPage(): string {
  const rows = Object.entries(SETTINGS).map(
    ([name, {schema, doc}]) =>
      `| \`${name}\` | ${escapeCell(describeSetting(schema))} | ${defaultOf(name) || '–'} | ${escapeCell(doc)} |`,
  );
  const others = Object.entries(OTHER_VARIABLES).map(
    ([name, doc]) => `| \`${name}\` | ${escapeCell(doc)} |`,
  );
  return `# Settings

Made from server/config.ts by \`npm run bless\`; do not edit.

The service reads its settings from the environment, checks them when it starts, and says which
are wrong. An empty value counts as not set. \`.env.example\` lists the same settings as a file.

| Setting | Accepts | Default | Meaning |
|---|---|---|---|
${rows.join('\n')}

These are not settings of the service, but are read by its command line and by the tests:

| Variable | Meaning |
|---|---|
${others.join('\n')}
`;
}

function environmentExample(): string {
  const entries = Object.entries(SETTINGS).map(
    ([name, {doc}]) => `# ${doc}\n# ${name}=${defaultOf(name)}\n`,
  );
  return `# Made from server/config.ts by \`npm run bless\`; do not edit this copy.
# Every setting of the service with its default: copy to .env, take away the "# " of what you change,
# and start with: node --env-file=.env server/cli/liandong.js serve

${entries.join('\n')}`;
}

/** Empty where the default depends on the machine; the doc line then says how. */
function defaultOf(name: string): string {
  const {schema, doc} = SETTINGS[name as keyof typeof SETTINGS];
  return doc.includes('(default:') ? '' : String((schema as {default?: unknown}).default ?? '');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
