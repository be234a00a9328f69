import { createHash } from 'node:crypto';
import { changeOfAction } from '../claims/change-case.ts';
import { type ActionInput, applyAction } from '../claims/claim-rules.ts';
import type { CaseChange, CaseStore } from '../claims/ports.ts';
import { fileAfter, takeTurns } from '../claims/take-turns.ts';
import type { Instant } from '../clock.ts';
import type { CaseFile, Claim, Letter } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Actor } from '../contracts/primitives.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import { claimedFilmsKeptUntil } from '../evidence/film-retention.ts';
import { deadlineAfter } from '../policies/deadline.ts';
import type { PolicyStore } from '../policies/ports.ts';
import { judgeTrackingNumber } from '../policies/sale-rules.ts';
import { termsOf } from '../policies/terms.ts';
import { changeOfLetter, withLetter } from './letter-entries.ts';
import {
  contentOf,
  type Dispatch,
  findLetter,
  judgeDispatch,
  judgeDraft,
  judgeWriter,
  type LetterReference,
  outgoingNumberOf,
  yearOf,
} from './letter-rules.ts';
import type { LetterNumbers, LetterStorage } from './ports.ts';
import { renderLetter } from './render-letter.ts';

export interface DispatchPorts {
  policies: Pick<PolicyStore, 'findAll'>;
  cases: CaseStore;
  numbers: LetterNumbers;
  storage: Pick<LetterStorage, 'put'>;
}

type DispatchInput = LetterReference & Dispatch & { version: number; actor: Actor; now: Instant };
type Sent = { file: CaseFile; letter: Letter };
type Numbered = { outgoingNumber: string; pdf: NonNullable<Letter['pdf']> };

/**
 * Numbers a letter, keeps its bytes and lets it go, as one step of its claim where an answer is awaited.
 *
 * Number and bytes come first and are worth nothing until the one write that says "sent": whoever dies before it has
 * used up a number and sent nothing, whoever dies after it is repeated and answers the same. The e-mail itself follows
 * from that write (messages/notices-of-change.ts).
 */
export async function dispatchLetter(input: DispatchInput, ports: DispatchPorts): Promise<Sent | Refusal> {
  const { trackingNumber, now } = input;
  const seen = await ports.cases.read(trackingNumber);
  const policies = await ports.policies.findAll(trackingNumber);
  const judged = judge(seen, policies, input);
  if (isRefusal(judged) || 'done' in judged) return isRefusal(judged) ? judged : judged.done;

  const year = yearOf(now);
  const outgoingNumber = outgoingNumberOf(year, await ports.numbers.next(year));
  const { letter, claim } = judged;
  const { bytes, pages } = renderLetter(contentOf(seen, letter, claim, { outgoingNumber, date: now }));
  const objectKey = `letters/${trackingNumber}/${letter.policyId}/${letter.letterId}/${outgoingNumber}.pdf`;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const pdf = { objectKey, sha256, size: bytes.length, pages };
  await ports.storage.put(objectKey, bytes, claimedFilmsKeptUntil([claim]) as Instant);

  return takeTurns<Sent | Refusal>(ports.cases, trackingNumber, async (file) => {
    const again = judge(file, policies, input);
    if (isRefusal(again)) return { outcome: again };
    if ('done' in again) return { outcome: again.done };
    const change = changeOfDispatch(file, again, { outgoingNumber, pdf }, input);
    const after = fileAfter(file, change);
    return { outcome: { file: after, letter: change.letters?.[0] as Letter }, change };
  });
}

type Judged = { letter: Letter; claim: Claim; dispatch: Dispatch; step: Step | undefined };

function judge(
  file: CaseFile,
  policies: readonly Policy[],
  input: DispatchInput,
): Judged | { done: Sent } | Refusal {
  const found = findLetter(file, input.letterId);
  if (isRefusal(found)) return found;
  const { letter, claim } = found;
  if (isRepeated(letter, input)) return { done: { file, letter } };
  const refused = judgeWriter(claim, input.actor) ?? judgeDraft(letter, input.version);
  if (refused) return refused;
  const policy = policies.find(({ policyId }) => policyId === letter.policyId);
  if (!policy) return refuse('not-found');
  const dispatch = judgeDispatch(file, letter, policy, input);
  if (isRefusal(dispatch)) return dispatch;
  // Asked already here, so that no number is used up for a letter that may not go.
  const step = stepOf(file, claim, letter, input);
  return step && isRefusal(step) ? step : { letter, claim, dispatch, step };
}

/** This very draft has gone out already: a second click, a retry after a lost answer. */
function isRepeated(letter: Letter, { version, channel, postalTrackingNumber = '' }: DispatchInput): boolean {
  // A draft has no channel yet.
  if (letter.channel !== channel || letter.version <= version) return false;
  const posted = judgeTrackingNumber(postalTrackingNumber);
  return channel === 'email' || (!isRefusal(posted) && posted.trackingNumber === letter.postalTrackingNumber);
}

type Step = { replyDueAt: Instant; input: ActionInput; after: Claim };

/** The step of the claim that a letter is which has to be answered. */
function stepOf(
  file: CaseFile,
  claim: Claim,
  { kind }: Letter,
  { actor, now }: DispatchInput,
): Step | Refusal | undefined {
  const { replyWithin } = termsOf(claim).letters[kind];
  if (!replyWithin) return undefined;
  const replyDueAt = deadlineAfter(now, replyWithin, claim.timeZone);
  const input = { action: 'send-letter', actor, details: { letter: { kind, replyDueAt } }, now } as const;
  const after = applyAction(file, claim, input);
  return isRefusal(after) ? after : { replyDueAt, input, after };
}

function changeOfDispatch(
  file: CaseFile,
  { letter, claim, dispatch, step }: Judged,
  numbered: Numbered,
  { actor, now }: DispatchInput,
): CaseChange {
  const { channel, postalTrackingNumber } = dispatch;
  const sent: Letter = {
    ...letter,
    ...numbered,
    status: 'sent',
    version: letter.version + 1,
    channel,
    ...(postalTrackingNumber !== undefined && { postalTrackingNumber }),
    sentAt: now,
    sentBy: actor,
    ...(step && { replyDueAt: step.replyDueAt }),
  };
  const { outgoingNumber } = numbered;
  const facts = { letterKind: letter.kind, channel, outgoingNumber };
  if (!step) return changeOfLetter(file, sent, { at: now, actor, action: 'letter-sent', facts });
  const change = changeOfAction(file, claim, step.after, step.input, undefined);
  return withLetter(file, change, sent, { ...facts, replyDueAt: step.replyDueAt });
}
