import {Type} from 'typebox';
import {COOKIE, isKnown, isSame, sessionOf} from '../auth/access-token.ts';
import {fail} from '../errors.ts';
import type {App, Services} from '../services.ts';

const Session = Type.Object({
  isSignInNeeded: Type.Boolean({description: 'Whether this service asks for an access token'}),
  isSignedIn: Type.Boolean(),
  tiandituToken: Type.Union([Type.String(), Type.Null()], {
    description: 'Token of the Tianditu base map, where this service offers one',
  }),
});

/** Sign-in with the access token, where one is set. */
export function sessionRoutes(app: App, {config}: Services): void {
  const token = config.LIANDONG_ACCESS_TOKEN;
  const isSignInNeeded = token !== '';
  const tiandituToken = config.LIANDONG_TIANDITU_TOKEN || null;
  const cookie = (value: string, maxAgeS: number) =>
    `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeS}`;

  app.get(
    '/api/session',
    {schema: {tags: ['session'], summary: 'Who is asking', response: {200: Session}}},
    async (request) => {
      const isSignedIn = !isSignInNeeded || isKnown(request, token);
      return {isSignInNeeded, isSignedIn, tiandituToken: isSignedIn ? tiandituToken : null};
    },
  );

  app.post(
    '/api/session',
    {
      // a handful of tries a minute: nobody guesses a token at that pace
      config: {rateLimit: {max: 10, timeWindow: '1 minute'}},
      schema: {
        tags: ['session'],
        summary: 'Sign in with the access token',
        body: Type.Object({token: Type.String()}, {additionalProperties: false}),
        response: {200: Session},
      },
    },
    async (request, reply) => {
      if (isSignInNeeded && !isSame(request.body.token, token)) throw fail('SIGN_IN_WRONG');
      if (isSignInNeeded) reply.header('set-cookie', cookie(sessionOf(token), 12 * 3600));
      return {isSignInNeeded, isSignedIn: true, tiandituToken};
    },
  );

  app.delete(
    '/api/session',
    {schema: {tags: ['session'], summary: 'Sign out'}},
    async (_request, reply) => reply.header('set-cookie', cookie('', 0)).code(204).send(),
  );
}
