import { type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { JwtContext } from './http-event.ts';

export interface JwtAuthorizer {
  issuer: string;
  audience: readonly string[];
}

export type Authorization =
  | { kind: 'allowed'; jwt: JwtContext }
  | { kind: 'refused'; status: 401 | 403; challenge?: string };

/**
 * Checks a bearer token as an HTTP API's JWT authorizer does: signature, issuer, `aud` or else `client_id`, times, and
 * at least one of the route's scopes.
 */
export const authorize = async (
  header: string | undefined,
  authorizer: JwtAuthorizer,
  options: { keys: JWTVerifyGetKey; nowMillis: number; requiredScopes: readonly string[] },
): Promise<Authorization> => {
  const token = /^(?:Bearer\s+)?(\S+)$/i.exec(header ?? '')?.[1];
  if (!token) return { kind: 'refused', status: 401, challenge: 'Bearer' };
  let claims: JWTPayload;
  try {
    const verified = await jwtVerify(token, options.keys, {
      issuer: authorizer.issuer,
      algorithms: ['RS256'],
      currentDate: new Date(options.nowMillis),
      requiredClaims: ['exp'],
    });
    claims = verified.payload;
  } catch (error) {
    return invalid(error instanceof Error ? error.message : String(error));
  }
  const audiences = claims.aud === undefined ? [claims.client_id] : [claims.aud].flat();
  if (!audiences.some((audience) => typeof audience === 'string' && authorizer.audience.includes(audience))) {
    return invalid('the audience is invalid');
  }
  const scopes = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  const { requiredScopes } = options;
  if (requiredScopes.length > 0 && !requiredScopes.some((scope) => scopes.includes(scope))) {
    return { kind: 'refused', status: 403 };
  }
  return {
    kind: 'allowed',
    jwt: {
      claims: Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, asText(value)])),
      scopes: requiredScopes.length > 0 ? scopes.filter((scope) => requiredScopes.includes(scope)) : null,
    },
  };
};

/** The gateway hands claims over as text; lists come as `[a b]`. */
const asText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(String).join(' ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const invalid = (description: string): Authorization => ({
  kind: 'refused',
  status: 401,
  challenge: `Bearer scope="" error="invalid_token" error_description="${description.replace(/["\r\n]/g, "'")}"`,
});
