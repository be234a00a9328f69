import { setTimeout as pause } from 'node:timers/promises';
import type { Send } from './wire.ts';

/** In the log of a function: a table did not answer in the time that the function gives it, nor when it was asked again. */
const TOO_SLOW = /"name":"TimeoutError"/;
const MOST_TIMES = 3;
/** Until the function's last line is in its log. */
const LOGGED_MILLIS = 1_000;

/**
 * Sends again, as the answer says, what was answered 500 for the machine alone: two processors that have more to do than
 * the fuzzing. Every other 500 is the service's.
 * @param loggedOf what the functions logged of the answer whose text this is
 */
export function sendUnlessTooSlow(send: Send, loggedOf: (text: string) => readonly string[]): Send {
  return async (request) => {
    for (let time = 1; ; time += 1) {
      const answer = await send(request);
      if (answer.status !== 500 || time === MOST_TIMES) return answer;
      await pause(LOGGED_MILLIS);
      if (!loggedOf(answer.text).some((line) => TOO_SLOW.test(line))) return answer;
    }
  };
}
