import { createHash } from 'node:crypto';
import { type Instant, toMillis } from '../clock.ts';
import type { CaseFile, Claim, ClaimStatus } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Actor, ClaimKind } from '../contracts/primitives.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import { isAtHand, isFilm } from '../evidence/purpose.ts';
import { isBefore } from '../policies/deadline.ts';
import { holdOpenForClaim } from '../policies/holding-open.ts';
import { isVideoRequired } from '../policies/policy.ts';
import { type ProductTerms, termsOf } from '../policies/terms.ts';
import type { CasePorts } from './act-on-claim.ts';
import { deadlineOf } from './claim-rules.ts';
import { liveClaimOf } from './claims-of-event.ts';
import type { CaseChange } from './ports.ts';
import { fileAfter, takeTurns } from './take-turns.ts';
import { appendToTimeline } from './timeline.ts';

export interface ClaimFiling {
  trackingNumber: string;
  /** The policy that the filing is about; a number may have been sold again since. */
  policyId: string;
  kind: ClaimKind;
  /** The loss, kopecks. */
  amount: number;
  description: string;
  /** On the page: which browser. It makes no other event of the same one. */
  device?: string | undefined;
  channel: 'web' | 'phone';
  actor: Actor;
  /** By phone: when the call began. */
  callStartedAt?: Instant | undefined;
  now: Instant;
}

export interface FiledClaim {
  created: boolean;
  claim: Claim;
  file: CaseFile;
}

/**
 * Files a claim, once per event: the same parcel and kind, by web and by phone, once or a hundred times at once,
 * is one claim with its first filing time. Only after it was withdrawn or lapsed a new one can be filed, and not
 * after an appeal: whoever takes that back has a refusal, which a new filing would go around.
 */
export async function fileClaim(filing: ClaimFiling, ports: CasePorts): Promise<FiledClaim | Refusal> {
  return takeTurns<FiledClaim | Refusal>(ports.cases, filing.trackingNumber, async (file) => {
    const ofEvent = file.claims.filter(
      (claim) => claim.policyId === filing.policyId && claim.kind === filing.kind,
    );
    const same = ofEvent
      .map((claim) => liveClaimOf(file, claim.claimId) ?? claim)
      .find((claim) => claim.appeal || (claim.status !== 'withdrawn' && claim.status !== 'lapsed'));
    if (same) return { outcome: { created: false, claim: same, file } };

    const policy = await ports.policies.find(filing.trackingNumber);
    if (policy?.policyId !== filing.policyId) return { outcome: refuse('policy-not-active') };
    const claim = claimOfFiling(filing, policy, file, ofEvent.length);
    if (isRefusal(claim)) return { outcome: claim };
    const change = changeOfFiling(claim, policy, file, filing);
    return { outcome: { created: true, claim, file: fileAfter(file, change) }, change };
  });
}

/** The claim that this filing makes, or why it makes none. Pure: the whole rule of who may claim what until when. */
export function claimOfFiling(
  filing: ClaimFiling,
  policy: Policy,
  file: CaseFile,
  earlierOfEvent: number,
): Claim | Refusal {
  const terms = termsOf(policy);
  if (policy.status === 'voided') return refuse('policy-not-active', { status: 'voided' });
  if (!terms.coveredKinds.includes(filing.kind))
    return refuse('claim-kind-not-covered', { covered: terms.coveredKinds });
  if (filing.amount < 1 || filing.amount > policy.amount)
    return refuse('claim-amount-out-of-range', { minimum: 1, maximum: policy.amount });
  if (file.claims.filter((claim) => claim.policyId === policy.policyId).length >= terms.claimsPerPolicy)
    return refuse('claims-too-many', { maximum: terms.claimsPerPolicy });
  const startedAt = startOf(filing, policy, file, terms);
  if (!isBefore(startedAt, policy.claimableUntil))
    return refuse('claim-too-late', { endsAt: policy.endsAt, timeZone: policy.office.timeZone });

  const status = firstStatus(policy, file, terms);
  const basis = { timeZone: policy.office.timeZone, termsVersion: policy.termsVersion };
  const deadline = deadlineOf(basis, status, filing.now);
  return {
    ...basis,
    trackingNumber: policy.trackingNumber,
    claimId: claimIdOf(policy.policyId, filing.kind, earlierOfEvent + 1),
    policyId: policy.policyId,
    kind: filing.kind,
    amount: filing.amount,
    purchaseAmount: policy.amount,
    channel: filing.channel,
    filedAt: filing.now,
    startedAt,
    filedBy: filing.actor,
    locale: policy.personal.customer.locale ?? 'ru',
    ...assignmentOf(filing),
    status,
    statusSince: filing.now,
    ...(deadline && { deadline }),
    version: 1,
    workflowRun: 1,
    personal: {
      description: filing.description,
      answers: [],
      ...(filing.device !== undefined && { device: filing.device }),
    },
  };
}

/**
 * Started counts as filed. By phone the call's beginning decides (as long as a call can last); on the page the
 * beginning of the first upload has already moved `claimableUntil`, so the present is compared with that.
 */
function startOf(filing: ClaimFiling, policy: Policy, file: CaseFile, terms: ProductTerms): Instant {
  if (filing.channel === 'phone' && filing.callStartedAt) {
    const longest = terms.startedCounts.callMinutes * 60_000;
    const lasted = toMillis(filing.now) - toMillis(filing.callStartedAt);
    if (lasted >= 0 && lasted <= longest) return filing.callStartedAt;
  }
  if (!isBefore(filing.now, policy.claimableUntil)) return filing.now;
  const begun = file.uploads
    .filter((upload) => isFilm(upload) && upload.policyId === policy.policyId)
    .map((upload) => upload.startedAt)
    .sort()[0];
  return begun ?? filing.now;
}

/** Who takes a claim down on the telephone has it; any other is nobody's. */
function assignmentOf({ channel, actor, now }: ClaimFiling): Partial<Claim> {
  const isTaken = channel === 'phone' && actor.role === 'specialist' && actor.id !== undefined;
  return isTaken ? { assignee: { id: actor.id as string, since: now } } : { unassignedSince: now };
}

function firstStatus(policy: Policy, file: CaseFile, terms: ProductTerms): ClaimStatus {
  if (!isVideoRequired(terms, policy.amount)) return 'in-review';
  const filmed = file.uploads.some((upload) => isFilm(upload) && isAtHand(upload, policy.policyId));
  return filmed ? 'in-review' : 'awaiting-video';
}

function changeOfFiling(claim: Claim, policy: Policy, file: CaseFile, filing: ClaimFiling): CaseChange {
  return {
    trackingNumber: claim.trackingNumber,
    expectedVersion: file.head.version,
    claims: [claim],
    timeline: appendToTimeline(file.head, [
      {
        at: filing.now,
        actor: filing.actor,
        action: 'file',
        claimId: claim.claimId,
        to: claim.status,
        facts: {
          kind: claim.kind,
          amount: claim.amount,
          channel: claim.channel,
          ...(claim.deadline && { deadline: claim.deadline }),
        },
      },
    ]),
    policy: { previous: policy, next: holdOpenForClaim(policy) },
  };
}

/** Twenty characters of Crockford's base 32 (100 bits), derived, so that two filings of one event cannot differ. */
function claimIdOf(policyId: string, kind: ClaimKind, ordinal: number): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const digest = createHash('sha256').update(`claim:${policyId}:${kind}:${ordinal}`).digest();
  return [...digest.subarray(0, 20)].map((byte) => alphabet[byte % 32]).join('');
}
