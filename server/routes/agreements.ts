import {Type} from 'typebox';
import type {FastifyReply} from 'fastify';
import {Agreement, AgreementDraft, AgreementList} from '../../contract/agreement.ts';
import {
  createAgreement,
  deleteAgreement,
  listAgreements,
  listAgreementVersions,
  resolveAgreement,
  saveAgreement,
} from '../agreements/agreement-store.ts';
import {rejectContradictions} from '../agreements/check-agreement.ts';
import type {App, Services} from '../services.ts';
import {expectedVersion} from './expected-version.ts';
import {NoQuery} from './validator.ts';

const AgreementPath = Type.Object({agreementId: Type.String()});
const VersionPath = Type.Object({
  agreementId: Type.String(),
  version: Type.Integer({minimum: 1}),
});

/** Compensation agreements: examples that stay as they are, and saved ones in versions. */
export function agreementRoutes(app: App, {db, catalog}: Services): void {
  const tags = ['agreements'];

  app.get(
    '/api/agreements',
    {
      schema: {
        tags,
        summary: 'Agreements: examples, then saved ones, newest first',
        querystring: NoQuery,
        response: {200: AgreementList},
      },
    },
    () => listAgreements(db, catalog),
  );

  app.post(
    '/api/agreements',
    {
      schema: {
        tags,
        summary: 'Save a new agreement',
        body: AgreementDraft,
        response: {201: Agreement},
      },
    },
    async (request, reply) => {
      rejectContradictions(request.body, catalog.waterQuality);
      const agreement = await createAgreement(db, request.body);
      reply.code(201).header('location', `/api/agreements/${agreement.id}`);
      return withEtag(reply, agreement);
    },
  );

  app.get(
    '/api/agreements/:agreementId',
    {
      schema: {
        tags,
        summary: 'An agreement at its latest version',
        params: AgreementPath,
        querystring: NoQuery,
        response: {200: Agreement},
      },
    },
    async (request, reply) =>
      withEtag(reply, await resolveAgreement(db, catalog, request.params.agreementId)),
  );

  app.put(
    '/api/agreements/:agreementId',
    {
      schema: {
        tags,
        summary: 'Save the next version; If-Match names the one it follows',
        params: AgreementPath,
        body: AgreementDraft,
        response: {200: Agreement},
      },
    },
    async (request, reply) => {
      const expected = expectedVersion(request.headers['if-match']);
      rejectContradictions(request.body, catalog.waterQuality);
      const {agreementId} = request.params;
      return withEtag(reply, await saveAgreement(db, catalog, agreementId, expected, request.body));
    },
  );

  app.delete(
    '/api/agreements/:agreementId',
    {schema: {tags, summary: 'Delete an agreement with all its versions', params: AgreementPath}},
    async (request, reply) => {
      const expected = expectedVersion(request.headers['if-match']);
      await deleteAgreement(db, catalog, request.params.agreementId, expected);
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/agreements/:agreementId/versions',
    {
      schema: {
        tags,
        summary: 'Versions of an agreement, newest first',
        params: AgreementPath,
        response: {200: AgreementList},
      },
    },
    (request) => listAgreementVersions(db, catalog, request.params.agreementId),
  );

  app.get(
    '/api/agreements/:agreementId/versions/:version',
    {
      schema: {
        tags,
        summary: 'An agreement as it was saved',
        params: VersionPath,
        response: {200: Agreement},
      },
    },
    async (request, reply) => {
      const {agreementId, version} = request.params;
      const agreement = await resolveAgreement(db, catalog, `${agreementId}@${version}`);
      // the version never changes, but what it says of the latest does
      reply.header('etag', `"${agreement.version}/${agreement.latestVersion}"`);
      return agreement;
    },
  );
}

function withEtag(reply: FastifyReply, agreement: Agreement): Agreement {
  reply.header('etag', `"${agreement.version}"`);
  return agreement;
}
