import {Type} from 'typebox';
import {collectDefaultMetrics, Gauge, Histogram, Registry} from 'prom-client';
import {fail} from '../errors.ts';
import type {App, Services} from '../services.ts';

/** Liveness without the database, readiness with it, and what Prometheus reads. */
export function healthRoutes(app: App, {db, jobs}: Services): void {
  app.get(
    '/health',
    {
      schema: {
        tags: ['operation'],
        summary: 'Is the process alive',
        response: {200: Type.Object({status: Type.Literal('ok')})},
      },
    },
    async () => ({status: 'ok' as const}),
  );

  app.get(
    '/ready',
    {schema: {tags: ['operation'], summary: 'Can it answer: database, migrations, engine'}},
    async () => {
      await db.ping().catch((error: Error) => {
        throw fail('NOT_READY', {reason: error.message});
      });
      return {status: 'ready', ...db.capabilities};
    },
  );

  const registry = new Registry();
  collectDefaultMetrics({register: registry});
  const durations = new Histogram({
    name: 'liandong_http_request_duration_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  });
  new Gauge({
    name: 'liandong_jobs',
    help: 'Jobs by state',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const {running, waiting} = jobs.counts();
      this.set({state: 'running'}, running);
      this.set({state: 'waiting'}, waiting);
    },
  });
  app.addHook('onResponse', async (request, reply) => {
    durations.observe(
      {method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode},
      reply.elapsedTime / 1000,
    );
  });
  app.get('/metrics', {schema: {hide: true}}, async (_request, reply) => {
    reply.type(registry.contentType);
    return registry.metrics();
  });
}
