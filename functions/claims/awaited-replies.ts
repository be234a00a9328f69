import type { Instant } from '../clock.ts';
import type { CaseFile, Claim, Letter, SuggestedStep } from '../contracts/case.ts';
import { isBefore } from '../policies/deadline.ts';
import { termsOf } from '../policies/terms.ts';
import { liveClaimOf } from './claims-of-event.ts';

/** Letters of this claim, and of those that went on in it, that somebody still has to answer; nearest first. */
export function awaitedReplies(file: Pick<CaseFile, 'claims' | 'letters'>, claim: Claim): Letter[] {
  return file.letters
    .filter((letter) => letter.status === 'sent' && letter.replyDueAt !== undefined)
    .filter((letter) => isOf(file, letter, claim))
    .sort((a, b) => (dueAtOf(a) < dueAtOf(b) ? -1 : 1));
}

/** Of an awaited reply. */
const dueAtOf = ({ replyDueAt }: Letter): Instant => replyDueAt as Instant;

/** Whether it was written for this claim, or for one that went on in it. */
function isOf(file: Pick<CaseFile, 'claims'>, letter: Letter, claim: Claim): boolean {
  return liveClaimOf(file, letter.claimId)?.claimId === claim.claimId;
}

/** When the first of the awaited answers is due, not counting those that are overdue already. */
export function nextReplyDueAt(
  file: Pick<CaseFile, 'claims' | 'letters'>,
  claim: Claim,
  now: Instant,
  justSent?: Instant,
): Instant | undefined {
  const due = awaitedReplies(file, claim).map(({ replyDueAt }) => replyDueAt);
  // What is absent counts as due now, so that it is left out with what is overdue.
  return [...due, justSent].filter((instant = now) => isBefore(now, instant)).sort()[0];
}

/** What the terms propose when the answer that was awaited longest did not come. */
export function stepWithoutReply(
  file: Pick<CaseFile, 'claims' | 'letters'>,
  claim: Claim,
  now: Instant,
): SuggestedStep {
  const overdue = awaitedReplies(file, claim).findLast((letter) => !isBefore(now, dueAtOf(letter)));
  return overdue ? termsOf(claim).letters[overdue.kind].whenNoReply : 'decide';
}

/** Whether something came after the claim was closed that can change what it ended with. */
export function hasLateNews(file: CaseFile, claim: Claim): boolean {
  // What has no time yet sorts before every time, so that it is not late.
  const isLate = (at: Instant = '') => at > claim.statusSince;
  return (
    file.letters.some((letter) => isOf(file, letter, claim) && isLate(letter.replies.at(-1)?.filedAt)) ||
    file.uploads.some((upload) => upload.policyId === claim.policyId && isLate(upload.receivedAt))
  );
}
