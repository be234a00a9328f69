import type { ApiAnswer } from './upload-api.ts';
import type { UploadProblem } from './upload-types.ts';

/** How a piece of work ended before its success. */
export type Failure =
  /** It will be tried again. */
  | { end: 'broken'; problem: UploadProblem }
  /** Only a new upload helps. `isGone`: the server has nothing of it any more. */
  | { end: 'failed'; problem: UploadProblem; isGone: boolean }
  /** A pause, or it was given up. */
  | { end: 'stopped' };

const TRY_AGAIN_STATUSES = [408, 425, 429];

/** What our API did not answer with success: a break, or the end. */
export function failureOf(answer: Extract<ApiAnswer<unknown>, { ok: false }>): Failure {
  const { status, code, detail } = answer;
  if (status === 0) return { end: 'broken', problem: { kind: 'offline' } };
  // Without one of our codes it is not our service that refuses, but something between it and the page.
  if (code === undefined) return { end: 'broken', problem: { kind: 'server' } };
  const said = { code, ...(detail !== undefined && { detail }) };
  // A part that is missing is sent again in the next round.
  const comesRight = status >= 500 || TRY_AGAIN_STATUSES.includes(status) || code === 'upload-parts-missing';
  if (comesRight) return { end: 'broken', problem: { kind: 'server', ...said } };
  // Somebody else has completed it: the next round sees what it has become.
  const isReceived = code === 'upload-not-open' && answer.facts?.state === 'received';
  if (isReceived) return { end: 'broken', problem: { kind: 'server', ...said } };
  const isGone = code === 'upload-not-open' || code === 'not-found';
  return { end: 'failed', problem: { kind: 'refused', ...said }, isGone };
}

/** What the server says of an upload that has ended there. */
export const gone: Failure = {
  end: 'failed',
  problem: { kind: 'refused', code: 'upload-not-open' },
  isGone: true,
};

/** There is not a single byte to make a file of. */
export const empty: Failure = {
  end: 'failed',
  problem: { kind: 'storage', code: 'empty' },
  isGone: false,
};

/** Of somebody else's recording, who may be about to send its beginning: it is left alone. */
export const nothingArrived: Failure = {
  end: 'failed',
  problem: { kind: 'nothing-arrived' },
  isGone: false,
};

export function isFailure(outcome: object): outcome is Failure {
  return 'end' in outcome && outcome.end !== 'done';
}
