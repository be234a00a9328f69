import { jest } from '@jest/globals';
import { createAskDesk } from '../../../web/console/ask-desk.ts';
import { NoAnswer, Refused } from '../../../web/shared/refused.ts';

/** A service that answers in turn, and a session whose token is renewed when it has to be. */
function deskWith(answers: (Response | Error)[], renewal: 'renews' | 'cannot' = 'renews') {
  const sent: { path: string; headers: Record<string, string>; body?: unknown }[] = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (path, init) => {
    const { headers, body } = init as { headers: Record<string, string>; body?: unknown };
    sent.push({ path: String(path), headers, body });
    const answer = answers[sent.length - 1];
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('Nobody answers.');
    return answer;
  });
  let token = 'first';
  const session = {
    accessToken: async () => token,
    renew: async () => {
      if (renewal === 'renews') token = 'second';
      return renewal === 'renews';
    },
  };
  return { ask: createAskDesk(session, () => 'en'), sent };
}
const json = (value: unknown, status = 200, headers = {}) =>
  new Response(JSON.stringify(value), { status, headers });

afterEach(() => jest.restoreAllMocks());

describe('a call of the desk', () => {
  it('carries the token, the language, and what was seen', async () => {
    const { ask, sent } = deskWith([json({ version: 4 }, 200, { etag: '"4"' })]);
    expect(await ask('POST', '/v1/cases/1/x', { body: { amount: 1 }, ifMatch: '"3"' })).toMatchObject({
      status: 200,
      value: { version: 4 },
      etag: '"4"',
    });
    expect(sent).toEqual([
      {
        path: '/v1/cases/1/x',
        headers: {
          authorization: 'Bearer first',
          'accept-language': 'en',
          'content-type': 'application/json',
          'if-match': '"3"',
        },
        body: '{"amount":1}',
      },
    ]);
  });

  it('is made once more with a renewed token when the first has ended', async () => {
    const { ask, sent } = deskWith([json({ message: 'Unauthorized' }, 401), json({ cases: [] })]);
    expect((await ask('GET', '/v1/cases')).value).toEqual({ cases: [] });
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second']);
  });

  it('is not made again when there is no other token', async () => {
    const { ask, sent } = deskWith([json({ message: 'Unauthorized' }, 401)], 'cannot');
    await expect(ask('GET', '/v1/cases')).rejects.toBeInstanceOf(NoAnswer);
    expect(sent).toHaveLength(1);
  });

  it('tells that nothing has changed by an answer without a value', async () => {
    const { ask, sent } = deskWith([new Response(null, { status: 304, headers: { etag: '"7"' } })]);
    expect(await ask('GET', '/v1/cases', { ifNoneMatch: '"7"' })).toEqual({ status: 304, etag: '"7"' });
    expect(sent[0]?.headers['if-none-match']).toBe('"7"');
  });

  it('tells a refusal with its code, words and facts', async () => {
    const { ask } = deskWith([
      json({ code: 'case-changed', detail: 'Somebody was first.', version: 9 }, 412),
    ]);
    const refused = await ask('POST', '/v1/cases/1/x').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({
      code: 'case-changed',
      message: 'Somebody was first.',
      facts: { version: 9 },
    });
  });

  it.each([
    ['no line', new TypeError('Failed to fetch'), false],
    ['a fault of ours', json({ code: 'fault', detail: '' }, 500), true],
    ['a proxy’s page', new Response('<html>', { status: 200 }), true],
  ])('tells %s as no answer', async (_what, answer, isFault) => {
    const { ask } = deskWith([answer]);
    await expect(ask('GET', '/v1/cases')).rejects.toMatchObject({ name: 'NoAnswer', isFault });
  });
});
