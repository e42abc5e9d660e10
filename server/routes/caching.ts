import type {FastifyReply, FastifyRequest} from 'fastify';

/** A year: what is named by its version never changes. */
const IMMUTABLE = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'public, no-cache';

/**
 * Names what is answered, and says whether the client has it already; the answer is then 304 and
 * empty.
 * @param tag what the content depends on; the same for the same bytes
 */
export function isUnchanged(
  request: FastifyRequest,
  reply: FastifyReply,
  {tag, isImmutable}: {tag: string; isImmutable: boolean},
): boolean {
  reply.header('etag', tag).header('cache-control', isImmutable ? IMMUTABLE : ASK_AGAIN);
  const seen = request.headers['if-none-match'];
  if (seen === undefined) return false;
  const strip = (each: string) => each.trim().replace(/^W\//, '');
  const isSame = seen.trim() === '*' || seen.split(',').some((each) => strip(each) === strip(tag));
  if (isSame) reply.code(304);
  return isSame;
}

/** Whether a client takes what is kept gzipped as it is. */
export function takesGzip({headers}: FastifyRequest): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(headers['accept-encoding'] ?? ''));
}
