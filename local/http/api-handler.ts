import type { IncomingMessage, ServerResponse } from 'node:http';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { InvocationResult } from '../functions/function-host.ts';
import type { HttpApi } from '../plan.ts';
import type { Handler } from './front.ts';
import { type JwtContext, readBody, toHttpEvent, writeHttpResponse, writeMessage } from './http-event.ts';
import { authorize } from './jwt-authorizer.ts';
import { routeTable } from './routes.ts';

/** The HTTP API of the template: route, authorizer, function, in the gateway's order. */
export const apiHandler = (
  api: HttpApi,
  options: {
    keys: JSONWebKeySet;
    clock: { now(): number };
    invoke: (functionName: string, payload: unknown) => Promise<InvocationResult>;
  },
): Handler => {
  const findRoute = routeTable(api.routes);
  // Once: it keeps the keys that it has read.
  const keys = createLocalJWKSet(options.keys);
  return async (request, response, path) => {
    const method = request.method ?? 'GET';
    addCorsHeaders(api.cors, request, response);
    if (api.cors && method === 'OPTIONS' && request.headers.origin) {
      answerPreflight(api.cors, response);
      return true;
    }
    const match = findRoute(method, path);
    if (!match) {
      writeMessage(response, 404, 'Not Found');
      return true;
    }
    const { route, pathParameters } = match;
    let jwt: JwtContext | undefined;
    if (route.authorizer) {
      const authorization = await authorize(request.headers.authorization, route.authorizer, {
        keys,
        nowMillis: options.clock.now(),
        requiredScopes: route.scopes,
      });
      if (authorization.kind === 'refused') {
        if (authorization.challenge) response.setHeader('www-authenticate', authorization.challenge);
        writeMessage(
          response,
          authorization.status,
          authorization.status === 401 ? 'Unauthorized' : 'Forbidden',
        );
        return true;
      }
      jwt = authorization.jwt;
    }
    const body = await readBody(request);
    if (!body) {
      response.setHeader('connection', 'close');
      writeMessage(response, 413, 'Request Entity Too Large');
      return true;
    }
    const event = toHttpEvent(request, body, {
      routeKey: route.routeKey,
      pathParameters,
      apiId: api.apiId,
      sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
      nowMillis: options.clock.now(),
      ...(jwt ? { jwt } : {}),
    });
    const result = await withTimeout(options.invoke(route.functionName, event), route.timeoutMillis);
    if (!result) writeMessage(response, 503, 'Service Unavailable');
    else if ('errorType' in result) writeMessage(response, 500, 'Internal Server Error');
    else writeHttpResponse(response, result.payload);
    return true;
  };
};

const withTimeout = async <Value>(work: Promise<Value>, millis: number): Promise<Value | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), millis);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
};

const addCorsHeaders = (cors: HttpApi['cors'], request: IncomingMessage, response: ServerResponse) => {
  const origin = request.headers.origin;
  const origins = cors?.AllowOrigins ?? [];
  if (!cors || !origin || !(origins.includes('*') || origins.includes(origin))) return;
  response.setHeader('access-control-allow-origin', origins.includes('*') ? '*' : origin);
  if (!origins.includes('*')) response.setHeader('vary', 'origin');
  if (cors.AllowCredentials) response.setHeader('access-control-allow-credentials', 'true');
  if (cors.ExposeHeaders?.length) {
    response.setHeader('access-control-expose-headers', cors.ExposeHeaders.join(','));
  }
};

const answerPreflight = (cors: NonNullable<HttpApi['cors']>, response: ServerResponse) => {
  if (response.hasHeader('access-control-allow-origin')) {
    if (cors.AllowMethods?.length) {
      response.setHeader('access-control-allow-methods', cors.AllowMethods.join(','));
    }
    if (cors.AllowHeaders?.length) {
      response.setHeader('access-control-allow-headers', cors.AllowHeaders.join(','));
    }
    if (cors.MaxAge !== undefined) response.setHeader('access-control-max-age', String(cors.MaxAge));
  }
  response.writeHead(204).end();
};
