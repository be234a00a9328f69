import type { Locale } from '../../functions/contracts/primitives.ts';
import { within } from './within.ts';

/** What came of a call: a value, a refusal as problem details, or no answer at all (status 0). */
export type Asked<Value> =
  | { ok: true; status: number; value: Value }
  | { ok: false; status: number; code?: string; detail?: string; facts?: Record<string, unknown> };

export type AskService = <Value>(method: string, path: string, body?: unknown) => Promise<Asked<Value>>;

/** A call that hangs is no answer; a customer in a lift is told so and it is tried again. */
const LONGEST_CALL_MILLIS = 30_000;
/** Of what says that it went well and is no answer of ours. */
const BAD_GATEWAY = 502;

/**
 * The calls of the customer's link, to the page's own host: the one place where its token leaves the page. Language is
 * asked for with every call. Never rejects.
 */
export function createAskService(token: string, language: () => Locale): AskService {
  return async <Value>(method: string, path: string, body?: unknown) => {
    try {
      return await within(LONGEST_CALL_MILLIS, async (signal) => {
        const response = await fetch(`/v1/my/${path}`, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            'accept-language': language(),
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          signal,
          credentials: 'omit',
          cache: 'no-store',
        });
        return answerOf<Value>(response, await response.text());
      });
    } catch {
      return { ok: false, status: 0 };
    }
  };
}

/**
 * What is not from our service (a proxy's page, a broken gateway, the page of a hotel's network) is told by its
 * status alone: somebody did answer, so that it is not the line.
 */
function answerOf<Value>(response: Response, text: string): Asked<Value> {
  const { ok, status } = response;
  const value = parsed(text);
  if (ok && value !== 'unreadable') return { ok: true, status, value: value as Value };
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
