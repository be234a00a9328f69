import { jest } from '@jest/globals';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Operation } from '../../functions/contracts/operations/operation.ts';
import { operations } from '../../functions/contracts/operations.ts';
import { refuse } from '../../functions/contracts/refusal.ts';
import { type ApiRequest, apiHandler } from '../../functions/http/api-handler.ts';
import { someSale } from '../policies/sale-fixture.ts';

const SPECIALIST = { 'cognito:groups': '[specialist]', username: 'anna' };
const saleView = {
  policyId: 'policy-1',
  trackingNumber: '10100012123456',
  status: 'active',
  amount: 450_000,
  price: 9_900,
  termsVersion: '2026-01',
  soldAt: '2026-03-01T09:30:00.000Z',
  startsAt: '2026-03-01T09:30:00.000Z',
  endsAt: '2026-03-31T21:00:00.000Z',
  timeZone: 'Europe/Moscow',
  videoRequired: true,
  openClaims: 0,
  earlierPolicies: [],
};

interface Call {
  headers?: Record<string, string>;
  body?: string;
  parameters?: Record<string, string>;
  query?: Record<string, string>;
  claims?: Record<string, unknown>;
}

function eventOf({ headers = {}, body, parameters, query, claims }: Call): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: 'GET /v1/anything',
    rawPath: '/v1/anything',
    rawQueryString: '',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body }),
    ...(parameters && { pathParameters: parameters }),
    ...(query && { queryStringParameters: query }),
    isBase64Encoded: false,
    requestContext: { requestId: 'request-1', ...(claims && { authorizer: { jwt: { claims } } }) },
  } as unknown as APIGatewayProxyEventV2;
}

async function call(handler: (event: APIGatewayProxyEventV2, context: Context) => unknown, given: Call = {}) {
  const answer = (await handler(eventOf(given), {} as Context)) as APIGatewayProxyStructuredResultV2;
  return {
    status: answer.statusCode,
    headers: answer.headers ?? {},
    text: answer.body,
    body: answer.body === undefined ? undefined : JSON.parse(answer.body),
  };
}

let logged: string;
beforeEach(() => {
  logged = '';
  const collect = ((chunk: unknown) => {
    logged += String(chunk);
    return true;
  }) as typeof process.stdout.write;
  jest.spyOn(process.stdout, 'write').mockImplementation(collect);
  jest.spyOn(process.stderr, 'write').mockImplementation(collect);
});
afterEach(() => jest.restoreAllMocks());

const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
};

