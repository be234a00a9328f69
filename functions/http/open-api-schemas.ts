import * as z from 'zod';
import { listQuery as casesQuery } from '../claims/list-cases-schemas.ts';
import type { Caller, Operation } from '../contracts/operations/operation.ts';
import { type OperationName, operations } from '../contracts/operations.ts';
import { gatewayAnswer, problem } from '../contracts/problem.ts';
import type { RefusalCode } from '../contracts/refusal.ts';
import { idempotencyKey } from '../contracts/sale.ts';
import { claimsQuery } from '../reports/list-report-claims-schemas.ts';
import { officeReportQuery } from '../reports/read-office-report-schemas.ts';
import { regionReportQuery } from '../reports/read-region-report-schemas.ts';
import { seriesQuery } from '../reports/read-report-series-schemas.ts';
import { regionQuery } from '../reports/report-query-schemas.ts';
import { releaseQuery } from '../reports/write-release-schemas.ts';
import { listQuery as signalsQuery } from '../signals/list-signals-schemas.ts';
import { statusOfRefusal } from './problem.ts';

const SECURITY: Record<Caller, object[]> = {
  pos: [{ pos: ['sales/write'] }],
  customer: [{ link: [] }],
  console: [{ console: [] }],
  anyone: [],
};

/** What each list and report is asked for by: the schemas that its use case parses the query with. */
const QUERIES: Partial<Record<OperationName, z.ZodObject>> = {
  'list-cases': casesQuery,
  'list-report-claims': claimsQuery,
  'list-signals': signalsQuery,
  'read-office-report': officeReportQuery,
  'read-region-report': regionReportQuery,
  'read-report-series': seriesQuery,
  'write-release': releaseQuery,
};

/** What no schema of one parameter can say. */
const OF_QUERIES: Readonly<Record<string, string>> = {
  to: 'not before `from`; a report has a longest period, which its refusal tells',
  step: 'day by day only for up to a year',
};

/** Path parameters that take part in a list of ours; any other is compared with what is there. */
const IN_PATH: Readonly<Record<string, object>> = { region: inputOf(regionQuery) };

const IN_HEADERS: Record<NonNullable<Operation['headers']>[number], { required: boolean; schema: object }> = {
  'Idempotency-Key': { required: true, schema: inputOf(idempotencyKey) },
  'If-Match': { required: true, schema: { type: 'string', maxLength: 64 } },
  // Whatever stands there that is none of our validators matches nothing, and the answer is whole (RFC 9110).
  'If-None-Match': { required: false, schema: { type: 'string' } },
};

/** The OpenAPI 3.1 document, made from the same tables that the gateway and the handlers go by. */
export function openApiDocument(): Record<string, unknown> & { openapi: '3.1.0' } {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [operationId, operation] of Object.entries(operations) as [OperationName, Operation][]) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: operationOf(operationId, operation),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Protected purchase',
      version: '1',
      description:
        'Money in kopecks, instants in RFC 3339 UTC, errors as application/problem+json with a stable `code`. What the gateway itself refuses is application/json with a `message`.',
    },
    paths,
    components: {
      schemas: { Problem: inputOf(problem), GatewayAnswer: inputOf(gatewayAnswer) },
      securitySchemes: {
        pos: {
          type: 'oauth2',
          flows: {
            clientCredentials: { tokenUrl: '/oauth2/token', scopes: { 'sales/write': 'Sell protection' } },
          },
        },
        link: { type: 'http', scheme: 'bearer', description: "The token of the customer's link" },
        console: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      },
    },
  };
}

function operationOf(operationId: OperationName, operation: Operation): object {
  return {
    operationId,
    summary: operation.summary,
    security: SECURITY[operation.caller],
    parameters: parametersOf(operationId, operation),
    ...(operation.body && {
      requestBody: {
        required: !operation.bodyOptional,
        content: { 'application/json': { schema: inputOf(operation.body) } },
      },
    }),
    responses: responsesOf(operation),
  };
}

function parametersOf(operationId: OperationName, { path, query = [], headers = [] }: Operation): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: IN_PATH[name] ?? { type: 'string', minLength: 1, maxLength: 128 },
  }));
  const shape = QUERIES[operationId]?.shape ?? {};
  const inQuery = query.map((name) => {
    const schema = shape[name] as z.ZodType | undefined;
    if (!schema) throw new Error(`No schema says what ${name} of ${operationId} may be.`);
    return {
      name,
      in: 'query',
      required: !schema.safeParse(undefined).success,
      ...(OF_QUERIES[name] && { description: OF_QUERIES[name] }),
      // A list is one text, parted by commas.
      ...(schemaOf(schema, 'output').type === 'array' && { style: 'form', explode: false }),
      // What the text is turned into: a limit is a number.
      schema: schemaOf(schema, 'output'),
    };
  });
  const inHeader = headers.map((name) => ({ name, in: 'header', ...IN_HEADERS[name] }));
  return [...inPath, ...inQuery, ...inHeader];
}

function responsesOf(operation: Operation): Record<string, object> {
  const answers = Object.entries(operation.answers).map(([status, schema]) => [
    status,
    {
      description: 'Answer',
      ...(schema && { content: { 'application/json': { schema: inputOf(schema) } } }),
      ...(operation.fileType && {
        content: { [operation.fileType]: { schema: { type: 'string', format: 'binary' } } },
      }),
    },
  ]);
  return { ...Object.fromEntries(answers), ...refusalsOf(operation) };
}

/** By status: the codes of the service, and what the gateway may say before it or in its place. */
function refusalsOf(operation: Operation): Record<string, object> {
  const codes = Map.groupBy<number, RefusalCode | 'internal-error'>(
    [...new Set(operation.refusals()), 'internal-error'],
    (code) => (code === 'internal-error' ? 500 : statusOfRefusal[code]),
  );
  const byGateway = gatewayStatusesOf(operation);
  const statuses = [...new Set([...codes.keys(), ...byGateway.keys()])].sort((one, other) => one - other);
  return Object.fromEntries(
    statuses.map((status) => [status, refusalOf(status, codes.get(status), byGateway.get(status))]),
  );
}

function refusalOf(status: number, codes: readonly string[] | undefined, gateway: string | undefined) {
  const told = [codes && `Problem; codes: ${codes.join(', ')}`, gateway && `Gateway: ${gateway}`];
  const problemSchema = {
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { type: 'object', properties: { status: { const: status }, code: { enum: codes } } },
    ],
  };
  const gatewaySchema = { $ref: '#/components/schemas/GatewayAnswer' };
  return {
    description: told.filter(Boolean).join('. '),
    content: {
      ...(codes && { 'application/problem+json': { schema: problemSchema } }),
      ...(gateway && { 'application/json': { schema: gatewaySchema } }),
    },
  };
}

function gatewayStatusesOf({ caller, path }: Operation): Map<number, string> {
  const isGuarded = caller === 'pos' || caller === 'console';
  return new Map([
    [400, 'no request that it can read'],
    ...(isGuarded ? ([[401, 'no valid token']] as const) : []),
    ...(caller === 'pos' ? ([[403, 'the token lacks the scope']] as const) : []),
    ...(path.includes('{') ? ([[404, 'a path that leads nowhere']] as const) : []),
    [413, 'a body of more than 10 MB'],
    [429, 'too many requests'],
    [500, 'a fault'],
    [503, 'no answer in time'],
  ]);
}

function inputOf(schema: z.ZodType): object {
  return schemaOf(schema, 'input');
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _draft, ...json } = z.toJSONSchema(schema, { io });
  return json;
}
