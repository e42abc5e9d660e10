import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import etag from '@fastify/etag';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type {TypeBoxTypeProvider} from '@fastify/type-provider-typebox';
import Fastify from 'fastify';
import {readCatalog} from './catalog.ts';
import type {Config} from './config.ts';
import type {Db} from './db/db.ts';
import {openDatabase} from './db/open.ts';
import {fail} from './errors.ts';
import {finishImport} from './ingest/finish-import.ts';
import {JobRunner} from './jobs/job-runner.ts';
import {sweepInterrupted} from './jobs/job-store.ts';
import {versionsWithoutIndex} from './layers/cells/cell-store.ts';
import type {CuttingThreads} from './layers/cells/cutting-threads.ts';
import {indexVersion} from './layers/cells/index-version.ts';
import {sealedVersions, sweepUnfinished} from './layers/layer-store.ts';
import {Measuring} from './layers/measuring.ts';
import {rejectStrangers} from './auth/access-token.ts';
import {agreementRoutes} from './routes/agreements.ts';
import {collectionRoutes} from './routes/collections.ts';
import {healthRoutes} from './routes/health.ts';
import {jobRoutes} from './routes/jobs.ts';
import {readJsonBodies} from './routes/json-body.ts';
import {landingRoutes} from './routes/landing.ts';
import {layerRoutes} from './routes/layers.ts';
import {observationRoutes} from './routes/observations.ts';
import {answerWithProblems} from './routes/problems.ts';
import {processRoutes} from './routes/processes.ts';
import {sessionRoutes} from './routes/session.ts';
import {tileRoutes} from './routes/tiles.ts';
import {validatorCompiler} from './routes/validator.ts';
import {zoneRoutes} from './routes/zones.ts';
import type {App, Services} from './services.ts';
import {VERSION} from './software.ts';
import {TileService} from './tiles/tile-service.ts';

const WEB_FOLDER = fileURLToPath(new URL('../dist/web/', import.meta.url));

export interface BuiltApp {
  app: App;
  services: Services;
}

/**
 * Opens the database, clears up after a process that was killed, and joins the rooms into one
 * service. `app.close()` stops everything again.
 * @param db a database that is open already, for tests
 */
export async function buildApp(config: Config, db?: Db): Promise<BuiltApp> {
  const app = Fastify({
    logger: {
      level: config.LIANDONG_LOG,
      redact: ['req.headers.authorization', 'req.headers.cookie'],
    },
    bodyLimit: config.LIANDONG_BODY_LIMIT,
    routerOptions: {maxParamLength: 500},
    forceCloseConnections: true,
  })
    .withTypeProvider<TypeBoxTypeProvider>()
    .setValidatorCompiler(validatorCompiler);

  // the embedded database opens in a thread of its own; the plugins load meanwhile
  const [opened] = await Promise.all([db ?? openDatabase(config), joinPlugins(app, config)]);
  const services = await openServices(config, app, opened);
  answerWithProblems(app);
  readJsonBodies(app);
  rejectStrangers(app, config);

  landingRoutes(app, services);
  layerRoutes(app, services);
  collectionRoutes(app, services);
  tileRoutes(app, services);
  zoneRoutes(app, services);
  agreementRoutes(app, services);
  observationRoutes(app, services);
  processRoutes(app, services);
  jobRoutes(app, services);
  sessionRoutes(app, services);
  healthRoutes(app, services);
  serveWeb(app);
  return {app, services};
}

async function openServices(config: Config, app: App, db: Db): Promise<Services> {
  const dropped = await sweepUnfinished(db);
  for (const version of dropped) app.log.warn(version, 'an unfinished import was taken back');
  const interrupted = await sweepInterrupted(db);
  if (interrupted > 0) app.log.warn({interrupted}, 'jobs were interrupted by the last stop');

  const jobs = new JobRunner(db, app.log);
  const measuring = new Measuring(db, {
    threads: config.LIANDONG_WORKERS,
    cacheBytes: config.LIANDONG_CELL_CACHE,
  });
  const tiles = new TileService(db);
  await finishIndexes(db, jobs, measuring.cutting);
  app.addHook('onClose', async () => {
    await jobs.close();
    await Promise.all([measuring.close(), tiles.close()]);
    await db.close();
  });
  return {config, db, jobs, measuring, tiles, catalog: readCatalog()};
}

/**
 * Imports that were stopped while cells were cut are finished, and versions cut in an older format
 * are cut again, as jobs that people see.
 */
async function finishIndexes(db: Db, jobs: JobRunner, cutting: CuttingThreads): Promise<void> {
  for (const sealed of await sealedVersions(db)) {
    const subject = `${sealed.layerId}@${sealed.version}`;
    await jobs.start({processID: 'layer-index', subject}, ({progress, signal}) =>
      finishImport(db, sealed, {
        cutting,
        signal,
        progress: (share) => progress(share, {zh: '切分网格单元', en: 'cutting into cells'}),
      }),
    );
  }
  for (const {layerId, version, versionId} of await versionsWithoutIndex(db)) {
    const subject = `${layerId}@${version}`;
    await jobs.start({processID: 'layer-index', subject}, async ({progress, signal}) =>
      indexVersion(db, versionId, cutting, {progress, signal}),
    );
  }
}

async function joinPlugins(app: App, config: Config): Promise<void> {
  const baseMap = config.LIANDONG_TIANDITU_TOKEN === '' ? [] : ['https://*.tianditu.gov.cn'];
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:', ...baseMap],
        connectSrc: ["'self'", ...baseMap],
        workerSrc: ["'self'", 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        // served over plain HTTP on this machine; a proxy in front adds TLS
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: false,
    crossOriginResourcePolicy: {policy: 'cross-origin'},
  });
  await app.register(cors, {
    origin: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    exposedHeaders: ['Link', 'Location', 'Content-Crs', 'ETag', 'Preference-Applied'],
  });
  await app.register(rateLimit, {
    max: config.LIANDONG_RATE_LIMIT,
    timeWindow: '1 minute',
    errorResponseBuilder: (_request, context) =>
      fail('RATE_LIMITED', {limit: context.max, retryAfterS: Math.ceil(context.ttl / 1000)}),
  });
  await app.register(compress, {threshold: 1024});
  await app.register(etag);
  await app.register(multipart, {
    limits: {fileSize: config.LIANDONG_UPLOAD_LIMIT, files: 1, fields: 20},
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Liandong',
        version: VERSION,
        description: 'Ecological red lines and cross-region zones, measured to the square metre',
        license: {name: 'Apache-2.0'},
      },
    },
  });
  await app.register(swaggerUi, {routePrefix: '/api/docs', staticCSP: true});
}

/** The built web app; a path that is no file is a view of the app. */
function serveWeb(app: App): void {
  if (!existsSync(WEB_FOLDER)) {
    app.log.warn('the web app is not built; run npm run build');
    return;
  }
  app.register(fastifyStatic, {
    root: WEB_FOLDER,
    // file names under assets/ hold a hash of their content
    setHeaders: (response, path) => {
      const isHashed = path.includes('/assets/');
      response.header(
        'cache-control',
        isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
}
