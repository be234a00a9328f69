import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { authorize } from '../../../local/http/jwt-authorizer.ts';

const NOW = Date.UTC(2026, 0, 10);
const issuer = 'http://localhost:3000';
const authorizer = { issuer, audience: ['pos-demo'] };

const newKey = async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }];
  return { privateKey, keys: createLocalJWKSet({ keys }) };
};
const own = await newKey();
const foreign = await newKey();

const sign = (claims: JWTPayload, key = own.privateKey) =>
  new SignJWT({
    iss: issuer,
    client_id: 'pos-demo',
    scope: 'sales/write',
    exp: NOW / 1_000 + 3_600,
    ...claims,
  })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .sign(key);
const ask = (header: string | undefined, nowMillis = NOW, requiredScopes = ['sales/write']) =>
  authorize(header, authorizer, { keys: own.keys, nowMillis, requiredScopes });

describe('a JWT authorizer', () => {
  it('lets the right token through, with claims as text', async () => {
    const token = await sign({ 'cognito:groups': ['a', 'b'] });
    expect(await ask(`Bearer ${token}`)).toMatchObject({
      kind: 'allowed',
      jwt: {
        claims: { client_id: 'pos-demo', exp: String(NOW / 1_000 + 3_600), 'cognito:groups': '[a b]' },
        scopes: ['sales/write'],
      },
    });
    expect(await ask(token)).toMatchObject({ kind: 'allowed' });
  });

  it.each([
    ['none', async () => undefined],
    ['garbage', async () => 'Bearer x.y.z'],
    ['another issuer', async () => `Bearer ${await sign({ iss: 'https://elsewhere' })}`],
    ['another audience', async () => `Bearer ${await sign({ client_id: 'console' })}`],
    [
      'an aud that is not ours beside a client_id that is',
      async () => `Bearer ${await sign({ aud: 'other' })}`,
    ],
    ['a foreign key', async () => `Bearer ${await sign({}, foreign.privateKey)}`],
    ['a time that has not come', async () => `Bearer ${await sign({ nbf: NOW / 1_000 + 60 })}`],
    ['no end', async () => `Bearer ${await sign({ exp: undefined } as unknown as JWTPayload)}`],
  ])('answers 401 to %s', async (_what, header) => {
    expect(await ask(await header())).toMatchObject({ kind: 'refused', status: 401 });
  });

  it('answers 401 once the clock has passed the end', async () => {
    const token = `Bearer ${await sign({})}`;
    expect(await ask(token, NOW + 3_599_000)).toMatchObject({ kind: 'allowed' });
    expect(await ask(token, NOW + 3_601_000)).toMatchObject({ kind: 'refused', status: 401 });
  });

  it('answers 403 without one of the scopes of the route, and asks for none where there are none', async () => {
    const token = `Bearer ${await sign({ scope: 'openid' })}`;
    expect(await ask(token)).toMatchObject({ kind: 'refused', status: 403 });
    expect(await ask(token, NOW, [])).toMatchObject({ kind: 'allowed', jwt: { scopes: null } });
  });
});
