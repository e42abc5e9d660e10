import {readFileSync} from 'node:fs';

const {name, version} = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as {name: string; version: string};

/** What results say they were made by. */
export const SOFTWARE = `${name} ${version}`;
export const VERSION = version;
