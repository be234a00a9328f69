import * as z from 'zod';
import type { Caller, Operation } from './operations/operation.ts';
import { operations } from './operations.ts';
import { problem } from './problem.ts';

const SECURITY: Record<Caller, object[]> = {
  pos: [{ pos: ['sales/write'] }],
  customer: [{ link: [] }],
  console: [{ console: [] }],
  anyone: [],
};

/** The OpenAPI 3.1 document, made from the same table that the gateway and the handlers go by. */
export function openApiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [operationId, operation] of Object.entries(operations) as [string, Operation][]) {
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
        'Money in kopecks, instants in RFC 3339 UTC, errors as application/problem+json with a stable `code`.',
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(problem) },
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

function operationOf(operationId: string, operation: Operation): object {
  return {
    operationId,
    summary: operation.summary,
    security: SECURITY[operation.caller],
    parameters: parametersOf(operation),
    ...(operation.body && {
      requestBody: {
        required: !operation.bodyOptional,
        content: { 'application/json': { schema: schemaOf(operation.body) } },
      },
    }),
    responses: responsesOf(operation),
  };
}

function parametersOf(operation: Operation): object[] {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', maxLength: 128 },
  }));
  const inQuery = (operation.query ?? []).map((name) => ({
    name,
    in: 'query',
    schema:
      name === 'limit' ? { type: 'integer', minimum: 1, maximum: 200 } : { type: 'string', maxLength: 1024 },
  }));
  const inHeader = (operation.headers ?? []).map((name) => ({
    name,
    in: 'header',
    required: true,
    schema: { type: 'string', maxLength: 64 },
  }));
  return [...inPath, ...inQuery, ...inHeader];
}

function responsesOf(operation: Operation): Record<string, object> {
  const answers = Object.entries(operation.answers).map(([status, schema]) => [
    status,
    {
      description: 'Answer',
      ...(schema && { content: { 'application/json': { schema: schemaOf(schema) } } }),
      ...(operation.fileType && {
        content: { [operation.fileType]: { schema: { type: 'string', format: 'binary' } } },
      }),
    },
  ]);
  const isGuarded = operation.caller === 'pos' || operation.caller === 'console';
  return {
    ...Object.fromEntries(answers),
    ...(isGuarded && {
      401: { description: 'No valid token (answered by the gateway)' },
      403: { description: 'The token lacks the scope or group' },
    }),
    default: {
      description: `Problem; codes: ${[...operation.refusals(), 'internal-error'].join(', ')}`,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  };
}

function schemaOf(schema: z.ZodType): object {
  const { $schema: _draft, ...json } = z.toJSONSchema(schema, { io: 'input' });
  return json;
}
