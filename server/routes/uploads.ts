import {createHash, randomUUID} from 'node:crypto';
import {createWriteStream} from 'node:fs';
import {mkdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {Transform} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import type {MultipartFile} from '@fastify/multipart';
import type {FastifyRequest} from 'fastify';
import type {Config} from '../config.ts';
import {fail} from '../errors.ts';

/** A file that was sent, on disk, and the fields that came with it. */
export interface Upload {
  path: string;
  fileName: string;
  sha256: string;
  fields: Record<string, string>;
}

/** Where uploads lie until their job is done. */
export function uploadFolder({LIANDONG_DATA}: Config): string {
  return join(LIANDONG_DATA, 'uploads');
}

/**
 * Streams the file part of a multipart request to disk, its checksum made on the way, and collects
 * the fields, before or after it.
 * @throws FILE_MISSING, FILE_EMPTY, FILE_TOO_LARGE, INPUT_INVALID; nothing stays on disk then
 */
export async function receiveUpload(
  request: FastifyRequest,
  config: Config,
  knownFields: readonly string[],
): Promise<Upload> {
  if (!request.isMultipart()) {
    throw fail('MEDIA_TYPE_UNSUPPORTED', {
      mediaType: `"${request.headers['content-type'] ?? 'none'}"`,
      expected: 'multipart/form-data with a part named "file"',
    });
  }
  const folder = uploadFolder(config);
  await mkdir(folder, {recursive: true});
  const path = join(folder, randomUUID());
  let received: Pick<Upload, 'fileName' | 'sha256'> | null = null;
  const fields: Record<string, string> = {};
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields[part.fieldname] = String(part.value);
      else if (part.fieldname === 'file') received = await store(part, path, config);
      else part.file.resume();
    }
    if (received === null) throw fail('FILE_MISSING');
    checkFields(fields, knownFields);
    return {path, ...received, fields};
  } catch (error) {
    await rm(path, {force: true});
    throw asProblem(error, config);
  }
}

async function store(part: MultipartFile, path: string, {LIANDONG_UPLOAD_LIMIT}: Config) {
  const hash = createHash('sha256');
  let bytes = 0;
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(part.file, hashing, createWriteStream(path));
  if (part.file.truncated) throw fail('FILE_TOO_LARGE', {limitBytes: LIANDONG_UPLOAD_LIMIT});
  const fileName = baseName(part.filename);
  if (bytes === 0) throw fail('FILE_EMPTY', {fileName});
  return {fileName, sha256: hash.digest('hex')};
}

function checkFields(fields: Record<string, string>, known: readonly string[]): void {
  const unknown = Object.keys(fields).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const names = unknown.map((name) => `"${name}"`).join(', ');
  throw fail('INPUT_INVALID', {
    reason: {
      zh: `此处没有表单字段 ${names}。可用的有：file、${known.join('、')}。`,
      en: `Form field ${names} is not known here. Known: file, ${known.join(', ')}.`,
    },
  });
}

function asProblem(error: unknown, {LIANDONG_UPLOAD_LIMIT}: Config): unknown {
  const {code, message} = error as {code?: string; message?: string};
  if (code === 'FST_REQ_FILE_TOO_LARGE') {
    return fail('FILE_TOO_LARGE', {limitBytes: LIANDONG_UPLOAD_LIMIT});
  }
  if (code === 'FST_FILES_LIMIT') {
    return fail('INPUT_INVALID', {
      reason:
        'The form holds more than one file; expected one, named "file". Send each layer in a ' +
        'request of its own, and the parts of a Shapefile zipped together.',
    });
  }
  const isTheirs =
    code?.startsWith('FST_') || /multipart|Unexpected end of form/i.test(message ?? '');
  return isTheirs
    ? fail('INPUT_INVALID', {
        reason: {zh: `表单无法读取：${message}。`, en: `The form could not be read: ${message}.`},
      })
    : error;
}

/** Some browsers send whole paths, with the separators of their system. */
function baseName(fileName: string): string {
  return fileName.split(/[/\\]/).at(-1)!.slice(-200) || 'unnamed';
}
