import { createServer, type IncomingMessage, request as requestOf, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { REGION } from '../intrinsics.ts';
import type { DistributionDefinition } from '../plan.ts';
import { addPolicyHeaders } from './response-headers.ts';

/** Where an origin really is on the laptop, and the path that stands before the viewer's. */
export interface OriginPlace {
  url: string;
  pathPrefix: string;
  /** Gives a request that carries no signature the one of the distribution itself. */
  sign?: (path: string) => Promise<string>;
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

const forward = async (
  { config, headersPolicies }: DistributionDefinition,
  placeOf: (domainName: string) => OriginPlace,
  request: IncomingMessage,
  response: ServerResponse,
) => {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  let path = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? '' : url.slice(mark);
  if (path === '/' && config.DefaultRootObject) path = `/${config.DefaultRootObject}`;
  const behavior =
    config.CacheBehaviors?.find(({ PathPattern }) => matchesPathPattern(PathPattern, path)) ??
    config.DefaultCacheBehavior;
  const allowed = behavior.AllowedMethods ?? ['GET', 'HEAD'];
  if (!allowed.includes(request.method ?? 'GET')) {
    response.writeHead(403, { 'content-type': 'text/plain' }).end('This method is not allowed here.');
    return;
  }
  const origin = config.Origins.find(({ Id }) => Id === behavior.TargetOriginId);
  if (!origin) throw new Error(`No origin ${behavior.TargetOriginId}`);
  const place = placeOf(origin.DomainName);
  // A presigned link made against the storage itself already carries the bucket in its path.
  const alreadyThere = place.pathPrefix !== '' && path.startsWith(`${place.pathPrefix}/`);
  const originPath = `${alreadyThere ? '' : place.pathPrefix}${origin.OriginPath ?? ''}${path}`;
  const isSigned = query.includes('X-Amz-Signature=') || request.headers.authorization !== undefined;
  const target = place.sign && !isSigned ? await place.sign(originPath) : `${place.url}${originPath}${query}`;
  const policy = headersPolicies.get(behavior.ResponseHeadersPolicyId ?? '');
  await new Promise<void>((resolve, reject) => {
    const outgoing = requestOf(
      target,
      { method: request.method, headers: { ...request.headers, host: new URL(target).host } },
      (answer) => {
        const headers = { ...answer.headers };
        addPolicyHeaders(policy, headers, request.headers.origin);
        response.writeHead(answer.statusCode ?? 502, headers);
        pipeline(answer, response).then(resolve, reject);
      },
    );
    outgoing.once('error', reject);
    response.once('close', () => {
      outgoing.destroy();
      resolve();
    });
    request.pipe(outgoing);
  });
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
