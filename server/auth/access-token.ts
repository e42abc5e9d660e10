import {createHmac, timingSafeEqual} from 'node:crypto';
import type {FastifyRequest} from 'fastify';
import type {Config} from '../config.ts';
import {fail} from '../errors.ts';
import type {App} from '../services.ts';

export const COOKIE = 'liandong_session';

/** Paths that answer without sign-in: liveness, the sign-in itself, and the app's own files. */
const OPEN = [/^\/health$/, /^\/ready$/, /^\/api\/session$/, /^\/(?!api(\/|$)|metrics)/];

/**
 * Where an access token is set, everything but liveness and the app's files asks for it: as
 * `Authorization: Bearer …` or as the cookie the sign-in gives.
 */
export function rejectStrangers(app: App, config: Config): void {
  const token = config.LIANDONG_ACCESS_TOKEN;
  if (token === '') return;
  app.addHook('onRequest', async (request) => {
    const path = request.url.split('?')[0]!;
    if (OPEN.some((pattern) => pattern.test(path))) return;
    if (!isKnown(request, token)) throw fail('SIGN_IN_NEEDED');
  });
}

/** Whether a request carries the access token or the session made from it. */
export function isKnown(request: FastifyRequest, token: string): boolean {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return isSame(bearer, token);
  const cookies = (request.headers.cookie ?? '').split(/;\s*/);
  const session = cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`));
  return session !== undefined && isSame(session.slice(COOKIE.length + 1), sessionOf(token));
}

/** What the cookie holds: not the token itself, and nothing any more once the token is changed. */
export function sessionOf(token: string): string {
  return createHmac('sha256', token).update('liandong session').digest('hex');
}

/** Compares in a time that does not depend on where two texts differ. */
export function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1|\[::1\])$/;

/** @throws Error when the settings would let strangers in: beyond loopback without an access token */
export function rejectOpenDoor(config: Config): void {
  if (LOOPBACK.test(config.HOST) || config.LIANDONG_ACCESS_TOKEN !== '') return;
  throw new Error(
    `HOST is ${config.HOST}, which others can reach, but LIANDONG_ACCESS_TOKEN is not set. Set it (16 characters or more) or listen on 127.0.0.1.`,
  );
}
