/** The rules of docs/rooms.md, as the tests apply them. */
export interface Rooms {
  rooms: Room[];
  packages: {patterns: string[]; rooms: string[]}[];
  neverUsed: Map<string, string[]>;
  registries: string[];
}

export interface Room {
  name: string;
  /** Path prefixes; `*` stands for one folder. */
  files: string[];
  /** Names of rooms, or undefined for everything. */
  mayImport: string[] | undefined;
}

/** Reads the four tables of docs/rooms.md; throws where a table names a room that does not exist. */
export function readRooms(markdown: string): Rooms {
  const rooms = tableRows(markdown, 'Room', 'Files').map(([name = '', files = '', may = '']) => ({
    name,
    files: quoted(files),
    mayImport: may === 'everything' ? undefined : may === '–' ? [] : may.split(/,\s*/),
  }));
  const packages = tableRows(markdown, 'Package', 'Only in').map(([names = '', only = '']) => ({
    patterns: quoted(names),
    rooms: only.split(/,\s*/),
  }));
  const neverUsed = new Map<string, string[]>();
  for (const [names = '', never = ''] of tableRows(markdown, 'Room', 'Never'))
    for (const name of names.split(/,\s*/)) neverUsed.set(name, quoted(never));
  const registries = tableRows(markdown, 'Registry', 'Lists').flatMap(([file = '']) =>
    quoted(file),
  );

  const known = new Set(rooms.map((room) => room.name));
  const named = [
    ...rooms.flatMap((room) => room.mayImport ?? []),
    ...packages.flatMap((rule) => rule.rooms),
    ...neverUsed.keys(),
  ];
  const unknown = named.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new Error(`docs/rooms.md names no such room: ${unknown.join(', ')}`);
  return {rooms, packages, neverUsed, registries};
}

/** The cells of every row under the heading row that starts with these two cells. */
function tableRows(markdown: string, first: string, second: string): string[][] {
  const lines = markdown.split('\n');
  const heading = lines.findIndex((line) => line.startsWith(`| ${first} | ${second} |`));
  if (heading < 0) throw new Error(`docs/rooms.md has no table "${first} | ${second}"`);
  const after = lines.slice(heading + 2);
  const end = after.findIndex((line) => !line.startsWith('|'));
  return after.slice(0, end < 0 ? undefined : end).map((line) =>
    line
      .replace(/^\||\|\s*$/g, '')
      .split('|')
      .map((cell) => cell.trim()),
  );
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}
