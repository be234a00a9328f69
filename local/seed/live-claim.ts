import { actOnClaim } from '../../functions/claims/act-on-claim.ts';
import type { ClaimAction } from '../../functions/claims/claim-lifecycle.ts';
import type { ActionDetails } from '../../functions/claims/claim-rules.ts';
import { fileClaim } from '../../functions/claims/file-claim.ts';
import { leftToRecover, mostToApprove, mostToApproveAlone } from '../../functions/claims/money-rules.ts';
import { type Instant, toInstant, toMillis } from '../../functions/clock.ts';
import type { CaseFile, Claim } from '../../functions/contracts/case.ts';
import { type Actor, documentKind } from '../../functions/contracts/primitives.ts';
import { payClaim } from '../../functions/payouts/pay-claim.ts';
import type { PayoutProvider } from '../../functions/payouts/ports.ts';
import { sendPlannedLetter } from './live-letter.ts';
import type { PlannedClaim } from './plan-claim.ts';
import { done, laterOf, type SeedPorts } from './seed-ports.ts';

interface LivedClaim {
  claim: PlannedClaim;
  trackingNumber: string;
  policyId: string;
}

/** What comes next in a claim's life, and when. */
interface Step {
  at: Instant;
  take: (now: Instant) => Promise<unknown>;
}

/** A claim with letters takes seven steps or so; more is a plan that goes round in a circle. */
const MOST_STEPS = 20;

const SUPERVISOR: Actor = { role: 'supervisor', id: 'vera' };
const GROUNDS = ['Разговор с покупателем'];
const WITHOUT_DOCUMENTS = { documents: [...documentKind.options], reason: 'Показано в отделении связи.' };
const REFUSAL: ActionDetails = {
  reasonCode: 'no-deceit-found',
  clause: '3.2',
  evidence: GROUNDS,
  whatWouldChange: 'Снимок вещи рядом с наклейкой на коробке.',
};

/** Files the claim and takes every step that was planned for it until then, each by whoever would have taken it. */
export async function liveClaim(lived: LivedClaim, ports: SeedPorts, until: Instant): Promise<void> {
  const { claim: planned, trackingNumber } = lived;
  if (planned.filedAt > until) return;
  const claimId = await fileOnce(lived, ports);
  let now = planned.filedAt;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const file = await ports.cases.read(trackingNumber);
    const claim = file.claims.find((each) => each.claimId === claimId) as Claim;
    const step = nextStep(file, claim, lived, ports);
    if (!step) return;
    // Nothing happens before what it follows from.
    now = laterOf(step.at, laterOf(now, claim.statusSince));
    if (now > until) return;
    await step.take(now);
  }
  throw new Error(`Claim ${claimId} on ${trackingNumber} does not come to its end.`);
}

/** Whoever withdrew a claim may file another one; the plan files each once, however often it is lived. */
async function fileOnce({ claim: planned, trackingNumber, policyId }: LivedClaim, ports: SeedPorts) {
  const { kind, amount, description, channel, filedAt: now, leaves } = planned;
  const { claims } = await ports.cases.read(trackingNumber);
  const same = claims.find(
    (each) => each.policyId === policyId && each.kind === kind && each.filedAt === now,
  );
  if (same) return same.claimId;
  const isByPhone = channel === 'phone';
  const filed = await fileClaim(
    {
      ...{ trackingNumber, policyId, kind, amount, description, channel, now },
      actor: isByPhone ? specialistOf(planned) : { role: 'customer', id: policyId },
      ...(!isByPhone && leaves.device && { device: leaves.device }),
    },
    ports,
  );
  return done(filed).claim.claimId;
}

