import {writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {generatedPages} from './docs/generated-pages.ts';

const help = `node --import tsx scripts/write-docs.ts

Writes the pages that are made from source: docs/errors.md, docs/settings.md, .env.example.
Part of npm run bless.
`;

const {values} = parseArgs({options: {help: {type: 'boolean'}}});
if (values.help) process.stdout.write(help);
else
  for (const [path, text] of Object.entries(generatedPages())) {
    writeFileSync(path, text);
    process.stdout.write(`wrote ${path}\n`);
  }