describe('an answer', () => {
  it('is JSON with the headers of security, and those of its own', async () => {
    const answer = await call(
      apiHandler(operations['read-sale'], async () => ({
        status: 200,
        body: saleView,
        headers: { etag: '"1"' },
      })),
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(saleView);
    expect(answer.headers).toEqual({ ...SECURITY_HEADERS, 'content-type': 'application/json', etag: '"1"' });
  });

  it('without a body has neither a body nor its type', async () => {
    const answer = await call(apiHandler(operations['abort-upload'], async () => ({ status: 204 })));
    expect(answer).toMatchObject({ status: 204, text: undefined });
    expect(answer.headers).not.toHaveProperty('content-type');
  });

  it('with a field that its contract does not declare does not leave: it is a fault of ours', async () => {
    const answer = await call(
      apiHandler(operations['read-sale'], async () => ({
        status: 200,
        body: { ...saleView, phone: '+79991234567' },
      })),
    );
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('+79991234567');
    expect(logged).not.toContain('+79991234567');
  });

  it('that is a file goes out as the bytes that it is, to be shown in place', async () => {
    const file = { bytes: new Uint8Array([0x25, 0x50, 0xff]), fileName: 'a"b\r\nи.pdf' };
    const handler = apiHandler(operations['read-letter-pdf'], async () => ({ status: 200, file }));
    const event = eventOf({ claims: SPECIALIST });
    const answer = (await handler(event, {} as Context)) as APIGatewayProxyStructuredResultV2;
    expect(answer).toEqual({
      statusCode: 200,
      headers: {
        ...SECURITY_HEADERS,
        'content-type': 'application/pdf',
        'content-disposition': 'inline; filename="a_b___.pdf"',
      },
      body: 'JVD/',
      isBase64Encoded: true,
    });
  });

  it('that is a file which its contract does not declare is a fault', async () => {
    const file = { bytes: new Uint8Array([1]), fileName: 'a.pdf' };
    expect(
      (await call(apiHandler(operations['read-sale'], async () => ({ status: 200, file })))).status,
    ).toBe(500);
  });

  it('with a status that its contract does not declare is a fault', async () => {
    expect(
      (await call(apiHandler(operations['read-sale'], async () => ({ status: 202, body: saleView })))).status,
    ).toBe(500);
  });
});

describe('a refusal that passes', () => {
  it.each([
    [refuse('try-again'), '1'],
    [refuse('code-too-soon', { retryAfterSeconds: 42 }), '42'],
    [refuse('not-found'), undefined],
  ])('says after how many seconds: %j', async (refusal, seconds) => {
    const answer = await call(apiHandler(operations['read-sale'], async () => refusal));
    expect(answer.headers['retry-after']).toBe(seconds);
  });
});

describe('a request', () => {
  const seen = async (name: 'read-sale' | 'search-cases' | 'sell-protection', given: Call) => {
    let request: ApiRequest<unknown> | undefined;
    const answer = await call(
      apiHandler(operations[name] as Operation, async (each) => {
        request = each as ApiRequest<unknown>;
        return refuse('not-found');
      }),
      given,
    );
    return { request, answer };
  };

  it('reaches the use case parsed: parameters, query, headers, token and time', async () => {
    const { request } = await seen('read-sale', {
      parameters: { trackingNumber: '1' },
      query: { limit: '5' },
      headers: { authorization: 'Bearer abc_-123', 'idempotency-key': 'key-1' },
    });
    expect(request).toMatchObject({
      parameters: { trackingNumber: '1' },
      query: { limit: '5' },
      token: 'abc_-123',
      locale: 'ru',
      now: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect(request?.header('Idempotency-Key')).toBe('key-1');
    expect(request?.header('If-Match')).toBeUndefined();
  });

  it.each(['', 'abc', 'Basic abc', 'Bearer', 'Bearer a b', 'Bearer <script>', 'Bearer a.b.c'])(
    'has no token with the authorization %j',
    async (authorization) => {
      expect((await seen('read-sale', { headers: { authorization } })).request?.token).toBe('');
    },
  );

  it('has the scheme of its token in any case', async () => {
    expect((await seen('read-sale', { headers: { authorization: 'bearer abc' } })).request?.token).toBe(
      'abc',
    );
  });

  it('that breaks the contract does not reach the use case', async () => {
    const { request, answer } = await seen('sell-protection', { body: '{"amount":1}' });
    expect(request).toBeUndefined();
    expect(answer).toMatchObject({ status: 422, body: { code: 'consent-missing' } });
  });

  it('of the console needs a role of its operation, before its body is looked at', async () => {
    const body = JSON.stringify({ text: '+79991234567' });
    const analyst = { 'cognito:groups': '[analyst]', username: 'boris' };
    const both = { 'cognito:groups': '[specialist administrator]', username: 'boris' };
    for (const given of [
      { body },
      { body, claims: analyst },
      { body, claims: both },
      { body: '{', claims: analyst },
    ]) {
      const { request, answer } = await seen('search-cases', given);
      expect(request).toBeUndefined();
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
    const { request } = await seen('search-cases', { body, claims: SPECIALIST });
    expect(request).toMatchObject({
      principal: { actor: { role: 'specialist', id: 'anna' } },
      body: { text: '+79991234567' },
    });
  });
});

describe('a refusal', () => {
  it('is a problem with the correlation id, and is logged by its code alone', async () => {
    const handler = apiHandler(operations['sell-protection'], async () =>
      refuse('already-protected', { endsAt: '2026-03-31T21:00:00.000Z' }),
    );
    const answer = await call(handler, { body: JSON.stringify(someSale()) });
    expect(answer.headers).toMatchObject({ ...SECURITY_HEADERS, 'content-type': 'application/problem+json' });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'already-protected', status: 409, correlationId: 'request-1' },
    });
    expect(logged).toContain('already-protected');
    expect(logged).toContain('request-1');
    for (const personal of ['+79991234567', 'anna@example.org', 'Быстрая'])
      expect(logged).not.toContain(personal);
  });

  it('that passes says when to come again', async () => {
    const answer = await call(apiHandler(operations['abort-upload'], async () => refuse('try-again')));
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
  });

  it.each([
    ['en-GB,en;q=0.9', 'en'],
    ['en', 'en'],
    [' EN ', 'en'],
    ['ru-RU', 'ru'],
    ['de', 'ru'],
    ['', 'ru'],
  ])('is said in the language of %j: %s', async (language, locale) => {
    const answer = await call(
      apiHandler(operations['read-sale'], async () => refuse('not-found')),
      { headers: { 'accept-language': language } },
    );
    expect(/\p{Script=Cyrillic}/u.test(answer.body.title) ? 'ru' : 'en').toBe(locale);
  });
});

describe('a fault', () => {
  const fault = Object.assign(new Error('The conditional request failed'), {
    name: 'ConditionalCheckFailedException',
    // What the AWS SDK attaches: the stored item, phone and all.
    Item: { personal: { M: { phone: { S: '+79991234567' } } } },
    cause: Object.assign(new Error('at the socket'), { request: 'anna@example.org' }),
  });
  const failing = apiHandler(operations['sell-protection'], async () => {
    throw fault;
  });
  const given = { body: JSON.stringify(someSale()), headers: { authorization: 'Bearer secret-token' } };

  it('is 500, says nothing of its cause and carries the correlation id', async () => {
    const answer = await call(failing, given);
    expect(answer.headers).toEqual({ ...SECURITY_HEADERS, 'content-type': 'application/problem+json' });
    expect(answer).toMatchObject({
      status: 500,
      body: { code: 'internal-error', status: 500, correlationId: 'request-1' },
    });
    for (const cause of ['Conditional', 'conditional', 'socket', 'stack', '+79991234567'])
      expect(answer.text).not.toContain(cause);
  });

  it('is logged under the correlation id with its cause, and without anything personal', async () => {
    await call(failing, given);
    expect(logged).toContain('request-1');
    expect(logged).toContain('ConditionalCheckFailedException');
    expect(logged).toContain('at the socket');
    for (const personal of ['+79991234567', 'anna@example.org', 'Быстрая', 'secret-token'])
      expect(logged).not.toContain(personal);
  });

  it('is counted by operation', async () => {
    await call(failing, given);
    expect(logged).toContain('"Fault-sell-protection":1');
  });

  it('may be anything that is thrown', async () => {
    const handler = apiHandler(operations['read-sale'], async () => {
      throw 'text with +79991234567';
    });
    expect((await call(handler)).status).toBe(500);
    expect(logged).not.toContain('+79991234567');
  });
});
