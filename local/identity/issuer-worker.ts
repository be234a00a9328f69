// The order matters: `Date` must follow the laptop's clock before the issuer loads.
import '../clock-preload.ts';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { DEMO_USERS, roleOf, userOf } from './demo-users.ts';
import type { IssuerOptions } from './issuer.ts';
import { subjectOf, TOKEN_LIFETIME_SECONDS, userClaims } from './user-token.ts';

const { settings } = workerData as { settings: IssuerOptions };
const { default: Provider } = await import('oidc-provider');

/** Access tokens are JWTs only for a named resource; its name is taken out again below, as Cognito has none. */
const RESOURCE = 'urn:laptop:api';
const scopesOf = (clientId: string) =>
  (clientId === settings.machine.clientId ? settings.machine.scopes : settings.console.scopes).join(' ');
const openIdScopes = ['openid', 'profile', 'email', 'phone', 'aws.cognito.signin.user.admin'];

const provider = new Provider(settings.issuerUrl, {
  clients: [
    {
      client_id: settings.machine.clientId,
      client_secret: settings.machine.clientSecret,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_basic',
      scope: settings.machine.scopes.join(' '),
    },
    {
      client_id: settings.console.clientId,
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: settings.console.redirectUris,
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
  ],
  jwks: { keys: [settings.privateKey as never] },
  cookies: { keys: [settings.cookieKey] },
  scopes: [...new Set([...openIdScopes, ...settings.machine.scopes, ...settings.console.scopes])],
  claims: { openid: ['sub', 'cognito:username', 'cognito:groups'], profile: ['name'], email: ['email'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  clientBasedCORS: () => true,
  issueRefreshToken: async () => true,
  routes: {
    authorization: '/oauth2/authorize',
    token: '/oauth2/token',
    jwks: '/.well-known/jwks.json',
    userinfo: '/oauth2/userInfo',
    revocation: '/oauth2/revoke',
    end_session: '/oauth2/logout',
  },
  interactions: { url: (_context, interaction) => `/oauth2/login/${interaction.uid}` },
  ttl: {
    AccessToken: TOKEN_LIFETIME_SECONDS,
    ClientCredentials: TOKEN_LIFETIME_SECONDS,
    IdToken: TOKEN_LIFETIME_SECONDS,
    Grant: 30 * 86_400,
    Interaction: 3_600,
    RefreshToken: 30 * 86_400,
    Session: 86_400,
  },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: (_context, _resource, client) => ({
        scope: `${scopesOf(client.clientId)} ${openIdScopes.join(' ')}`,
        accessTokenFormat: 'jwt',
        accessTokenTTL: TOKEN_LIFETIME_SECONDS,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  formats: {
    customizers: {
      async jwt(_context, token, parts) {
        const payload = parts.payload as Record<string, unknown>;
        // The library insists on an audience and Cognito's access tokens have none: it is left out when written down.
        Object.defineProperty(payload, 'toJSON', {
          value(this: Record<string, unknown>) {
            const { aud: _audience, ...rest } = this;
            return rest;
          },
        });
        payload.token_use = 'access';
        payload.version = 2;
        const user = 'accountId' in token ? token.accountId : undefined;
        const role = user === undefined ? undefined : roleOf(user);
        if (user !== undefined && role !== undefined) {
          Object.assign(payload, userClaims(user, role));
          // The resource carries only its own scopes into the token; Cognito puts all of them there.
          payload.scope = settings.console.scopes.join(' ');
        }
      },
    },
  },
  findAccount: (_context, accountId) => {
    const role = roleOf(accountId);
    if (!role) return undefined;
    const claims = {
      sub: subjectOf(accountId),
      'cognito:username': accountId,
      'cognito:groups': [role],
      name: userOf(accountId)?.fullName,
      email: `${accountId}@example.test`,
    };
    return { accountId, claims: () => claims };
  },
  async loadExistingGrant(context) {
    const { client, session } = context.oidc;
    if (!client || !session?.accountId) return undefined;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope(`${openIdScopes.join(' ')} ${scopesOf(client.clientId)}`);
    grant.addResourceScope(RESOURCE, `${scopesOf(client.clientId)} ${openIdScopes.join(' ')}`);
    await grant.save();
    return grant;
  },
});
// The front stands before it and names itself in X-Forwarded-Host.
provider.proxy = true;
provider.on('server_error', (_context, error) => console.error(error));

const LOGIN_PAGE = `<!doctype html><html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Вход на ноутбуке</title><style>body{font:18px system-ui;max-width:24rem;margin:4rem auto}button{display:block;width:100%;font:inherit;margin:.5rem 0;padding:.7rem}</style>
<h1>Кто входит?</h1><form method="post">${DEMO_USERS.map(
  ({ name, role }) => `<button name="user" value="${name}">${name} — ${role}</button>`,
).join('')}</form></html>`;

const serveLogin = async (request: IncomingMessage, response: ServerResponse) => {
  if (request.method !== 'POST') {
    await provider.interactionDetails(request, response);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(LOGIN_PAGE);
    return;
  }
  let body = '';
  for await (const chunk of request) body += String(chunk).slice(0, 1_000);
  const user = new URLSearchParams(body).get('user') ?? '';
  if (!roleOf(user)) throw new Error(`There is no demo user ${user}.`);
  await provider.interactionFinished(
    request,
    response,
    { login: { accountId: user } },
    { mergeWithLastSubmission: false },
  );
};

/**
 * Signing out as Cognito does it: one address that ends the session of the sign-in pages and leads back, without asking
 * once more. The library's own way needs a form, and the ID token.
 */
const serveLogout = (request: IncomingMessage, response: ServerResponse) => {
  const query = new URL(request.url ?? '', settings.issuerUrl).searchParams;
  const target = query.get('logout_uri') ?? '';
  if (query.get('client_id') !== settings.console.clientId || !settings.console.logoutUris.includes(target)) {
    response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('client_id or logout_uri is not known.');
    return;
  }
  response.writeHead(302, {
    location: target,
    'set-cookie': ['_session', '_session.sig', '_session.legacy', '_session.legacy.sig'].map(
      (name) => `${name}=; path=/; max-age=0`,
    ),
  });
  response.end();
};

const answer = provider.callback();
const server = createServer((request, response) => {
  if (/^\/logout(?:\?|$)/.test(request.url ?? '')) return serveLogout(request, response);
  if (!/^\/oauth2\/login\/[\w-]+$/.test(request.url ?? '')) return void answer(request, response);
  serveLogin(request, response).catch((error: unknown) => {
    response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(error instanceof Error ? error.message : String(error));
  });
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
