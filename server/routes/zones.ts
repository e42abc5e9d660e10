import {Type} from 'typebox';
import type {FastifyReply} from 'fastify';
import {Zone, ZoneDraft, ZoneList} from '../../contract/zone.ts';
import type {App, Services} from '../services.ts';
import {composeZone} from '../zones/compose-zone.ts';
import {
  createZone,
  deleteZone,
  listZones,
  listZoneVersions,
  readZone,
  saveZone,
  type ReadZone,
} from '../zones/zone-store.ts';
import {expectedVersion} from './expected-version.ts';
import {NoQuery} from './validator.ts';

const ZonePath = Type.Object({zoneId: Type.String()});
const VersionPath = Type.Object({zoneId: Type.String(), version: Type.Integer({minimum: 1})});
const Format = Type.Object(
  {f: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('geojson')]))},
  {additionalProperties: false},
);

/** A planner's zones: saved versions never change, an edit makes the next one. */
export function zoneRoutes(app: App, {db}: Services): void {
  const tags = ['zones'];

  app.get(
    '/api/zones',
    {
      schema: {
        tags,
        summary: 'Zones, newest first',
        querystring: NoQuery,
        response: {200: ZoneList},
      },
    },
    () => listZones(db),
  );

  app.post(
    '/api/zones',
    {schema: {tags, summary: 'Save a new zone', body: ZoneDraft, response: {201: Zone}}},
    async (request, reply) => {
      const zone = await createZone(db, await composeZone(db, request.body));
      reply.code(201).header('location', `/api/zones/${zone.id}`);
      return withEtag(reply, zone);
    },
  );

  app.get(
    '/api/zones/:zoneId',
    {
      schema: {
        tags,
        summary: 'A zone at its latest version',
        params: ZonePath,
        querystring: Format,
      },
    },
    async (request, reply) =>
      answer(reply, await readZone(db, request.params.zoneId), request.query.f),
  );

  app.put(
    '/api/zones/:zoneId',
    {
      schema: {
        tags,
        summary: 'Save the next version; If-Match names the one it follows',
        params: ZonePath,
        body: ZoneDraft,
        response: {200: Zone},
      },
    },
    async (request, reply) => {
      const expected = expectedVersion(request.headers['if-match']);
      const draft = await composeZone(db, request.body);
      return withEtag(reply, await saveZone(db, request.params.zoneId, expected, draft));
    },
  );

  app.delete(
    '/api/zones/:zoneId',
    {schema: {tags, summary: 'Delete a zone with all its versions', params: ZonePath}},
    async (request, reply) => {
      await deleteZone(db, request.params.zoneId, expectedVersion(request.headers['if-match']));
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/zones/:zoneId/versions',
    {
      schema: {
        tags,
        summary: 'Versions of a zone, newest first',
        params: ZonePath,
        response: {200: ZoneList},
      },
    },
    (request) => listZoneVersions(db, request.params.zoneId),
  );

  app.get(
    '/api/zones/:zoneId/versions/:version',
    {schema: {tags, summary: 'A zone as it was saved', params: VersionPath, querystring: Format}},
    async (request, reply) => {
      const {zoneId, version} = request.params;
      const zone = await readZone(db, zoneId, version);
      const answered = answer(reply, zone, request.query.f);
      // the version never changes, but what it says of the latest does
      return reply.header('etag', `"${zone.version}/${zone.latestVersion}"`).send(answered);
    },
  );
}

function answer(reply: FastifyReply, zone: ReadZone, format: 'json' | 'geojson' = 'json') {
  if (format === 'json') return withEtag(reply, zone);
  const {id, version, name, members, areaM2, createdAt, geometry} = withEtag(reply, zone);
  reply
    .type('application/geo+json')
    .header('content-disposition', `attachment; filename="zone-${id}-v${version}.geojson"`);
  const properties = {name, version, areaM2, members, createdAt};
  return JSON.stringify({type: 'Feature', id, properties, geometry});
}

function withEtag(reply: FastifyReply, {wkb: _, ...zone}: ReadZone): Zone {
  reply.header('etag', `"${zone.version}"`);
  return zone;
}
