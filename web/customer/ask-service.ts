import type { Locale } from '../../functions/contracts/primitives.ts';
import { type Asked, answerOf } from '../shared/service-answer.ts';
import { within } from '../shared/within.ts';

export type AskService = <Value>(method: string, path: string, body?: unknown) => Promise<Asked<Value>>;

/** A call that hangs is no answer; a customer in a lift is told so and it is tried again. */
const LONGEST_CALL_MILLIS = 30_000;

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
