import { type Instant, toInstant, toMillis } from '../clock.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import type { CodeChallenge } from './ports.ts';

/*
 * Bounds of the code that a customer gets on the phone of the sale before the money may go elsewhere, after what OWASP
 * ASVS 4.0.3 asks of out-of-band verifiers: valid for ten minutes (2.7.2), used once (2.7.3), six digits (2.7.6), and
 * guesses limited (2.2.1). Five codes of five tries are 25 guesses of a million a day.
 */

/** A code is good for so many minutes after it was asked for. */
export const VALID_MINUTES = 10;

/** So many comparisons of one code, the right one included. */
export const MOST_ATTEMPTS = 5;

/** The next code can be asked for after so many seconds. */
export const SECONDS_BETWEEN_CODES = 60;

/** So many codes of one policy in `WINDOW_HOURS`. */
export const MOST_CODES = 5;
export const WINDOW_HOURS = 24;

/** The moment from which the code of this challenge counts no more. */
export function validUntil(challenge: Pick<CodeChallenge, 'issuedAt'>): Instant {
  return later(challenge.issuedAt, VALID_MINUTES * 60);
}

export function isValid(challenge: Pick<CodeChallenge, 'issuedAt'>, now: Instant): boolean {
  return now < validUntil(challenge);
}

/** When another code may be asked for, after those that were. */
export function nextCodeAt(recentIssues: readonly Instant[]): Instant | undefined {
  const last = recentIssues.at(-1);
  if (!last) return undefined;
  const afterLast = later(last, SECONDS_BETWEEN_CODES);
  const oldestThatCounts = recentIssues.at(-MOST_CODES);
  const afterMost = oldestThatCounts && later(oldestThatCounts, WINDOW_HOURS * 3600);
  return afterMost && afterMost > afterLast ? afterMost : afterLast;
}

/** The next challenge of a policy in the place of the one before, or from when on there may be one. */
export function nextChallenge(
  before: CodeChallenge | undefined,
  next: Pick<CodeChallenge, 'trackingNumber' | 'policyId' | 'claimId' | 'challengeId'>,
  now: Instant,
): CodeChallenge | Refusal {
  const recentIssues = before?.recentIssues ?? [];
  const possibleAt = nextCodeAt(recentIssues);
  if (possibleAt !== undefined && now < possibleAt) {
    const retryAfterSeconds = Math.ceil((toMillis(possibleAt) - toMillis(now)) / 1000);
    return refuse('code-too-soon', { nextCodeAt: possibleAt, retryAfterSeconds });
  }
  return { ...next, issuedAt: now, attempts: 0, recentIssues: [...recentIssues, now].slice(-MOST_CODES) };
}

function later(instant: Instant, seconds: number): Instant {
  return toInstant(toMillis(instant) + seconds * 1000);
}
