import * as oauth from 'oauth4webapi';
import type { DeskSettings } from '../../../functions/contracts/console.ts';
import { keptSignIn, type Person, ROLES, type SignedIn, type Tokens } from './kept-session.ts';

/** Where a sign-in comes back to: the same for every screen, since the user pool knows it by name. */
export const redirectUri = (): string => `${location.origin}/console/`;

/** The endpoints of Cognito's sign-in host, which the laptop's issuer also has (local/identity). */
function serverOf({ issuer, signInHost }: DeskSettings): oauth.AuthorizationServer {
  return {
    issuer,
    authorization_endpoint: `${signInHost}/oauth2/authorize`,
    token_endpoint: `${signInHost}/oauth2/token`,
    revocation_endpoint: `${signInHost}/oauth2/revoke`,
  };
}

/** Tokens are judged by the service's clock: this machine's may be wrong, and the laptop's can be moved. */
function clientOf({ clientId, now }: DeskSettings, readAt: number): oauth.Client {
  return {
    client_id: clientId,
    [oauth.clockSkew]: Math.round((Date.parse(now) - readAt) / 1_000),
    [oauth.clockTolerance]: 60,
  };
}

/** Plain HTTP is the laptop's: a page that came by HTTPS asks nobody without. */
const options = () => ({ [oauth.allowInsecureRequests]: location.protocol === 'http:' });

export interface SignInServer {
  /** Leads away to the sign-in pages; `place` is where to come back to. */
  begin(place: string): Promise<never>;
  /** What the sign-in pages answered by `url`. @throws when it is not the answer to what this tab asked. */
  finish(url: URL): Promise<SignedIn & { place: string }>;
  /** @throws when there is nothing more to be had for the tokens. */
  refresh(tokens: Tokens): Promise<SignedIn>;
  /** After this the refresh token is worth nothing. Never rejects. */
  revoke(tokens: Tokens): Promise<void>;
}

/** Authorization code with PKCE (RFC 6749, 7636), for a client that can keep no secret. */
export function signInServer(settings: DeskSettings, readAt: number): SignInServer {
  const server = serverOf(settings);
  const client = clientOf(settings, readAt);
  return {
    async begin(place) {
      const [state, nonce, verifier] = [
        oauth.generateRandomState(),
        oauth.generateRandomNonce(),
        oauth.generateRandomCodeVerifier(),
      ];
      keptSignIn.write({ state, nonce, verifier, place });
      const query = new URLSearchParams({
        client_id: client.client_id,
        response_type: 'code',
        scope: 'openid profile',
        redirect_uri: redirectUri(),
        state,
        nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      location.assign(`${server.authorization_endpoint}?${query}`);
      // The page is on its way out: nothing after this may happen.
      return new Promise(() => {});
    },

    async finish(url) {
      const asked = keptSignIn.read();
      // An answer is taken once, and only by the tab that asked.
      keptSignIn.drop();
      if (!asked) throw new Error('Nobody asked for this sign-in here.');
      const answer = oauth.validateAuthResponse(server, client, url, asked.state);
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        oauth.None(),
        answer,
        redirectUri(),
        asked.verifier,
        options(),
      );
      const result = await oauth.processAuthorizationCodeResponse(server, client, response, {
        expectedNonce: asked.nonce,
        requireIdToken: true,
      });
      return { ...signedIn(result), place: asked.place };
    },

    async refresh(tokens) {
      if (!tokens.refreshToken) throw new NothingToRefresh();
      const response = await oauth.refreshTokenGrantRequest(
        server,
        client,
        oauth.None(),
        tokens.refreshToken,
        options(),
      );
      const result = await oauth.processRefreshTokenResponse(server, client, response);
      return signedIn(result, tokens.refreshToken);
    },

    async revoke({ refreshToken }) {
      if (!refreshToken) return;
      try {
        await oauth.revocationRequest(server, client, oauth.None(), refreshToken, {
          ...options(),
          signal: AbortSignal.timeout(2_000),
        });
      } catch {
        // It ends by itself; whoever signs out must not be kept waiting for it.
      }
    },
  };
}

/** Cognito gives the refresh token once; who rotates it gives the next one. */
function signedIn(result: oauth.TokenEndpointResponse, refreshToken?: string): SignedIn {
  const tokens: Tokens = {
    accessToken: result.access_token,
    refreshToken: result.refresh_token ?? refreshToken,
    expiresAt: Date.now() + (result.expires_in ?? 300) * 1_000,
  };
  return { tokens, person: personOf(result.access_token, oauth.getValidatedIdTokenClaims(result)) };
}

class NothingToRefresh extends Error {
  override name = 'NothingToRefresh';
}

/** Who signed in has none of the groups that the console knows. */
export class NoRole extends Error {
  override name = 'NoRole';
}

/**
 * The access token says who acts: the service goes by it, and verifies it at every call. Here it only chooses what is
 * shown. A refreshed one may come without an ID token, which alone knows the name.
 */
function personOf(accessToken: string, identity: oauth.IDToken | undefined): Person {
  const claims = payloadOf(accessToken);
  const groups = claims['cognito:groups'];
  const role = ROLES.find((each) => Array.isArray(groups) && groups.includes(each));
  if (!role) throw new NoRole();
  const id = String(claims.username ?? claims.sub);
  const name = typeof identity?.name === 'string' && identity.name !== '' ? identity.name : id;
  return { id, name, role };
}

function payloadOf(token: string): Record<string, unknown> {
  const [, payload = ''] = token.split('.');
  const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (each) =>
    each.charCodeAt(0),
  );
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}
