import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Operation } from '../../functions/contracts/operations/operation.ts';
import { operations } from '../../functions/contracts/operations.ts';
import { type JwtContext, LARGEST_BODY_BYTES, toHttpEvent } from '../../local/http/http-event.ts';
import { authorize } from '../../local/http/jwt-authorizer.ts';
import { routeTable } from '../../local/http/routes.ts';
import type { Issuing, Right } from './credentials.ts';
import type { Send, WireAnswer, WireRequest } from './wire.ts';

type Handler = (event: object, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

const ISSUER = 'https://sign-in.example';
const CLIENTS = { pos: 'pos-demo', console: 'console' };
const SALE_SCOPE = 'sales/write';
const LIFETIME_SECONDS = 3_600;
const PEOPLE = { specialist: 'anna', supervisor: 'vera', analyst: 'gleb', administrator: 'darya' } as const;

const context = { getRemainingTimeInMillis: () => 900_000 } as Context;

/** The handlers in this process behind the laptop's own gateway: its routes, its authorizer and its events. */
export async function processGateway(nowMillis: () => number): Promise<{ send: Send; issuing: Issuing }> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256', kid: 'laptop' }] };
  const keys = createLocalJWKSet(jwks);
  const find = routeTable(
    (Object.values(operations) as Operation[]).map((operation) => ({
      routeKey: `${operation.method} ${operation.path}`,
      operation,
    })),
  );

  async function jwtOf(
    { caller }: Operation,
    header: string | undefined,
  ): Promise<JwtContext | number | undefined> {
    if (caller !== 'pos' && caller !== 'console') return undefined;
    const authorization = await authorize(
      header,
      { issuer: ISSUER, audience: [CLIENTS[caller]] },
      { keys, nowMillis: nowMillis(), requiredScopes: caller === 'pos' ? [SALE_SCOPE] : [] },
    );
    return authorization.kind === 'allowed' ? authorization.jwt : authorization.status;
  }

  const sign = (claims: JWTPayload) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'laptop' }).sign(privateKey);

  const everyToken = { iss: ISSUER, exp: Math.floor(nowMillis() / 1_000) + LIFETIME_SECONDS };
  const people = Object.entries(PEOPLE).map(async ([role, username]): Promise<[string, string]> => {
    const claims = { username, 'cognito:groups': [role], client_id: CLIENTS.console, scope: 'openid' };
    return [role, await sign({ ...everyToken, ...claims })];
  });
  const pos = await sign({ ...everyToken, client_id: CLIENTS.pos, scope: SALE_SCOPE });
  const right = { ...Object.fromEntries(await Promise.all(people)), pos } as Record<Right, string>;

  return {
    issuing: { sign, right },
    async send(request) {
      const [path = ''] = request.target.split('?', 1);
      const match = find(request.method, path);
      if (!match) return message(404, 'Not Found');
      const { operation, routeKey } = match.route;
      // As the event has it: what came twice is one value, and no credential.
      const credentials = request.headers.filter(([name]) => name.toLowerCase() === 'authorization');
      const jwt = await jwtOf(operation, credentials.map(([, value]) => value).join(','));
      if (typeof jwt === 'number') return message(jwt, jwt === 401 ? 'Unauthorized' : 'Forbidden');
      if ((request.body?.length ?? 0) > LARGEST_BODY_BYTES) return message(413, 'Request Entity Too Large');
      return invoke(operation, request, {
        routeKey,
        pathParameters: match.pathParameters,
        nowMillis: nowMillis(),
        ...(jwt && { jwt }),
      });
    },
  };
}

async function invoke(
  { name }: Operation,
  { method, target, headers, body = Buffer.alloc(0) }: WireRequest,
  given: { routeKey: string; pathParameters: Record<string, string>; nowMillis: number; jwt?: JwtContext },
): Promise<WireAnswer> {
  const rawHeaders = ['Host', 'api.example', ...headers.flat()];
  const event = toHttpEvent({ method, url: target, rawHeaders, httpVersion: '1.1' }, body, {
    ...given,
    apiId: 'api',
    sourceIp: '192.0.2.1',
  });
  const { handler } = (await import(`../../functions/handlers/${name}.ts`)) as { handler: Handler };
  // What a function is given and answers is JSON on the way.
  const answer = await handler(JSON.parse(JSON.stringify(event)), context);
  const named = Object.entries(answer.headers ?? {}).map(([header, value]) => [
    header.toLowerCase(),
    String(value),
  ]);
  const text = answer.isBase64Encoded
    ? Buffer.from(answer.body ?? '', 'base64').toString('utf8')
    : (answer.body ?? '');
  return { status: answer.statusCode ?? 0, headers: Object.fromEntries(named), text };
}

function message(status: number, text: string): WireAnswer {
  return { status, headers: { 'content-type': 'application/json' }, text: JSON.stringify({ message: text }) };
}
