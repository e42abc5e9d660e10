import {builtinModules} from 'node:module';
import {posix} from 'node:path';
import type {Room, Rooms} from './read-rooms.ts';
import {usesOf} from './uses-of.ts';

/** Names of the packages in package.json. */
export interface Packages {
  shipped: ReadonlySet<string>;
  development: ReadonlySet<string>;
}

/** Says, a sentence each, what a source file does that docs/rooms.md does not allow its room. */
export function checkFile(
  path: string,
  source: string,
  rules: Rooms,
  packages: Packages,
): string[] {
  const home = roomOf(path, rules.rooms);
  if (!home) return [`${path}: belongs to no room of docs/rooms.md`];

  const {imports, reExports, globals, texts} = usesOf(path, source);
  const faults: string[] = [];
  for (const specifier of new Set(imports)) {
    const fault = specifier.startsWith('.')
      ? faultOfImport(path, home, posix.join(posix.dirname(path), specifier), rules)
      : faultOfPackage(home.room, specifier, rules, packages);
    if (fault) faults.push(fault);
  }

  const never = rules.neverUsed.get(home.room.name) ?? [];
  for (const name of new Set(globals)) if (never.includes(name)) faults.push(`uses ${name}`);

  const isRegistry = rules.registries.includes(path);
  if (/(^|\/)index\.(ts|js)$/.test(path) && !isRegistry)
    faults.push('is an index file but no registry');
  if (reExports.length > 0 && !isRegistry)
    faults.push(`passes on exports of ${reExports.join(', ')} but is no registry`);
  if (home.room.name === 'routes' && texts.some(isSql)) faults.push('holds SQL text');

  return faults.map((fault) => `${path}: ${fault}`);
}

interface Home {
  room: Room;
  /** The prefix with its `*` filled in, so that two folders of one pattern are told apart. */
  folder: string;
}

/** The room with the longest matching prefix; a fixed name goes before a `*` of the same length. */
export function roomOf(path: string, rooms: Room[]): Home | undefined {
  let best: Home | undefined;
  let bestRank = -1;
  for (const room of rooms) {
    for (const prefix of room.files) {
      const folder = matchPrefix(path, prefix);
      const rank = prefix.split('/').length * 2 - (prefix.includes('*') ? 1 : 0);
      if (folder === undefined || rank <= bestRank) continue;
      best = {room, folder};
      bestRank = rank;
    }
  }
  return best;
}

function matchPrefix(path: string, prefix: string): string | undefined {
  if (!prefix.endsWith('/')) return path === prefix ? prefix : undefined;
  const wanted = prefix.slice(0, -1).split('/');
  const parts = path.split('/');
  if (parts.length <= wanted.length) return undefined;
  const isMatch = wanted.every((name, index) => name === '*' || name === parts[index]);
  return isMatch ? parts.slice(0, wanted.length).join('/') : undefined;
}

function faultOfImport(
  path: string,
  home: Home,
  target: string,
  {rooms}: Rooms,
): string | undefined {
  const other = roomOf(target, rooms);
  // package.json, styles and pictures have no room; sources always do
  if (!other)
    return /\.(ts|js|mjs|vue|sql)$/.test(target)
      ? `imports ${target}, which belongs to no room`
      : undefined;
  if (other.room === home.room && (other.folder === home.folder || !home.folder.includes('/')))
    return undefined;
  // several files that are listed together are one room
  if (other.room === home.room && !home.room.files.some((file) => file.includes('*')))
    return undefined;
  const {mayImport} = home.room;
  if (!mayImport || mayImport.includes(other.room.name)) return undefined;
  const seen =
    other.room === home.room ? `another folder of its kind (${other.folder})` : other.room.name;
  return `imports ${posix.relative(posix.dirname(path), target)} of ${seen}; ${home.room.name} may import ${mayImport.join(', ') || 'no room'}`;
}

function faultOfPackage(
  room: Room,
  specifier: string,
  rules: Rooms,
  packages: Packages,
): string | undefined {
  const isNode = specifier.startsWith('node:') || builtinModules.includes(specifier);
  if (isNode) {
    const isForbidden = rules.neverUsed.get(room.name)?.includes('node:*');
    return isForbidden ? `imports ${specifier} of Node` : undefined;
  }

  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const isFree = !room.mayImport;
  const rule = rules.packages.find(({patterns}) =>
    patterns.some((pattern) =>
      pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
    ),
  );
  if (rule && !isFree && !rule.rooms.includes(room.name))
    return `imports ${name}, which only ${rule.rooms.join(', ')} may`;
  const isListed = packages.shipped.has(name) || (isFree && packages.development.has(name));
  return isListed ? undefined : `imports ${name}, which package.json does not list for it`;
}

const sqlPattern =
  /\b(select\s[\s\S]*\sfrom\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|(create|alter|drop)\s+(table|index|view|schema)\s)/i;

function isSql(text: string): boolean {
  return sqlPattern.test(text);
}
