import {createWriteStream, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {promisify} from 'node:util';
import yauzl, {type Entry, type ZipFile} from 'yauzl';
import {inBoth, type LocalText} from '../../../contract/local-text.ts';
import {fail} from '../../errors.ts';

/** A shapefile unpacked from an archive, under a name of ours. */
export interface UnpackedShapefile {
  /** As the archive calls it, without folders and ending. */
  name: string;
  /** Its .shp relative to the folder it was unpacked to. */
  shp: string;
  /** Endings that were found, lower case: shp, dbf, prj … */
  parts: Set<string>;
}

const PARTS = ['shp', 'shx', 'dbf', 'prj', 'cpg'];

/** The parts of a shapefile end at 2 GiB each; three of them are more than any archive we take. */
const MOST_BYTES = 6 * 1024 ** 3;
// DBF tables padded with blanks shrink to a hundredth; DEFLATE itself ends at 1 : 1032
const MOST_RATIO = 200;
/** Below this an archive cannot hurt, whatever its ratio. */
const HARMLESS_BYTES = 64 * 1024 ** 2;
const MOST_ENTRIES = 10_000;

const openZip = promisify(yauzl.open) as (path: string, options: yauzl.Options) => Promise<ZipFile>;

/**
 * Unpacks the shapefiles of an archive into a folder. Names in the archive never become paths; names
 * that try to leave it, and archives that would fill the disk, are refused all the same.
 * @throws ZIP_BROKEN, ZIP_UNSAFE, ZIP_WITHOUT_SHP
 */
export async function extractShapefiles(
  path: string,
  fileName: string,
  folder: string,
): Promise<UnpackedShapefile[]> {
  const entries = await listEntries(path, fileName);
  checkSizes(entries, fileName);

  const files = entries.filter(
    ({name}) => !name.endsWith('/') && !/(^|\/)(__MACOSX\/|\.)/.test(name),
  );
  const shapefiles = files.filter(({name}) => /\.shp$/i.test(name));
  if (shapefiles.length === 0) {
    const seen = files.map(({name}) => name.split('/').at(-1)!);
    const list = seen.slice(0, 5).join(', ') + (seen.length > 5 ? ' …' : '');
    throw fail('ZIP_WITHOUT_SHP', {fileName, seen: list || {zh: '空内容', en: 'nothing'}});
  }

  mkdirSync(folder, {recursive: true});
  const wanted = new Map<string, string>();
  const unpacked = shapefiles.map((shp, index) => {
    const stem = shp.name.slice(0, -4);
    const parts = new Set<string>();
    for (const {name} of files) {
      const part = PARTS.find((ending) => name.toLowerCase() === `${stem.toLowerCase()}.${ending}`);
      if (part === undefined || name.slice(0, stem.length) !== stem) continue;
      parts.add(part);
      wanted.set(name, join(folder, `${index + 1}.${part}`));
    }
    return {name: stem.split('/').at(-1)!, shp: `${index + 1}.shp`, parts};
  });
  await unpack(path, fileName, wanted);
  return unpacked;
}

interface ListedEntry {
  name: string;
  bytes: number;
  packedBytes: number;
}

async function listEntries(path: string, fileName: string): Promise<ListedEntry[]> {
  const entries: ListedEntry[] = [];
  await eachEntry(path, fileName, async (entry) => {
    const name = nameOf(entry);
    const unsafe = unsafeName(name);
    if (unsafe !== null) throw fail('ZIP_UNSAFE', {fileName, reason: unsafe});
    if (entry.isEncrypted()) {
      throw fail('ZIP_UNSAFE', {
        fileName,
        reason: {
          zh: `${name} 已加密；请不设密码重新压缩`,
          en: `${name} is encrypted; pack it without a password`,
        },
      });
    }
    entries.push({name, bytes: entry.uncompressedSize, packedBytes: entry.compressedSize});
    if (entries.length > MOST_ENTRIES) {
      const reason = {
        zh: `其中的文件超过 ${MOST_ENTRIES} 个`,
        en: `it has more than ${MOST_ENTRIES} entries`,
      };
      throw fail('ZIP_UNSAFE', {fileName, reason});
    }
  });
  return entries;
}

function checkSizes(entries: ListedEntry[], fileName: string): void {
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const packedBytes = entries.reduce((sum, entry) => sum + entry.packedBytes, 0);
  if (bytes > MOST_BYTES) {
    const reason = {
      zh: `解压后将有 ${bytes} 字节，上限为 ${MOST_BYTES}`,
      en: `it would unpack to ${bytes} bytes, the limit is ${MOST_BYTES}`,
    };
    throw fail('ZIP_UNSAFE', {fileName, reason});
  }
  if (bytes > HARMLESS_BYTES && bytes > MOST_RATIO * packedBytes) {
    const ratio = Math.round(bytes / Math.max(1, packedBytes));
    const reason = {
      zh: `解压后将是原大小的 ${ratio} 倍，上限为 ${MOST_RATIO} 倍`,
      en: `it would unpack to ${ratio} times its size, the limit is ${MOST_RATIO}`,
    };
    throw fail('ZIP_UNSAFE', {fileName, reason});
  }
}

async function unpack(path: string, fileName: string, wanted: Map<string, string>): Promise<void> {
  await eachEntry(path, fileName, async (entry, zip) => {
    const target = wanted.get(nameOf(entry));
    if (target === undefined) return;
    wanted.delete(nameOf(entry));
    const openStream = promisify(zip.openReadStream.bind(zip)) as (
      entry: Entry,
    ) => Promise<NodeJS.ReadableStream>;
    // yauzl ends the stream with an error when there are more bytes than the entry says
    await pipeline(await openStream(entry), createWriteStream(target));
  });
}

async function eachEntry(
  path: string,
  fileName: string,
  visit: (entry: Entry, zip: ZipFile) => Promise<void>,
): Promise<void> {
  let zip: ZipFile | undefined;
  try {
    zip = await openZip(path, {lazyEntries: true, decodeStrings: false, autoClose: false});
    await walk(zip, visit);
  } catch (error) {
    if ((error as Error).name === 'LiandongError') throw error;
    throw fail('ZIP_BROKEN', {fileName, reason: reasonOf(error as Error)});
  } finally {
    zip?.close();
  }
}

/** yauzl's words for the commonest case name a part of the format that nobody has heard of. */
function reasonOf({message}: Error): LocalText {
  return /end of central directory/i.test(message)
    ? {
        zh: '文件结尾不完整，可能被截断，或根本不是 ZIP',
        en: 'it does not end as one does, so it is cut off or no ZIP at all',
      }
    : inBoth(message.replace(/\.$/, ''));
}

function walk(zip: ZipFile, visit: (entry: Entry, zip: ZipFile) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => resolve());
    zip.on('entry', (entry: Entry) => {
      visit(entry, zip).then(() => zip.readEntry(), reject);
    });
    zip.readEntry();
  });
}

const UTF8_FLAG = 0x800;

/** Chinese archivers write GBK names without saying so; UTF-8 without saying so is as common. */
function nameOf(entry: Entry): string {
  const bytes = entry.fileName as unknown as Buffer;
  const isUtf8 = (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0;
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch {
    return isUtf8 ? bytes.toString('latin1') : new TextDecoder('gbk').decode(bytes);
  }
}

function unsafeName(name: string): LocalText | null {
  if (/^([a-zA-Z]:|[/\\])/.test(name)) {
    return {zh: `其中有绝对路径 ${name}`, en: `it holds the absolute path ${name}`};
  }
  if (name.split(/[/\\]/).includes('..')) {
    return {
      zh: `其中的 ${name} 指向压缩包以外`,
      en: `it holds ${name}, which leads out of the archive`,
    };
  }
  return null;
}
