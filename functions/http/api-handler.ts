import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { type Instant, systemClock } from '../clock.ts';
import type { Operation } from '../contracts/operations/operation.ts';
import type { ConsoleRole, Locale } from '../contracts/primitives.ts';
import { type Facts, isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import { faultOf, logger, metrics } from '../observability.ts';
import { type ConsolePrincipal, principalOf } from './principal.ts';
import { problemOfFault, problemOfRefusal } from './problem.ts';
import { readBody } from './read-body.ts';

type BodyOf<Of extends Operation> = Of extends { body: infer Schema extends z.ZodType }
  ? z.infer<Schema>
  : undefined;

type RoleOf<Of extends Operation> = Of extends { roles: readonly (infer Role extends ConsoleRole)[] }
  ? Role
  : never;

/** Roles that handle cases; the others of the console see figures or people, never a case. */
export type CaseWorker = Extract<ConsoleRole, 'specialist' | 'supervisor'>;

export interface ApiRequest<Body, Role extends ConsoleRole = CaseWorker> {
  body: Body;
  parameters: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  header(name: string): string | undefined;
  /** The bearer token, where the operation is the customer's. */
  token: string;
  /** Who works at the console, where the operation is theirs. */
  principal: ConsolePrincipal<Role>;
  locale: Locale;
  now: Instant;
}

export interface ApiAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Instead of a body, where the operation has a `fileType`: bytes that a browser shows in place. */
  file?: { bytes: Uint8Array; fileName: string };
}

const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
};

/**
 * The one way from the gateway to a use case: body and credential are parsed once, refusals become problem
 * details by the one table, faults are logged under a correlation id and say nothing, and an answer leaves only
 * with the fields that its contract declares.
 */
export function apiHandler<Of extends Operation>(
  operation: Of,
  handle: (request: ApiRequest<BodyOf<Of>, RoleOf<Of>>) => Promise<ApiAnswer | Refusal>,
) {
  const { name } = operation;
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .onError(({ event, error }) => {
      const context = contextOf(event);
      logger.error('fault', { operation: name, correlationId: context.correlationId, error: faultOf(error) });
      metrics.addMetric(`Fault-${name}`, 'Count', 1);
      metrics.publishStoredMetrics();
      return respond({ status: 500, body: problemOfFault(context) }, 'application/problem+json');
    })
    .handler(async (event) => {
      const context = contextOf(event);
      const request = readRequest(event, operation, context.locale);
      const outcome = isRefusal(request)
        ? request
        : await handle(request as unknown as ApiRequest<BodyOf<Of>, RoleOf<Of>>);
      if (!isRefusal(outcome) && outcome.file) return respondWithFile(operation, outcome, outcome.file);
      if (!isRefusal(outcome)) return respond(declared(operation, outcome), 'application/json');
      const problem = problemOfRefusal(outcome.refused, outcome.facts, context);
      logger.info('refused', { operation: name, code: problem.code, correlationId: context.correlationId });
      return respond(
        {
          status: problem.status,
          body: problem,
          ...retryAfter(problem.status, outcome.facts),
        },
        'application/problem+json',
      );
    });
}

function readRequest(
  event: APIGatewayProxyEventV2,
  operation: Operation,
  locale: Locale,
): ApiRequest<unknown, ConsoleRole> | Refusal {
  const principal = operation.caller === 'console' ? principalOf(claimsOf(event)) : undefined;
  if (operation.caller === 'console' && !(principal && operation.roles?.includes(principal.actor.role)))
    return refuse('forbidden');
  const read = readBody(
    { text: event.body, isBase64: event.isBase64Encoded, contentType: event.headers['content-type'] },
    operation,
  );
  if ('refused' in read) return read;
  const bearer = /^Bearer ([A-Za-z0-9_-]+)$/i.exec(event.headers.authorization ?? '');
  return {
    body: read.body,
    parameters: definedOnly(event.pathParameters),
    query: definedOnly(event.queryStringParameters),
    header: (name) => event.headers[name.toLowerCase()],
    token: bearer?.[1] ?? '',
    principal: principal as ConsolePrincipal,
    locale,
    now: systemClock.now(),
  };
}

/** When it is worth trying again, in seconds, where the refusal says so. */
function retryAfter(status: number, { retryAfterSeconds }: Facts): Pick<ApiAnswer, 'headers'> {
  const seconds = typeof retryAfterSeconds === 'number' ? retryAfterSeconds : status === 503 ? 1 : undefined;
  return seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } };
}

/** An answer that its contract does not declare is a fault of ours, found here and not by the caller. */
function declared(operation: Operation, answer: ApiAnswer): ApiAnswer {
  if (!(answer.status in operation.answers)) throw new Error(`Status ${answer.status} is not declared.`);
  const schema = operation.answers[answer.status];
  return schema ? { ...answer, body: schema.parse(answer.body) } : answer;
}

function respond(answer: ApiAnswer, contentType: string): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: answer.status,
    headers: {
      ...SECURITY_HEADERS,
      ...(answer.body !== undefined && { 'content-type': contentType }),
      ...answer.headers,
    },
    ...(answer.body !== undefined && { body: JSON.stringify(answer.body) }),
  };
}

/** Bytes leave a function in Base64; the gateway gives the browser what they are. */
function respondWithFile(
  { answers, fileType }: Operation,
  { status, headers }: ApiAnswer,
  { bytes, fileName }: NonNullable<ApiAnswer['file']>,
): APIGatewayProxyStructuredResultV2 {
  if (fileType === undefined || !(status in answers)) throw new Error('A file is not declared.');
  return {
    statusCode: status,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': fileType,
      'content-disposition': `inline; filename="${fileName.replace(/[^A-Za-z0-9._-]/g, '_')}"`,
      ...headers,
    },
    body: Buffer.from(bytes).toString('base64'),
    isBase64Encoded: true,
  };
}

function contextOf(event: APIGatewayProxyEventV2): { locale: Locale; correlationId: string } {
  const language = event.headers['accept-language'] ?? '';
  return {
    locale: /^en\b/i.test(language.trim()) ? 'en' : 'ru',
    correlationId: event.requestContext.requestId,
  };
}

function claimsOf(event: APIGatewayProxyEventV2): Record<string, unknown> {
  const { authorizer } = event.requestContext as {
    authorizer?: { jwt?: { claims?: Record<string, unknown> } };
  };
  return authorizer?.jwt?.claims ?? {};
}

function definedOnly(values: Record<string, string | undefined> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
