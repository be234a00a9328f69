import type { Instant } from '../clock.ts';
import { type CaseFile, type Claim, refusalReasonCode } from '../contracts/case.ts';
import type { CustomerClaim } from '../contracts/customer.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Locale } from '../contracts/primitives.ts';
import { isAtHand } from '../evidence/purpose.ts';
import { documentKinds, letterTitles } from '../messages/catalogue/document-kinds.ts';
import { labels } from '../messages/catalogue/labels.ts';
import { renderClaimCard } from '../messages/compose-message.ts';
import { mayChangePayee, payeeOf, showPayee } from '../payouts/payee.ts';
import { termsOf } from '../policies/terms.ts';
import { allowedActions } from './claim-rules.ts';
import { liveClaimOf } from './claims-of-event.ts';

/** A claim as its customer reads it: who acts now, by when, and what happens otherwise. `policy` is the claim's. */
export function customerClaimOf(
  file: CaseFile,
  claim: Claim,
  read: { policy: Policy; locale: Locale; now: Instant },
): CustomerClaim {
  const { policy, locale, now } = read;
  const { title, whoActs, byWhen, otherwise } = renderClaimCard(claim, locale, now);
  const reader = { role: 'customer', id: claim.policyId } as const;
  const { decision } = claim;
  const paid = file.payouts.find((each) => each.claimId === claim.claimId && each.status === 'settled');
  return {
    claimId: claim.claimId,
    trackingNumber: claim.trackingNumber,
    status: claim.status,
    kind: claim.kind,
    amount: claim.amount,
    description: claim.personal.description,
    channel: claim.channel,
    filedAt: claim.filedAt,
    ...(claim.deadline && { deadline: claim.deadline }),
    timeZone: claim.timeZone,
    allowedActions: allowedActions(file, claim, reader, now),
    ...(claim.status === 'awaiting-customer' &&
      claim.question &&
      askedOf(file, claim, claim.question, locale)),
    letters: lettersOf(file, claim, locale),
    ...(decision?.outcome === 'refused' && { refusal: refusalOf(claim, decision, locale) }),
    isAppealed: claim.appeal !== undefined,
    ...(decision?.outcome === 'approved' && { approvedAmount: decision.amount as number }),
    ...(paid && { paidAmount: paid.amount }),
    payee: showPayee(payeeOf(claim), policy.personal.customer.phone),
    payeeChangeable: mayChangePayee(file, claim),
    card: { title, whoActs, ...(byWhen && { byWhen }), ...(otherwise && { otherwise }) },
  };
}

/** What is asked, and which of the documents that were asked for have come since. */
function askedOf(
  file: CaseFile,
  claim: Claim,
  { text, askedAt, documents = [] }: NonNullable<Claim['question']>,
  locale: Locale,
): Pick<CustomerClaim, 'question' | 'requestedDocuments'> {
  const come = file.uploads.filter(
    (upload) => isAtHand(upload, claim.policyId) && (upload.receivedAt ?? '') >= askedAt,
  );
  const requestedDocuments = documents.map((kind) => ({
    kind,
    ...documentKinds[locale][kind],
    received: come.some(({ documentKind }) => documentKind === kind),
  }));
  return { question: text, ...(requestedDocuments.length > 0 && { requestedDocuments }) };
}

/** Letters that went out for this claim, and for those that go on in it, oldest first; not what they say. */
function lettersOf(file: CaseFile, claim: Claim, locale: Locale): CustomerClaim['letters'] {
  return file.letters
    .filter(({ claimId }) => liveClaimOf(file, claimId)?.claimId === claim.claimId)
    .flatMap(({ kind, status, sentAt, replyDueAt, replies }) => {
      const answeredAt = replies.at(-1)?.receivedAt;
      const isAwaited = status === 'sent' && claim.deadline !== undefined;
      if (sentAt === undefined) return [];
      return {
        kind,
        title: letterTitles[locale][kind],
        sentAt,
        ...(isAwaited && replyDueAt !== undefined && { awaitedUntil: replyDueAt }),
        ...(answeredAt !== undefined && { answeredAt }),
      };
    })
    .sort((one, other) => (one.sentAt < other.sentAt ? -1 : 1));
}

/** The rules let no refusal be written without these (claim-rules.ts). */
function refusalOf(
  claim: Claim,
  decision: NonNullable<Claim['decision']>,
  locale: Locale,
): CustomerClaim['refusal'] {
  const reasonCode = decision.reasonCode ?? 'other';
  return {
    reasonCode,
    reason: labels[locale].refusalReasons[reasonCode].label,
    clause: decision.clause ?? '',
    clauseText: wordingOfClause(claim, decision.clause, locale),
    evidence: decision.evidence ?? [],
    ...(decision.explanation && { explanation: decision.explanation }),
    ...(decision.whatWouldChange && { whatWouldChange: decision.whatWouldChange }),
    // A decision after an appeal has none: what is over already promises nothing.
    appealUntil: decision.appealUntil ?? decision.at,
  };
}

/** The specialist may rest a refusal on any clause of the terms, also on one that belongs to another reason. */
function wordingOfClause(claim: Claim, clause: string | undefined, locale: Locale): string {
  const { refusalReasons } = termsOf(claim);
  const reason = refusalReasonCode.options.find((code) => refusalReasons[code].clause === clause);
  return reason ? labels[locale].refusalReasons[reason].clause : '';
}
