import type { ApiAnswer, ServerUpload, SignedPart, StartedUpload, UploadApi } from './upload-api.ts';
import type { OpenUpload } from './upload-types.ts';

/** An answer that takes longer than this is taken for none. */
const ANSWER_WITHIN_MILLIS = 30_000;

/** The API of the page's own host. Token and language are asked for with every call and never kept. */
export function createFetchUploadApi(page: { token: () => string; language: () => string }): UploadApi {
  async function call<Value>(method: string, path: string, body?: unknown): Promise<ApiAnswer<Value>> {
    try {
      const response = await fetch(`/v1/my/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${page.token()}`,
          'accept-language': page.language(),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        cache: 'no-store',
        signal: AbortSignal.timeout(ANSWER_WITHIN_MILLIS),
      });
      const text = await response.text();
      const value = text === '' ? undefined : JSON.parse(text);
      if (response.ok) return { ok: true, value };
      return refusalOf(response.status, value);
    } catch {
      return { ok: false, status: 0 };
    }
  }

  const uploads = (uploadId: string, more = '') => `uploads/${encodeURIComponent(uploadId)}${more}`;
  return {
    async list() {
      const answer = await call<{ uploads: OpenUpload[] }>('GET', 'policy');
      return answer.ok ? { ok: true, value: answer.value.uploads } : answer;
    },
    start: (request) => call<StartedUpload>('POST', 'uploads', request),
    read: (uploadId) => call<ServerUpload>('GET', uploads(uploadId)),
    async sign(uploadId, part) {
      const answer = await call<{ parts: SignedPart[] }>('POST', uploads(uploadId, '/parts'), {
        parts: [part],
      });
      if (!answer.ok) return answer;
      const [signed] = answer.value.parts;
      return signed ? { ok: true, value: signed } : { ok: false, status: 500 };
    },
    complete: (uploadId, whole) => call('POST', uploads(uploadId, '/complete'), whole),
    abort: (uploadId) => call('DELETE', uploads(uploadId)),
  };
}

/** What is no problem of ours (a proxy's page, a broken gateway) still has its status. */
function refusalOf(status: number, problem: unknown): ApiAnswer<never> {
  if (typeof problem !== 'object' || problem === null) return { ok: false, status };
  const { code, detail, ...facts } = problem as Record<string, unknown>;
  return {
    ok: false,
    status,
    ...(typeof code === 'string' && { code }),
    ...(typeof detail === 'string' && { detail }),
    facts,
  };
}
