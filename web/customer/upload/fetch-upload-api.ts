import { within } from '../within.ts';
import type { ApiAnswer, ServerUpload, SignedPart, StartedUpload, UploadApi } from './upload-api.ts';
import type { OpenUpload } from './upload-types.ts';

/** An answer that takes longer than this is taken for none. */
const ANSWER_WITHIN_MILLIS = 30_000;
/** Of what says that it went well and is no answer of ours. */
const BAD_GATEWAY = 502;

/** The API of the page's own host. Token and language are asked for with every call and never kept. */
export function createFetchUploadApi(page: { token: () => string; language: () => string }): UploadApi {
  async function call<Value>(method: string, path: string, body?: unknown): Promise<ApiAnswer<Value>> {
    try {
      return await within(ANSWER_WITHIN_MILLIS, async (signal) => {
        const response = await fetch(`/v1/my/${path}`, {
          method,
          headers: {
            authorization: `Bearer ${page.token()}`,
            'accept-language': page.language(),
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          cache: 'no-store',
          signal,
        });
        return answerOf<Value>(response, await response.text());
      });
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

/**
 * What is not from our service (a proxy's page, a broken gateway, the page of a hotel's network) is told by its
 * status alone: somebody did answer, so that it is not the line.
 */
function answerOf<Value>(response: Response, text: string): ApiAnswer<Value> {
  const { ok, status } = response;
  const value = parsed(text);
  if (ok && value !== 'unreadable') return { ok: true, value: value as Value };
  if (typeof value !== 'object' || value === null) return { ok: false, status: ok ? BAD_GATEWAY : status };
  const { code, detail, ...facts } = value as Record<string, unknown>;
  if (typeof code !== 'string') return { ok: false, status };
  return { ok: false, status, code, ...(typeof detail === 'string' && { detail }), facts };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return 'unreadable';
  }
}
