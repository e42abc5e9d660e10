import {existsSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {parse} from 'yaml';
import {rejectOpenDoor} from '../server/auth/access-token.ts';
import {readConfig, SETTINGS} from '../server/config.ts';

interface Service {
  image?: string;
  build?: string;
  environment?: Record<string, string>;
  depends_on?: Record<string, {condition: string}>;
  healthcheck?: {test: string[]};
  ports?: string[];
  volumes?: string[];
}
interface ComposeFile {
  services: Record<string, Service>;
  volumes?: Record<string, unknown>;
}

const compose = parse(readFileSync('docker-compose.yml', 'utf8')) as ComposeFile;
const {postgis, liandong} = compose.services;
const packageFile = JSON.parse(readFileSync('package.json', 'utf8')) as {
  engines: {node: string};
  bin: Record<string, string>;
};
const dockerfile = readFileSync('Dockerfile', 'utf8');

describe('docker-compose.yml', () => {
  test('starts PostGIS and the service, and nothing else', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['liandong', 'postgis']);
    expect(postgis?.image).toMatch(/^postgis\/postgis:/);
    expect(liandong?.build).toBe('.');
  });

  test('sets only variables that are settings of the service', () => {
    const names = Object.keys(liandong?.environment ?? {});
    expect(names.filter((name) => !(name in SETTINGS))).toEqual([]);
  });

  test('gives every setting a value the service accepts', () => {
    const config = readConfig(withDefaults(liandong?.environment ?? {}));
    expect(config).toMatchObject({HOST: '0.0.0.0', LIANDONG_DATA: '/data'});
    expect(() => rejectOpenDoor(config)).not.toThrow();
  });

  test('names the database, user and password that PostGIS is made with', () => {
    const {DATABASE_URL = ''} = withDefaults(liandong?.environment ?? {});
    const url = new URL(DATABASE_URL);
    expect(withDefaults(postgis?.environment ?? {})).toEqual({
      POSTGRES_DB: url.pathname.slice(1),
      POSTGRES_USER: url.username,
      POSTGRES_PASSWORD: url.password,
    });
    expect(url.hostname in compose.services).toBe(true);
  });

  test('checks the health of both, and starts the service when the database is healthy', () => {
    for (const service of [postgis, liandong]) {
      const words: unknown[] = service?.healthcheck?.test ?? [];
      expect(words[0]).toBe('CMD');
      expect(words.every((word) => typeof word === 'string')).toBe(true);
    }
    expect(liandong?.healthcheck?.test.join(' ')).toContain(
      `:${liandong?.environment?.PORT}/ready`,
    );
    expect(liandong?.depends_on).toEqual({postgis: {condition: 'service_healthy'}});
  });

  test('keeps the data of both in declared volumes', () => {
    const used = [postgis, liandong].flatMap((service) => service?.volumes ?? []);
    const names = used.map((volume) => volume.split(':')[0]);
    expect(names.sort()).toEqual(Object.keys(compose.volumes ?? {}).sort());
    expect(liandong?.volumes?.map((volume) => volume.split(':')[1])).toEqual([
      liandong?.environment?.LIANDONG_DATA,
    ]);
  });

  test('opens the port the service listens on, to this machine only', () => {
    expect(liandong?.ports).toEqual([`127.0.0.1:8080:${liandong?.environment?.PORT}`]);
    expect(postgis?.ports).toBeUndefined();
  });
});

describe('Dockerfile', () => {
  test('copies and starts files that exist, and starts what the command line starts', () => {
    const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap((match) =>
      (match[1] ?? '').split(' '),
    );
    const started = [...dockerfile.matchAll(/"([^"]+\.(?:ts|js))"/g)].map(
      (match) => match[1] ?? '',
    );
    expect(copied.length).toBeGreaterThanOrEqual(4);
    expect(started).toEqual(Object.values(packageFile.bin));
    expect([...copied, ...started].filter((path) => !existsSync(path))).toEqual([]);
  });

  test('sets only variables that are settings of the service', () => {
    const names = [...(/^ENV (.+)$/m.exec(dockerfile)?.[1] ?? '').matchAll(/(\w+)=/g)].map(
      (match) => match[1] ?? '',
    );
    expect(names.filter((name) => name !== 'NODE_ENV' && !(name in SETTINGS))).toEqual([]);
    expect(names).toContain('LIANDONG_DATA');
  });

  test('runs on a Node that package.json accepts, and not as root', () => {
    const minimum = Number(/\d+/.exec(packageFile.engines.node)?.[0]);
    expect(Number(/^FROM node:(\d+)/m.exec(dockerfile)?.[1])).toBeGreaterThanOrEqual(minimum);
    expect(dockerfile).toMatch(/^USER node$/m);
  });

  test('leaves local data, secrets and installed packages out of the image', () => {
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
    expect(ignored).toEqual(
      expect.arrayContaining(['node_modules', 'data/local', '.env', '.git', 'dist']),
    );
  });
});

/** What Compose makes of `${NAME:-default}` when NAME is not set, and of `${NAME:?demand}` when it is. */
function withDefaults(environment: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value
        .replace(/\$\{\w+:-([^}]*)\}/g, '$1')
        .replace(/\$\{\w+:\?[^}]*\}/g, 'a token of somebody'),
    ]),
  );
}
