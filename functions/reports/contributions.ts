import type { ClaimStatus } from '../contracts/case.ts';
import type { ClaimFacts, Day, LetterFacts, PolicyFacts, SellerId } from '../contracts/facts.ts';
import type { ClaimMeasure } from '../contracts/reports.ts';
import { NOBODY } from '../sellers/seller-identity.ts';
import { dayOf } from './day-of.ts';
import { durationCounter } from './durations.ts';
import type { Fact, Scope, Sums } from './ports.ts';

/** What a thing adds to one row of counters. */
export interface Contribution {
  scope: Scope;
  day: Day;
  id: string;
  add: Sums;
}

/** As what a closed claim counts. */
export const outcomeMeasures: Partial<Record<ClaimStatus, Exclude<ClaimMeasure, 'filed'>>> = {
  compensated: 'compensated',
  'refunded-by-seller': 'refundedBySeller',
  'recovered-through-bank': 'recoveredThroughBank',
  refused: 'refused',
  withdrawn: 'withdrawn',
  lapsed: 'lapsed',
  merged: 'merged',
};

/** All that a thing adds to the counters: a function of its facts, so that it can be taken back as it was added. */
export function contributionsOf(fact: Fact): Contribution[] {
  if (fact.of === 'policy') return ofPolicy(fact.facts);
  return fact.of === 'claim' ? ofClaim(fact.facts) : ofLetter(fact.facts);
}

function ofPolicy(policy: PolicyFacts): Contribution[] {
  const { price, soldAt, endedAt, voidedAt } = policy;
  const sums: DatedSums[] = [
    { day: dayOf(soldAt), add: { sold: 1, premium: price } },
    ...(voidedAt ? [{ day: dayOf(voidedAt), add: { voided: 1, premium: -price } }] : []),
  ];
  // By the surest name only: how many parcels somebody sent under this name is asked of that one.
  const places = [...placesOf(policy), ...sellerPlaces(policy.sellerIds.slice(0, 1))];
  if (!endedAt) return placed(sums, places);
  // That a policy ended is no deed of a clerk or a seller, nobody asks it of them, and nearly every policy ends.
  const ofPlaces = placesOf(policy).filter(({ scope }) => !scope.startsWith('clerks#'));
  return [...placed(sums, places), ...placed([{ day: dayOf(endedAt), add: { ended: 1 } }], ofPlaces)];
}

function ofClaim(claim: ClaimFacts): Contribution[] {
  const { kind, channel, filedAt, decidedAt, closedAt, status } = claim;
  const outcome = outcomeMeasures[status];
  const sums: DatedSums[] = [
    { day: dayOf(filedAt), add: { filed: 1, [`filed:${kind}`]: 1, [`filed:${channel}`]: 1 } },
    ...(decidedAt
      ? [{ day: dayOf(decidedAt), add: { [durationCounter('decision', filedAt, decidedAt)]: 1 } }]
      : []),
    ...(closedAt && outcome
      ? [
          {
            day: dayOf(closedAt),
            add: {
              [outcome]: 1,
              paid: claim.paid,
              recovered: claim.recovered,
              ...(status === 'compensated' && { [durationCounter('payout', filedAt, closedAt)]: 1 }),
            },
          },
        ]
      : []),
  ];
  return placed(sums, [...placesOf(claim), ...sellerPlaces(claim.sellerIds)]);
}

function ofLetter({ kind, sellerIds, sentAt, answeredAt }: LetterFacts): Contribution[] {
  if (kind !== 'claim-to-seller' || !sentAt) return [];
  const sums: DatedSums[] = [
    { day: dayOf(sentAt), add: { lettersSent: 1 } },
    ...(answeredAt ? [{ day: dayOf(answeredAt), add: { lettersAnswered: 1 } }] : []),
  ];
  return placed(sums, sellerPlaces(sellerIds));
}

interface DatedSums {
  day: Day;
  add: Sums;
}

type Place = Pick<Contribution, 'scope' | 'id'>;

function placesOf({ region, office, clerkId }: PolicyFacts | ClaimFacts): Place[] {
  return [
    { scope: 'regions', id: region },
    { scope: `offices#${region}`, id: office },
    { scope: `clerks#${office}`, id: clerkId },
  ];
}

function sellerPlaces(sellerIds: readonly SellerId[]): Place[] {
  return sellerIds.filter((id) => id !== NOBODY).map((id) => ({ scope: `seller#${id}`, id: '-' }));
}

/** The same sums in each place; what adds nothing is left out. */
function placed(sums: readonly DatedSums[], places: readonly Place[]): Contribution[] {
  const counted = sums.map(({ day, add }) => ({
    day,
    add: Object.fromEntries(Object.entries(add).filter(([, value]) => value !== 0)),
  }));
  return places.flatMap((place) => counted.map(({ day, add }) => ({ ...place, day, add })));
}
