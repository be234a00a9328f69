import type { Locale } from '../../functions/contracts/primitives.ts';
import { NoAnswer, Refused } from '../shared/refused.ts';
import { answerOf } from '../shared/service-answer.ts';
import { within } from '../shared/within.ts';
import type { Session } from './session/session.ts';

const LONGEST_CALL_MILLIS = 20_000;
const NOT_MODIFIED = 304;
const UNAUTHORIZED = 401;

export interface Call {
  body?: unknown;
  /** The ETag of what was seen when the action was chosen. */
  ifMatch?: string | undefined;
  /** The ETag of what is known: the answer may be that nothing has changed. */
  ifNoneMatch?: string | undefined;
  signal?: AbortSignal | undefined;
  /** What is answered is a file and no JSON. */
  isFile?: boolean;
}

export interface Answered<Value> {
  status: number;
  /** Missing when nothing has changed. */
  value?: Value;
  file?: Blob;
  etag?: string | undefined;
}

/**
 * Calls the service as whoever is signed in: the one place where the token leaves the page. A token that has ended is
 * renewed and the call made again. @throws Refused or NoAnswer; an aborted call never settles.
 */
export type AskDesk = <Value>(method: string, path: string, call?: Call) => Promise<Answered<Value>>;

export function createAskDesk(
  session: Pick<Session, 'accessToken' | 'renew'>,
  language: () => Locale,
): AskDesk {
  const once = async (token: string, method: string, path: string, call: Call) =>
    await within(LONGEST_CALL_MILLIS, async (signal) => {
      const response = await fetch(path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'accept-language': language(),
          ...(call.body !== undefined && { 'content-type': 'application/json' }),
          ...(call.ifMatch !== undefined && { 'if-match': call.ifMatch }),
          ...(call.ifNoneMatch !== undefined && { 'if-none-match': call.ifNoneMatch }),
        },
        ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
        signal: call.signal ? AbortSignal.any([signal, call.signal]) : signal,
        credentials: 'omit',
        cache: 'no-store',
      });
      if (call.isFile && response.ok) return { response, text: '', file: await response.blob() };
      return { response, text: await response.text() };
    });

  return async <Value>(method: string, path: string, call: Call = {}): Promise<Answered<Value>> => {
    const token = await session.accessToken();
    if (token === undefined) throw new NoAnswer(false);
    let answer = await attempted(() => once(token, method, path, call), call.signal);
    if (answer.response.status === UNAUTHORIZED && (await session.renew(token))) {
      const next = await session.accessToken();
      if (next !== undefined) answer = await attempted(() => once(next, method, path, call), call.signal);
    }
    const { response, text, file } = answer;
    const etag = response.headers.get('etag') ?? undefined;
    if (response.status === NOT_MODIFIED) return { status: NOT_MODIFIED, etag };
    if (file) return { status: response.status, file };
    const asked = answerOf<Value>(response, text);
    if (asked.ok) return { status: asked.status, value: asked.value, etag };
    const { status, code, detail = '', facts = {} } = asked;
    if (code === undefined || status >= 500) throw new NoAnswer(status !== 0);
    throw new Refused(code, detail, facts);
  };
}

async function attempted<Value>(call: () => Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  try {
    return await call();
  } catch {
    // Who called it off asks for nothing any more.
    if (signal?.aborted) return new Promise(() => {});
    throw new NoAnswer(false);
  }
}
