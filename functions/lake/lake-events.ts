import { type Instant, toMillis } from '../clock.ts';
import type { ClaimFacts, LetterFacts, PolicyFacts } from '../contracts/facts.ts';
import { dayOf } from '../reports/day-of.ts';
import type { Fact } from '../reports/ports.ts';
import type { TraceHasher } from '../signals/ports.ts';
import type { LakeEventName } from './columns.ts';
import type { LakeEvent } from './ports.ts';

/**
 * What has to be told to the lake when a thing became `after`: all that is so now and was not told of `before`, and
 * what was told and is not so any more. Both are functions of the facts alone, so telling it twice, or telling all of
 * it again without `before`, gives the same ids and changes nothing.
 */
export function lakeEventsOf(
  before: Fact | undefined,
  after: Fact,
  hasher: Pick<TraceHasher, 'hashOf'>,
): LakeEvent[] {
  const told = new Map(before && eventsOf(before, hasher).map((event) => [event.event_id, event]));
  const now = eventsOf(after, hasher);
  const isNow = new Set(now.map(({ event_id }) => event_id));
  const takenBack = [...told.values()]
    .filter(({ event_id }) => !isNow.has(event_id))
    .map(({ event_id, happened_at, region, day }): LakeEvent => {
      return { event_id, version: after.facts.version, event: 'taken-back', happened_at, region, day };
    });
  return [...now.filter((event) => !isSame(event, told.get(event.event_id))), ...takenBack];
}

/** All that has happened to a thing so far. */
function eventsOf(fact: Fact, hasher: Pick<TraceHasher, 'hashOf'>): LakeEvent[] {
  switch (fact.of) {
    case 'policy':
      return policyEvents(fact.facts, hasher.hashOf('clerk', fact.facts.clerkId));
    case 'claim':
      return claimEvents(fact.facts, hasher.hashOf('clerk', fact.facts.clerkId));
    case 'letter':
      return letterEvents(fact.facts);
  }
}

function policyEvents(policy: PolicyFacts, clerk: string): LakeEvent[] {
  const { amount, price } = policy;
  const tell = teller(`policy#${policy.policyId}`, policy.version, {
    region: policy.region,
    office: policy.office,
    clerk,
    seller: policy.sellerIds[0],
    policy_id: policy.policyId,
    terms_version: policy.termsVersion,
    time_zone: policy.timeZone,
    amount,
    price,
    sold_day: dayOf(policy.soldAt),
  });
  return [
    ...tell('policy-sold', policy.soldAt),
    ...tell('policy-voided', policy.voidedAt, { hours: hoursBetween(policy.soldAt, policy.voidedAt) }),
    ...tell('policy-ended', policy.endedAt, { hours: hoursBetween(policy.soldAt, policy.endedAt) }),
  ];
}

function claimEvents(claim: ClaimFacts, clerk: string): LakeEvent[] {
  const tell = teller(`claim#${claim.claimId}`, claim.version, {
    region: claim.region,
    office: claim.office,
    clerk,
    seller: claim.sellerIds[0],
    policy_id: claim.policyId,
    claim_id: claim.claimId,
    amount: claim.amount,
    kind: claim.kind,
    channel: claim.channel,
    sold_day: dayOf(claim.soldAt),
  });
  const { paid, recovered } = claim;
  const since = (until: Instant | undefined) => ({ hours: hoursBetween(claim.filedAt, until) });
  return [
    ...tell('claim-filed', claim.filedAt, { hours: hoursBetween(claim.soldAt, claim.filedAt) }),
    ...tell('claim-decided', claim.decidedAt, { ...since(claim.decidedAt), outcome: claim.decision }),
    ...(claim.status === 'compensated'
      ? tell('claim-paid', claim.closedAt, { ...since(claim.closedAt), paid })
      : []),
    ...tell('claim-closed', claim.closedAt, {
      ...since(claim.closedAt),
      outcome: claim.status,
      paid,
      recovered,
    }),
  ];
}

function letterEvents(letter: LetterFacts): LakeEvent[] {
  const tell = teller(`letter#${letter.claimId}#${letter.letterId}`, letter.version, {
    region: letter.region,
    seller: letter.sellerIds[0],
    claim_id: letter.claimId,
    letter_kind: letter.kind,
  });
  const hours = letter.sentAt === undefined ? undefined : hoursBetween(letter.sentAt, letter.answeredAt);
  return [
    ...tell('letter-sent', letter.sentAt),
    ...tell('letter-answered', letter.answeredAt, { hours, outcome: letter.outcome }),
  ];
}

type Common = Omit<LakeEvent, 'event_id' | 'version' | 'event' | 'happened_at' | 'day'>;

function teller(thing: string, version: number, common: Common) {
  return (
    event: LakeEventName,
    happenedAt: Instant | undefined,
    own: Partial<LakeEvent> = {},
  ): LakeEvent[] =>
    happenedAt === undefined
      ? []
      : [
          {
            ...common,
            ...own,
            event_id: `${thing}#${event}`,
            version,
            event,
            happened_at: happenedAt,
            day: dayOf(happenedAt),
          },
        ];
}

function isSame(event: LakeEvent, told: LakeEvent | undefined): boolean {
  return (
    told !== undefined && JSON.stringify({ ...event, version: 0 }) === JSON.stringify({ ...told, version: 0 })
  );
}

function hoursBetween(from: Instant, until: Instant | undefined): number | undefined {
  if (until === undefined) return undefined;
  return Math.round((toMillis(until) - toMillis(from)) / 36_000) / 100;
}
