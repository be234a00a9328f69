import { createServer, type IncomingMessage, request as requestOf, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { readBody, writeMessage } from './http-event.ts';

/** Answers one request, or says that it is not its own. */
export type Handler = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<boolean>;

export interface Front {
  port: number;
  /** Until this is called every request is answered 503. */
  serve(handlers: readonly Handler[]): void;
  close(): Promise<void>;
}

/** Opens the laptop's one public port; what it serves comes later, when its address has been handed round. */
export const openFront = async (port: number): Promise<Front> => {
  let handlers: readonly Handler[] | undefined;
  const server = createServer((request, response) => {
    const serve = async () => {
      if (!handlers) return writeMessage(response, 503, 'The laptop is still starting.');
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
      for (const handler of handlers) if (await handler(request, response, path)) return;
      writeMessage(response, 404, 'Not Found');
    };
    serve().catch((error: unknown) => {
      console.error(`${request.method} ${request.url}:`, error);
      if (response.headersSent) response.destroy();
      else writeMessage(response, 500, 'Internal Server Error');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    serve(given) {
      handlers = given;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2_000).unref();
      }),
  };
};

/**
 * Hands the issuer's paths on. Its library knows one way of client authentication for each client and no default scope,
 * Cognito takes Basic and form alike and by default grants all scopes: the token request is put into the one form here.
 */
export const issuerHandler =
  (issuer: { url: string; publicHost: string; machineScopes: readonly string[] }): Handler =>
  async (request, response, path) => {
    if (!/^\/(?:oauth2\/|\.well-known\/|logout$)/.test(path)) return false;
    const body = await readBody(request, 100_000);
    if (!body) {
      writeMessage(response, 413, 'Request Entity Too Large');
      return true;
    }
    const headers = { ...request.headers };
    delete headers['content-length'];
    delete headers['transfer-encoding'];
    let sent = body;
    if (path === '/oauth2/token' && request.method === 'POST') {
      const form = normalizeTokenRequest(new URLSearchParams(body.toString()), headers, issuer.machineScopes);
      if (asksTooMuch(form, issuer.machineScopes)) {
        response.writeHead(400, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: 'invalid_scope' }));
        return true;
      }
      sent = Buffer.from(form.toString());
    }
    await new Promise<void>((resolve, reject) => {
      const outgoing = requestOf(
        `${issuer.url}${request.url}`,
        {
          method: request.method,
          headers: {
            ...headers,
            'content-length': sent.length,
            'x-forwarded-host': issuer.publicHost,
            'x-forwarded-proto': 'http',
          },
        },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          pipeline(answer, response).then(resolve, reject);
        },
      );
      outgoing.once('error', reject);
      outgoing.end(sent);
    });
    return true;
  };

/**
 * The console has one address: the one that the issuer leads back to and the storage takes files from. Who typed the
 * other name of this machine is led there.
 */
export const consoleAddressHandler =
  (publicHost: string): Handler =>
  async (request, response, path) => {
    if (
      !/^\/console(?:\/|$)/.test(path) ||
      request.headers.host !== publicHost.replace('localhost', '127.0.0.1')
    )
      return false;
    response.writeHead(302, { location: `http://${publicHost}${request.url}` }).end();
    return true;
  };

const normalizeTokenRequest = (
  form: URLSearchParams,
  headers: IncomingMessage['headers'],
  machineScopes: readonly string[],
): URLSearchParams => {
  const id = form.get('client_id');
  const secret = form.get('client_secret');
  if (!headers.authorization && id && secret) {
    const encoded = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
    headers.authorization = `Basic ${Buffer.from(encoded).toString('base64')}`;
    form.delete('client_id');
    form.delete('client_secret');
  }
  if (isMachine(form) && !form.get('scope')) form.set('scope', machineScopes.join(' '));
  return form;
};

const isMachine = (form: URLSearchParams) => form.get('grant_type') === 'client_credentials';

/** The library silently grants less than was asked for; Cognito refuses. */
const asksTooMuch = (form: URLSearchParams, machineScopes: readonly string[]): boolean =>
  isMachine(form) &&
  (form.get('scope') ?? '').split(' ').some((scope) => scope !== '' && !machineScopes.includes(scope));
