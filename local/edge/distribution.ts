import { createServer, type IncomingMessage, request as requestOf, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { REGION } from '../intrinsics.ts';
import type { DistributionDefinition } from '../plan.ts';
import { compressionOf } from './compression.ts';
import type { EdgeOutcome } from './edge-function.ts';
import { addPolicyHeaders } from './response-headers.ts';

/** Where an origin really is on the laptop, and the path that stands before the viewer's. */
export interface OriginPlace {
  url: string;
  pathPrefix: string;
  /** Gives a request that carries no signature the one of the distribution itself, and answers its whole address. */
  sign?: (method: string, path: string) => string;
}

export interface EdgeServer {
  port: number;
  /** Until this is called every request is answered 503. */
  serve(definition: DistributionDefinition, placeOf: (domainName: string) => OriginPlace): void;
  close(): Promise<void>;
}

/** Opens the port first, because other resources name it, and gets its distribution afterwards. */
export const openEdge = async (port: number): Promise<EdgeServer> => {
  let handle = async (_request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.writeHead(503).end();
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    serve(definition, placeOf) {
      handle = (request, response) => forward(definition, placeOf, request, response);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** What a distribution does with a path, and where it leads. @throws Error when the origin is not among its own. */
export const routeOf = ({ config, headersPolicies }: DistributionDefinition, viewerPath: string) => {
  const path = viewerPath === '/' && config.DefaultRootObject ? `/${config.DefaultRootObject}` : viewerPath;
  const behavior =
    config.CacheBehaviors?.find(({ PathPattern }) => matchesPathPattern(PathPattern, path)) ??
    config.DefaultCacheBehavior;
  const origin = config.Origins.find(({ Id }) => Id === behavior.TargetOriginId);
  if (!origin) throw new Error(`No origin ${behavior.TargetOriginId}`);
  return {
    path,
    behavior,
    origin,
    headersPolicy: headersPolicies.get(behavior.ResponseHeadersPolicyId ?? ''),
  };
};

/** Answers a method that the behaviour does not take, as CloudFront does. */
export const refusesMethod = (
  behavior: { AllowedMethods?: string[] | undefined },
  request: IncomingMessage,
  response: ServerResponse,
): boolean => {
  if ((behavior.AllowedMethods ?? ['GET', 'HEAD']).includes(request.method ?? 'GET')) return false;
  response.writeHead(403, { 'content-type': 'text/plain' }).end('This method is not allowed here.');
  return true;
};

/** Answers a request out of the origin that its path leads to. */
export const forward = async (
  definition: DistributionDefinition,
  placeOf: (domainName: string) => OriginPlace,
  request: IncomingMessage,
  response: ServerResponse,
) => {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const query = mark < 0 ? '' : url.slice(mark);
  const route = routeOf(definition, mark < 0 ? url : url.slice(0, mark));
  const { behavior, origin, headersPolicy } = route;
  if (refusesMethod(behavior, request, response)) return;
  const outcome = edgeOutcome(definition, route, request.method ?? 'GET');
  if ('status' in outcome) {
    const headers = { ...outcome.headers };
    addPolicyHeaders(headersPolicy, headers, request.headers.origin);
    response.writeHead(outcome.status, headers).end();
    return;
  }
  const { path } = outcome;
  if (isMalformed(path)) {
    response.writeHead(400, { 'content-type': 'text/plain' }).end('Bad request.');
    return;
  }
  const place = placeOf(origin.DomainName);
  // A presigned link made against the storage itself already carries the bucket in its path.
  const alreadyThere = place.pathPrefix !== '' && path.startsWith(`${place.pathPrefix}/`);
  const originPath = `${alreadyThere ? '' : place.pathPrefix}${origin.OriginPath ?? ''}${path}`;
  const isSigned = query.includes('X-Amz-Signature=') || request.headers.authorization !== undefined;
  const target =
    place.sign && !isSigned
      ? place.sign(request.method ?? 'GET', originPath)
      : `${place.url}${originPath}${query}`;
  const sent = { ...request.headers, host: new URL(target).host };
  // A viewer that got the answer compressed has the weak form of the origin's tag.
  if (behavior.Compress && sent['if-none-match'])
    sent['if-none-match'] = sent['if-none-match'].replace(/^W\//, '');
  await new Promise<void>((resolve, reject) => {
    const outgoing = requestOf(target, { method: request.method, headers: sent }, (answer) => {
      const headers = { ...answer.headers };
      const status = answer.statusCode ?? 502;
      const compression = compressionOf(behavior, request, { status, headers });
      addPolicyHeaders(headersPolicy, headers, request.headers.origin);
      response.writeHead(status, headers);
      pipeline(compression ? [answer, compression, response] : [answer, response]).then(resolve, reject);
    });
    outgoing.once('error', reject);
    response.once('close', () => {
      outgoing.destroy();
      resolve();
    });
    request.pipe(outgoing);
  });
};

/** What the behaviour's functions make of the path, before it goes to the origin. */
const edgeOutcome = (
  { edgeFunctions }: DistributionDefinition,
  { path, behavior }: ReturnType<typeof routeOf>,
  method: string,
): EdgeOutcome => {
  const [association] = behavior.FunctionAssociations ?? [];
  const run = edgeFunctions.get(association?.FunctionARN ?? '');
  return run ? run({ method, path }) : { path };
};

const isMalformed = (path: string): boolean => {
  try {
    decodeURIComponent(path);
    return false;
  } catch {
    return true;
  }
};

/** CloudFront's path patterns: `*` for any characters, `?` for one. */
export const matchesPathPattern = (pattern: string, path: string): boolean => {
  const text = (pattern.startsWith('/') ? pattern : `/${pattern}`)
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${text}$`, 's').test(path);
};

/** `name.s3.region.amazonaws.com` or `id.execute-api.region.amazonaws.com`. */
export const parseOriginDomain = (
  domainName: string,
): { kind: 'bucket' | 'api'; name: string } | undefined => {
  const suffix = `.${REGION}.amazonaws.com`;
  if (!domainName.endsWith(suffix)) return undefined;
  const start = domainName.slice(0, -suffix.length);
  if (start.endsWith('.s3')) return { kind: 'bucket', name: start.slice(0, -'.s3'.length) };
  if (start.endsWith('.execute-api')) return { kind: 'api', name: start.slice(0, -'.execute-api'.length) };
  return undefined;
};