function nextStep(file: CaseFile, claim: Claim, lived: LivedClaim, ports: SeedPorts): Step | undefined {
  const { claim: planned } = lived;
  const act = (at: Instant, action: ClaimAction, actor: Actor, details: ActionDetails = {}): Step => ({
    at,
    take: async (now) =>
      done(
        await actOnClaim(
          { trackingNumber: claim.trackingNumber, claimId: claim.claimId, action, actor, details, now },
          ports,
        ),
      ),
  });
  const specialist = specialistOf(planned);
  const repliedAt = planned.letter?.repliedAt;
  switch (claim.status) {
    case 'awaiting-video':
      if (planned.course === 'lapsed') return act(claim.deadline as Instant, 'lapse', { role: 'clock' });
      // A seeded year has no films: they were seen at the counter.
      return planned.course === 'withdrawn'
        ? act(planned.reviewedAt, 'withdraw', customerOf(lived))
        : act(betweenOf(planned.filedAt, planned.reviewedAt), 'waive-film', specialist);
    case 'in-review': {
      const mayWrite = ports.letters && planned.letter && file.letters.length === 0;
      if (mayWrite)
        return { at: planned.reviewedAt, take: (now) => sendPlannedLetter(claim, lived.claim, ports, now) };
      return decide(file, claim, lived, act);
    }
    case 'awaiting-reply':
      return repliedAt
        ? { at: repliedAt, take: (now) => sendPlannedLetter(claim, lived.claim, ports, now) }
        : act(daysAfter(planned.reviewedAt, 11), 'go-on-without-reply', specialist);
    case 'awaiting-approval':
      return act(planned.approvedAt, 'approve-proposal', SUPERVISOR);
    case 'approved':
    case 'paying':
      return {
        at: planned.closedAt,
        take: (now) =>
          payClaim(
            { trackingNumber: claim.trackingNumber, claimId: claim.claimId, now },
            { ...ports, provider: payingAtOnce },
          ),
      };
    case 'needs-attention':
      // The running service has found its deadline past before the seed came to it.
      return act(claim.statusSince, 'return-to-review', SUPERVISOR, { reason: 'Рассматриваем дальше.' });
    default:
      return undefined;
  }
}

function decide(
  file: CaseFile,
  claim: Claim,
  lived: LivedClaim,
  act: (at: Instant, action: ClaimAction, actor: Actor, details?: ActionDetails) => Step,
): Step | undefined {
  const { course, reviewedAt, closedAt } = lived.claim;
  const specialist = specialistOf(lived.claim);
  switch (course) {
    case 'withdrawn':
      return act(reviewedAt, 'withdraw', customerOf(lived));
    case 'refused':
    case 'lapsed':
      return act(reviewedAt, 'refuse', specialist, REFUSAL);
    case 'refunded-by-seller':
      return act(closedAt, 'seller-refunded', specialist, { amount: leftToRecover(claim) });
    case 'recovered-through-bank':
      return act(closedAt, 'bank-recovered', specialist, { amount: leftToRecover(claim) });
    case 'compensated': {
      const amount = mostToApprove(file, claim);
      const action = amount > mostToApproveAlone(file, claim) ? 'propose' : 'approve';
      const grounds = { amount, evidence: GROUNDS, withoutDocuments: WITHOUT_DOCUMENTS };
      return act(reviewedAt, action, specialist, grounds);
    }
  }
}

/** The money of a seeded year has arrived when it was sent; a provider that remembers, as the real one does. */
const payingAtOnce: PayoutProvider = {
  find: async () => undefined,
  submit: async ({ reference, amount }) => ({
    reference,
    amount,
    status: 'settled',
    providerId: `seed-${reference}`,
  }),
};

function specialistOf({ specialist }: PlannedClaim): Actor {
  return { role: 'specialist', id: specialist };
}

function customerOf({ policyId }: LivedClaim): Actor {
  return { role: 'customer', id: policyId };
}

function betweenOf(one: Instant, other: Instant): Instant {
  return toInstant(Math.floor((toMillis(one) + toMillis(other)) / 2));
}

function daysAfter(instant: Instant, days: number): Instant {
  return toInstant(toMillis(instant) + days * 86_400_000);
}
