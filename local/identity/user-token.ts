import { createHash, randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { Role } from './demo-users.ts';
import type { SigningKeys } from './signing-keys.ts';

export const TOKEN_LIFETIME_SECONDS = 3_600;

/** A stable identifier that looks like one of the user pool. */
export const subjectOf = (user: string): string =>
  createHash('sha256')
    .update(`laptop user ${user}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** What a person's access token says in the cloud; the issuer's own and those of `npm run token` say the same. */
export const userClaims = (user: string, role: Role) => ({
  sub: subjectOf(user),
  username: user,
  'cognito:groups': [role],
  token_use: 'access',
  version: 2,
});

/** Signs an access token for the console without the detour over the sign-in page. */
export const signUserToken = async (options: {
  keys: SigningKeys;
  issuer: string;
  clientId: string;
  user: string;
  role: Role;
  scopes: readonly string[];
  nowMillis: number;
}): Promise<string> => {
  const issuedAt = Math.floor(options.nowMillis / 1_000);
  return await new SignJWT({
    ...userClaims(options.user, options.role),
    client_id: options.clientId,
    scope: options.scopes.join(' '),
    auth_time: issuedAt,
    event_id: randomUUID(),
  })
    .setProtectedHeader({ alg: 'RS256', kid: options.keys.privateKey.kid ?? 'laptop' })
    .setIssuer(options.issuer)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_LIFETIME_SECONDS)
    .setJti(randomUUID())
    .sign(await importJWK(options.keys.privateKey, 'RS256'));
};
