import { allowedActions } from '../claims/claim-rules.ts';
import type { CaseStore } from '../claims/ports.ts';
import { takeTurns } from '../claims/take-turns.ts';
import type { Instant } from '../clock.ts';
import type { CaseFile, Claim, Letter } from '../contracts/case.ts';
import type { Actor, LetterKind } from '../contracts/primitives.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import type { PolicyStore } from '../policies/ports.ts';
import { draftLetter } from './draft-letter.ts';
import { changeOfLetter } from './letter-entries.ts';
import { awaitsReply, judgeWriter, MOST_LETTERS } from './letter-rules.ts';

/** Begins a letter from its template. A draft of the kind that nobody has touched since is answered again. */
export async function writeLetter(
  input: { trackingNumber: string; claimId: string; kind: LetterKind; actor: Actor; now: Instant },
  ports: { policies: Pick<PolicyStore, 'findAll'>; cases: CaseStore },
): Promise<Letter | Refusal> {
  const { trackingNumber, claimId, kind, actor, now } = input;
  const policies = await ports.policies.findAll(trackingNumber);
  return takeTurns<Letter | Refusal>(ports.cases, trackingNumber, async (file) => {
    const claim = file.claims.find((each) => each.claimId === claimId);
    const policy = policies.find(({ policyId }) => policyId === claim?.policyId);
    if (!claim || !policy) return { outcome: refuse('not-found') };
    const letters = file.letters.filter((letter) => letter.claimId === claimId);
    const refused = judgeWriter(claim, actor) ?? judgeKind(file, claim, input);
    if (refused) return { outcome: refused };
    const untouched = letters.find(
      (letter) =>
        letter.kind === kind &&
        letter.status === 'draft' &&
        letter.version === 1 &&
        letter.createdBy.id === actor.id,
    );
    if (untouched) return { outcome: untouched };
    if (letters.length >= MOST_LETTERS)
      return { outcome: refuse('letters-too-many', { maximum: MOST_LETTERS }) };
    // Letters are never removed, so their count names the next one, also when this is decided again.
    const letterId = `${claimId}-${letters.length + 1}`;
    const letter = draftLetter({ kind, file, claim, policy, letterId, actor, now });
    const entry = { at: now, actor, action: 'letter-drafted', facts: { letterKind: kind } };
    return { outcome: letter, change: changeOfLetter(file, letter, entry) };
  });
}

/** A letter that has to be answered is a step of its claim; a customer is answered at any time. */
function judgeKind(
  file: CaseFile,
  claim: Claim,
  { kind, actor, now }: { kind: LetterKind; actor: Actor; now: Instant },
): Refusal | undefined {
  const allowed = allowedActions(file, claim, actor, now);
  return allowed.includes('send-letter') || !awaitsReply(kind, claim)
    ? undefined
    : refuse('action-not-allowed', {
        status: claim.status,
        action: 'send-letter',
        allowedActions: allowed,
      });
}
