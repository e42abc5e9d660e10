import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type {TypeBoxTypeProvider} from '@fastify/type-provider-typebox';
import type {Catalog} from './catalog.ts';
import type {Config} from './config.ts';
import type {Db} from './db/db.ts';
import type {JobRunner} from './jobs/job-runner.ts';
import type {Measuring} from './layers/measuring.ts';
import type {TileService} from './tiles/tile-service.ts';

/** Everything that lives as long as the service does; made in app.ts, handed to the routes. */
export interface Services {
  config: Config;
  db: Db;
  jobs: JobRunner;
  catalog: Catalog;
  measuring: Measuring;
  tiles: TileService;
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
