import { changeOfAction } from '../claims/change-case.ts';
import { findTransition, isFinal } from '../claims/claim-lifecycle.ts';
import { applyAction } from '../claims/claim-rules.ts';
import type { CaseChange, CaseStore } from '../claims/ports.ts';
import { fileAfter, takeTurns } from '../claims/take-turns.ts';
import { type Instant, toInstant, toMillis } from '../clock.ts';
import type { CaseFile, Claim, Letter } from '../contracts/case.ts';
import type { LetterReply } from '../contracts/console.ts';
import type { Actor } from '../contracts/primitives.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import { changeOfLetter, withLetter } from './letter-entries.ts';
import { findLetter, judgeFiles, type LetterReference, MOST_REPLIES } from './letter-rules.ts';

const DAY = 86_400_000;

type ReplyInput = LetterReference & { reply: LetterReply; actor: Actor; now: Instant };

/**
 * Files what an addressee answered, whoever opens the post. A claim that waited for it goes on; one that went on
 * without it, or is closed, keeps it, and may be opened again for it.
 */
export async function fileReply(
  input: ReplyInput,
  ports: { cases: CaseStore },
): Promise<{ file: CaseFile; letter: Letter } | Refusal> {
  const { trackingNumber, letterId, reply, actor, now } = input;
  return takeTurns<{ file: CaseFile; letter: Letter } | Refusal>(
    ports.cases,
    trackingNumber,
    async (file) => {
      const found = findLetter(file, letterId);
      if (isRefusal(found)) return { outcome: found };
      const { letter, claim } = found;
      const after = answered(letter, input);
      if (isFiled(letter, after)) return { outcome: { file, letter } };
      const refused = judgeReply(file, letter, input);
      if (refused) return { outcome: refused };
      const facts = {
        letterKind: letter.kind,
        outcome: reply.outcome,
        documents: new Set(reply.documents).size,
      };
      const step = {
        action: 'receive-reply',
        actor,
        details: { repliedLetterId: `${letterId}-${after.replies.length}` },
        now,
      } as const;
      // What a customer writes back to us is no answer that a claim waits for.
      const isAwaited =
        letter.replyDueAt !== undefined &&
        findTransition(claim.status, step.action, actor.role) !== undefined;
      const claimAfter = isAwaited ? applyAction(file, claim, step) : undefined;
      if (claimAfter && isRefusal(claimAfter)) return { outcome: claimAfter };
      const change = claimAfter
        ? withLetter(file, changeOfAction(file, claim, claimAfter, step, undefined), after, facts)
        : withNews(claim, changeOfLetter(file, after, { at: now, actor, action: 'reply-filed', facts }));
      return { outcome: { file: fileAfter(file, change), letter: after }, change };
    },
  );
}

/** What was proposed because nobody answered is overtaken by an answer that comes late. */
function withNews(claim: Claim, change: CaseChange): CaseChange {
  const isOvertaken =
    claim.suggestedStep !== undefined && claim.urgentUntil === undefined && !isFinal(claim.status);
  return isOvertaken ? { ...change, claims: [{ ...claim, suggestedStep: 'decide' }] } : change;
}

function judgeReply(file: CaseFile, letter: Letter, { reply, now }: ReplyInput): Refusal | undefined {
  if (letter.sentAt === undefined) return refuse('letter-not-sent', { status: letter.status });
  if (letter.replies.length >= MOST_REPLIES) return refuse('letters-too-many', { maximum: MOST_REPLIES });
  if (toMillis(reply.receivedAt) > toMillis(now))
    return refuse('invalid-request', { errors: [{ pointer: '/receivedAt', rule: 'in-the-future' }] });
  // A day that was typed begins at midnight, before the letter of the same day.
  if (toMillis(reply.receivedAt) < toMillis(letter.sentAt) - DAY)
    return refuse('invalid-request', { errors: [{ pointer: '/receivedAt', rule: 'before-the-letter' }] });
  return judgeFiles(file, letter.policyId, reply.documents ?? []);
}

function answered(letter: Letter, { reply, actor, now }: ReplyInput): Letter {
  const { receivedAt, outcome, summary, documents = [] } = reply;
  const filed = {
    receivedAt: toInstant(toMillis(receivedAt)),
    filedAt: now,
    by: actor,
    outcome,
    documents: [...new Set(documents)],
  };
  return {
    ...letter,
    status: 'answered',
    version: letter.version + 1,
    replies: [...letter.replies, filed],
    personal: { ...letter.personal, replySummaries: [...letter.personal.replySummaries, summary] },
  };
}

/** The same answer once more, also by a colleague who opened the same post. */
function isFiled(before: Letter, after: Letter): boolean {
  const [last, next] = [before.replies.at(-1), after.replies.at(-1)];
  return (
    last !== undefined &&
    next !== undefined &&
    last.receivedAt === next.receivedAt &&
    last.outcome === next.outcome &&
    last.documents.join() === next.documents.join() &&
    before.personal.replySummaries.at(-1) === after.personal.replySummaries.at(-1)
  );
}
