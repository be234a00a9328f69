import type { Instant } from '../clock.ts';
import { type CaseFile, type Claim, refusalReasonCode } from '../contracts/case.ts';
import type { CaseView } from '../contracts/console.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Actor } from '../contracts/primitives.ts';
import { letterViewOf } from '../letters/letter-view.ts';
import { maskAccount, maskEmail, maskName, maskPhone } from '../messages/mask.ts';
import { earlierPoliciesOf } from '../policies/earlier-policies.ts';
import { effectiveStatus, isVideoRequired } from '../policies/policy.ts';
import { termsOf } from '../policies/terms.ts';
import { shownJudgementOf } from '../signals/show-judgement.ts';
import { allowedActions } from './claim-rules.ts';
import { mergeableInto } from './claims-of-event.ts';
import { checklistOf } from './document-checklist.ts';
import { mostToApprove, mostToApproveAlone } from './money-rules.ts';

/** A parcel's whole case as the console shows it, with the actions that this reader may take. */
export function caseViewOf(
  file: CaseFile,
  [policy, ...earlier]: readonly [Policy, ...Policy[]],
  reader: Actor,
  now: Instant,
): CaseView {
  return {
    trackingNumber: policy.trackingNumber,
    version: file.head.version,
    policy: casePolicyOf(policy, now),
    earlierPolicies: earlierPoliciesOf(earlier, now),
    claims: file.claims.map((claim) => caseClaimOf(file, claim, reader, now)),
    evidence: file.uploads.map(
      ({ multipartId: _m, objectKey: _o, trackingNumber: _t, partSize: _p, uploadId, ...upload }) => ({
        ...upload,
        evidenceId: uploadId,
      }),
    ),
    payouts: file.payouts.map(({ claimId, reference, amount, status, intendedAt, settledAt, rejection }) => ({
      claimId,
      reference,
      amount,
      status,
      intendedAt,
      ...(settledAt && { settledAt }),
      ...(rejection && { rejection }),
    })),
    letters: file.letters
      .filter(({ status }) => status !== 'discarded')
      .map((letter) => letterViewOf(letter, now)),
    timeline: file.timeline.map(({ trackingNumber: _t, ...entry }) => entry),
    judgements: file.judgements.map(shownJudgementOf),
    reader: { personId: reader.id ?? '', role: reader.role },
  };
}

export function caseClaimOf(
  file: CaseFile,
  claim: Claim,
  reader: Actor,
  now: Instant,
): CaseView['claims'][number] {
  const { personal, lastAction: _l, trackingNumber: _t, ...rest } = claim;
  const terms = termsOf(claim);
  const { payee, device: _d, ...told } = personal;
  return {
    ...rest,
    ...told,
    ...(payee && {
      payee: { ...payee, account: maskAccount(payee.account), holder: maskName(payee.holder) },
    }),
    allowedActions: allowedActions(file, claim, reader, now),
    mostToApprove: mostToApprove(file, claim),
    secondPersonAbove: mostToApproveAlone(file, claim),
    mergeableInto: mergeableInto(file, claim).map(({ claimId }) => claimId),
    checklist: checklistOf(file, claim).map((line) => ({ ...line, anyOf: [...line.anyOf] })),
    refusalClauses: refusalReasonCode.options.map((reasonCode) => ({
      reasonCode,
      clause: terms.refusalReasons[reasonCode].clause,
    })),
  };
}

function casePolicyOf(policy: Policy, now: Instant): CaseView['policy'] {
  const {
    personal,
    idempotencyKey: _i,
    requestDigest: _r,
    dueAt: _d,
    linkVersion: _l,
    version: _v,
    ...rest
  } = policy;
  const { customer, seller: named } = personal;
  // Whose account it is is asked by letter; nobody reads it here.
  const { account: _account, ...seller } = named;
  return {
    ...rest,
    status: effectiveStatus(policy, now),
    videoRequired: isVideoRequired(termsOf(policy), policy.amount),
    videoThreshold: termsOf(policy).videoThreshold,
    customer: {
      ...customer,
      phone: maskPhone(customer.phone),
      ...(customer.email !== undefined && { email: maskEmail(customer.email) }),
    },
    seller: { ...seller, ...(seller.phone !== undefined && { phone: maskPhone(seller.phone) }) },
  };
}

/** The strong validator of a case: its version, which every change raises, and a digest of what else is shown. */
export function etagOf(version: number, shown?: string): string {
  return shown === undefined ? `"${version}"` : `"${version}-${shown}"`;
}

/** The version of an If-Match header, or undefined when it carries none of ours. */
export function versionOfIfMatch(header: string | undefined): number | undefined {
  const match = /^\s*(?:W\/)?"?([0-9]{1,9})(?:-[A-Za-z0-9_-]{1,43})?"?\s*$/.exec(header ?? '');
  return match ? Number(match[1]) : undefined;
}
