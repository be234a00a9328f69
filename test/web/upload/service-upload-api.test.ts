import { createAskService } from '../../../web/customer/ask-service.ts';
import { createServiceUploadApi } from '../../../web/customer/upload/service-upload-api.ts';
import { failureOf } from '../../../web/customer/upload/upload-end.ts';

const api = createServiceUploadApi(createAskService('token', () => 'en'));

const { fetch: before } = globalThis;
afterEach(() => {
  globalThis.fetch = before;
});

/** What the uploader makes of an answer. */
async function readAnswered(status: number, body: string) {
  globalThis.fetch = async () => new Response(body, { status });
  const answer = await api.read('upload-1');
  return answer.ok ? answer : failureOf(answer);
}

const HTML = '<html><body>Forbidden</body></html>';

it.each([
  [403, HTML],
  [404, HTML],
  [413, HTML],
  [502, HTML],
  [403, '{"message":"Forbidden"}'],
  [408, ''],
  [425, ''],
  [429, HTML],
  [400, '"?"'],
  [200, HTML],
])(
  'an answer %d that is not of our service is waited out as a fault, never as a missing line',
  async (status, body) => {
    expect(await readAnswered(status, body)).toEqual({ end: 'broken', problem: { kind: 'server' } });
  },
);

it('a refusal of ours ends it, in the words of the service', async () => {
  const problem = JSON.stringify({ code: 'not-found', detail: 'There is none.' });
  expect(await readAnswered(404, problem)).toEqual({
    end: 'failed',
    problem: { kind: 'refused', code: 'not-found', detail: 'There is none.' },
    isGone: true,
  });
});

it('a fault of ours is waited out', async () => {
  const problem = JSON.stringify({ code: 'internal-error', detail: 'Later.' });
  expect(await readAnswered(500, problem)).toMatchObject({ end: 'broken', problem: { kind: 'server' } });
});

it('no answer at all is a missing line', async () => {
  globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
  const answer = await api.read('upload-1');
  expect(answer).toEqual({ ok: false, status: 0 });
});
