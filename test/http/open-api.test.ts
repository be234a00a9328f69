import { Ajv2020 } from 'ajv/dist/2020.js';
import { uploadRequest } from '../../functions/contracts/customer.ts';
import type { Operation } from '../../functions/contracts/operations/operation.ts';
import { operations } from '../../functions/contracts/operations.ts';
import { openApiDocument } from '../../functions/http/open-api-schemas.ts';
import { statusOfRefusal } from '../../functions/http/problem.ts';
import { someSale } from '../policies/sale-fixture.ts';

interface Described {
  operationId: string;
  security: Record<string, string[]>[];
  parameters: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { required: boolean; content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}

const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
};
const described = Object.entries(document.paths).flatMap(([template, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ template, method, operation })),
);
const all = Object.entries(operations) as [string, Operation][];
const ajv = new Ajv2020({ strict: false, validateFormats: false });

/** Every schema in the document, wherever it stands. */
function schemasIn(value: unknown): object[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'schema' ? [member as object] : schemasIn(member),
  );
}

describe('the OpenAPI document', () => {
  it('is 3.1 with what the standard asks of it', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  });

  it('describes every operation of the table once, and nothing else', () => {
    const told = described.map(({ template, method, operation }) =>
      [operation.operationId, method.toUpperCase(), template].join(' '),
    );
    const known = all.map(([name, { method, path: template }]) => [name, method, template].join(' '));
    expect(told.sort()).toEqual(known.sort());
  });

  it('has no two paths that differ only by the names of their parameters', () => {
    const shapes = Object.keys(document.paths).map((template) => template.replace(/\{\w+\}/g, '{}'));
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  it('declares every parameter of a path once, and no other', () => {
    for (const { template, operation } of described) {
      const declared = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(
        [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      );
      expect(declared.every(({ required }) => required)).toBe(true);
      const places = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
      expect(new Set(places).size).toBe(places.length);
    }
  });

  it('has schemas that a validator of JSON Schema 2020-12 understands', () => {
    const schemas = schemasIn(document);
    expect(schemas.length).toBeGreaterThan(50);
    for (const schema of [...schemas, ...Object.values(document.components.schemas)])
      expect([ajv.validateSchema(schema), ajv.errors]).toEqual([true, null]);
  });

  it('refers only to what it holds', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to);
    const held = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([...new Set(references)].sort()).toEqual(held.sort());
    expect(document.components.schemas).toHaveProperty('Problem');
    for (const { operation } of described) {
      for (const scheme of operation.security.flatMap(Object.keys))
        expect(document.components.securitySchemes).toHaveProperty(scheme);
    }
  });

  it('bounds no If-None-Match, as what is none of our validators is no fault', () => {
    const parameters = described.flatMap(({ operation }) => operation.parameters);
    const validators = parameters.filter(({ name }) => name === 'If-None-Match');
    expect(validators.length).toBeGreaterThan(2);
    for (const { schema } of validators) expect(ajv.validate(schema, 'x'.repeat(10_000))).toBe(true);
  });

  it('names the credential of each caller', () => {
    const schemes = {
      pos: [{ pos: ['sales/write'] }],
      customer: [{ link: [] }],
      console: [{ console: [] }],
      anyone: [],
    };
    for (const { operation } of described) {
      const { caller } = operations[operation.operationId as keyof typeof operations];
      expect(operation.security).toEqual(schemes[caller]);
    }
  });

  it('tells the answers and the codes of the refusals of each operation', () => {
    for (const { operation } of described) {
      const known: Operation = operations[operation.operationId as keyof typeof operations];
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(Object.keys(known.answers)));
      expect(operation.responses).not.toHaveProperty('default');
      for (const code of known.refusals()) {
        const problems = operation.responses[statusOfRefusal[code]];
        expect(problems?.content).toHaveProperty(['application/problem+json']);
        expect(problems?.description).toContain(code);
      }
    }
  });

  it('tells of a problem only with the codes of its status', () => {
    const notFound = document.paths['/v1/my/policy']?.get?.responses[404]?.content ?? {};
    const schema = { ...notFound['application/problem+json']?.schema, components: document.components };
    const isTold = ajv.compile(schema);
    const problem = {
      type: 't',
      title: 't',
      detail: 'd',
      correlationId: 'c',
      status: 404,
      code: 'not-found',
    };
    expect([isTold(problem), isTold.errors]).toEqual([true, null]);
    expect(isTold({ ...problem, status: 409 })).toBe(false);
    expect(isTold({ ...problem, code: 'case-changed' })).toBe(false);
  });

  it('tells what the gateway answers by itself', () => {
    for (const { operation, template } of described) {
      const statuses = Object.entries(operation.responses)
        .filter(([, { content = {} }]) =>
          JSON.stringify(content['application/json'] ?? '').includes('GatewayAnswer'),
        )
        .map(([status]) => Number(status));
      const isGuarded = !('link' in (operation.security[0] ?? {})) && operation.security.length > 0;
      expect(statuses).toEqual(expect.arrayContaining([400, 413, 429, 500, 503]));
      expect([template, statuses.includes(401)]).toEqual([template, isGuarded]);
    }
  });

  it('says of each parameter of a query what the service takes of it', () => {
    const parametersOf = (template: string) =>
      Object.fromEntries((document.paths[template]?.get?.parameters ?? []).map((each) => [each.name, each]));
    const claims = parametersOf('/v1/reports/claims');
    expect(claims.limit).toMatchObject({
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 200 },
    });
    const isDay = ajv.compile(claims.from?.schema ?? false);
    expect(claims.from?.required).toBe(true);
    expect(['2026-02-28', '2026-02-30', '1999-12-31', 'x'].map((day) => isDay(day))).toEqual([
      ...[true, false, false, false],
    ]);
    expect(claims.region).toMatchObject({
      required: true,
      schema: { enum: expect.arrayContaining(['RYA']) },
    });
    expect(parametersOf('/v1/signals').limit).toMatchObject({ schema: { maximum: 100 } });
    expect(parametersOf('/v1/reports/series').regions).toMatchObject({
      style: 'form',
      explode: false,
      schema: { type: 'array', maxItems: 10 },
    });
    expect(parametersOf('/v1/reports/regions/{region}/offices').region).toMatchObject({
      in: 'path',
      schema: { enum: expect.arrayContaining(['unknown']) },
    });
    expect(parametersOf('/v1/cases')['If-None-Match']).toMatchObject({ required: false });
  });

  it('takes the kind of a document only of a document, as the service does', () => {
    const { schema } = document.paths['/v1/my/uploads']?.post?.requestBody?.content['application/json'] ?? {};
    const validate = ajv.compile(schema ?? false);
    const upload = { fileName: 'a.jpg', contentType: 'image/jpeg', size: 1000, documentKind: 'receipt' };
    for (const purpose of [undefined, 'film', 'document']) {
      const given = { ...upload, ...(purpose && { purpose }) };
      expect([purpose, validate(given)]).toEqual([purpose, uploadRequest.safeParse(given).success]);
    }
    const { size: _size, ...unsized } = upload;
    expect(validate({ ...unsized, purpose: 'document' })).toBe(false);
  });

  it('takes the sale that the service takes, and refuses what it refuses', () => {
    const body = document.paths['/v1/sales']?.post?.requestBody;
    const validate = ajv.compile(body?.content['application/json']?.schema ?? false);
    expect(body?.required).toBe(true);
    expect([validate(someSale()), validate.errors]).toEqual([true, null]);
    expect(validate({ ...someSale(), discount: 1 })).toBe(false);
    expect(validate({ ...someSale(), amount: 1.5 })).toBe(false);
    const { consent: _consent, ...rest } = someSale();
    expect(validate(rest)).toBe(false);
  });

  it('asks for the Idempotency-Key and If-Match where the service does', () => {
    const headersOf = (template: string) =>
      document.paths[template]?.post?.parameters.filter((parameter) => parameter.in === 'header');
    expect(headersOf('/v1/sales')).toMatchObject([{ name: 'Idempotency-Key', required: true }]);
    expect(headersOf('/v1/cases/{trackingNumber}/claims/{claimId}/{action}')).toMatchObject([
      { name: 'If-Match', required: true },
    ]);
  });

  it('covers the calls of the design', () => {
    const calls = all.map(([, { method, path: template }]) => `${method} ${template}`);
    expect(calls).toEqual(
      expect.arrayContaining([
        'POST /v1/sales/quote',
        'POST /v1/sales',
        'GET /v1/sales/{trackingNumber}',
        'POST /v1/sales/{trackingNumber}/void',
        'GET /v1/my/policy',
        'POST /v1/my/claims',
        'GET /v1/my/claims/{claimId}',
        'POST /v1/my/uploads',
        'GET /v1/my/uploads/{uploadId}',
        'POST /v1/my/uploads/{uploadId}/parts',
        'POST /v1/my/uploads/{uploadId}/complete',
        'DELETE /v1/my/uploads/{uploadId}',
        'GET /v1/cases',
        'GET /v1/cases/{trackingNumber}',
        'POST /v1/cases/{trackingNumber}/claims',
        'POST /v1/cases/{trackingNumber}/claims/{claimId}/{action}',
        'GET /v1/openapi.json',
      ]),
    );
  });
});
