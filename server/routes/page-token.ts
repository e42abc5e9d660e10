import {fail} from '../errors.ts';

/** Where a page ended: in which version, after which feature. */
export interface Place {
  version: number;
  ordinal: number;
}

/**
 * A place as text that nobody needs to understand. It names the version, so that paging goes on in the
 * layer it began in when a new version comes along.
 */
export function encodePlace({version, ordinal}: Place): string {
  return Buffer.from(`${version}.${ordinal}`).toString('base64url');
}

/** @throws PARAMETER_INVALID */
export function decodePlace(token: unknown): Place {
  const text = typeof token === 'string' ? Buffer.from(token, 'base64url').toString() : '';
  const match = /^([1-9]\d{0,8})\.(\d{1,9})$/.exec(text);
  if (!match) {
    throw fail('PARAMETER_INVALID', {
      name: 'after',
      seen: `"${String(token)}"`,
      expected: {zh: ' next 链接中的值', en: 'what a next link has there'},
    });
  }
  return {version: Number(match[1]), ordinal: Number(match[2])};
}
