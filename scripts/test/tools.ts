import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {findProgram} from './find-program.ts';

/** A program the tests use but npm cannot bring: how to find it, and the Debian packages it comes in. */
export interface Tool {
  name: string;
  neededFor: string;
  packages: string[];
  find: () => string | undefined;
}

export const chromium: Tool = {
  name: 'Chromium',
  neededFor: 'browser tests',
  packages: ['chromium'],
  find: () =>
    process.env.CHROMIUM_PATH ||
    findProgram(
      'chromium',
      'chromium-browser',
      'google-chrome',
      'google-chrome-stable',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ),
};

export const chineseFont: Tool = {
  name: 'a Chinese font',
  neededFor: 'labels in browser tests',
  packages: ['fonts-noto-cjk', 'fontconfig'],
  find: () => {
    if (process.platform === 'darwin') return '/System/Library/Fonts';
    const fontList = findProgram('fc-list');
    const fonts = fontList && execFileSync(fontList, [':lang=zh', 'file'], {encoding: 'utf8'});
    return fonts?.split('\n')[0]?.replace(/:\s*$/, '') || undefined;
  },
};

/** The folder of PostgreSQL's programs, of the newest version that has PostGIS beside it. */
export const postgis: Tool = {
  name: 'PostgreSQL with PostGIS',
  neededFor: 'the second database engine',
  packages: ['postgresql', 'postgresql-postgis'],
  find: () => {
    const root = '/usr/lib/postgresql';
    const versions = existsSync(root) ? readdirSync(root).map(Number).filter(Number.isFinite) : [];
    const version = versions
      .sort((a, b) => b - a)
      .find(
        (number) =>
          existsSync(join(root, `${number}`, 'bin', 'initdb')) &&
          existsSync(`/usr/share/postgresql/${number}/extension/postgis.control`),
      );
    return version ? join(root, `${version}`, 'bin') : undefined;
  },
};

export const ogrinfo: Tool = {
  name: 'ogrinfo',
  neededFor: 'reading the service with the stock GDAL client',
  packages: ['gdal-bin'],
  find: () => findProgram('ogrinfo'),
};

export const tools = [chromium, chineseFont, postgis, ogrinfo];
