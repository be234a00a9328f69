import { toMillis } from '../clock.ts';
import type { CaseReference, JudgementFacts, Signal, SignalLevel, TraceKind } from '../contracts/signals.ts';
import { chanceOfAtLeast } from './chance.ts';
import type { Look, RuleSet } from './rule-set.ts';
import { sharesSince } from './share-period.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const MOST_CASES = 20;

/** What a predicate saw: what its sentence says, and the cases behind it. */
interface Seen {
  values: Signal['values'];
  cases?: CaseReference[];
}

/** What stands out about a claim. The same facts and rules always give the same; it advises, a person decides. */
export function judge(
  facts: JudgementFacts,
  ruleSet: RuleSet,
): { weight: number; level: SignalLevel; signals: Signal[] } {
  const signals = ruleSet.rules.flatMap(({ id, weight, look }): Signal[] => {
    const seen = see(facts, look);
    return seen
      ? [{ rule: id, weight, values: seen.values, cases: (seen.cases ?? []).slice(0, MOST_CASES) }]
      : [];
  });
  const weight = signals.reduce((sum, signal) => sum + signal.weight, 0);
  return { weight, level: levelOf(weight, ruleSet), signals };
}

function see(facts: JudgementFacts, look: Look): Seen | undefined {
  switch (look.at) {
    case 'same-trace':
      return sameTrace(facts, look);
    case 'confirmed-claims-of-seller':
      return confirmedClaims(facts, look);
    case 'filed-soon':
      return filedSoon(facts, look);
    case 'filed-at-the-end':
      return toMillis(facts.filedAt) > toMillis(facts.claimableUntil) - look.hours * HOUR
        ? { values: { hours: look.hours } }
        : undefined;
    case 'just-below-threshold':
      return justBelow(facts, look);
    case 'sold-after-hand-over':
      return soldAfter(facts, look);
    case 'stands-out':
      return standsOut(facts, look);
  }
}

type LookAt<Place extends Look['at']> = Extract<Look, { at: Place }>;

function sameTrace(facts: JudgementFacts, look: LookAt<'same-trace'>): Seen | undefined {
  const filed = toMillis(facts.filedAt);
  const parcelsWith = (kind: TraceKind | undefined) =>
    kind && new Set((facts.seenIn[kind] ?? []).map(({ trackingNumber }) => trackingNumber));
  const sharing = parcelsWith(look.sharing);
  const notSharing = parcelsWith(look.notSharing);
  const cases = (facts.seenIn[look.trace] ?? []).filter(
    ({ trackingNumber, at }) =>
      (at === undefined || Math.abs(filed - toMillis(at)) <= look.windowDays * DAY) &&
      sharing?.has(trackingNumber) !== false &&
      notSharing?.has(trackingNumber) !== true,
  );
  // A parcel with three claims is one other case.
  const others = new Set(cases.map(({ trackingNumber }) => trackingNumber)).size;
  if (others < look.cases || others > (look.atMost ?? Number.POSITIVE_INFINITY)) return undefined;
  return { values: { cases: others }, cases: cases.map(referenceOf) };
}

function confirmedClaims(
  { seller, filedAt }: JudgementFacts,
  look: LookAt<'confirmed-claims-of-seller'>,
): Seen | undefined {
  const until = toMillis(filedAt);
  const confirmed = seller.confirmed.filter(({ at }) => {
    const closed = toMillis(at);
    return closed <= until && closed > until - look.windowDays * DAY;
  });
  // A parcel can be counted later than the claim about it.
  const parcels = Math.max(seller.parcels, confirmed.length);
  if (confirmed.length < look.claims || confirmed.length < look.share * parcels) return undefined;
  return {
    values: { claims: confirmed.length, days: look.windowDays, parcels },
    cases: confirmed.map(referenceOf),
  };
}

function filedSoon({ filedAt, soldAt }: JudgementFacts, look: LookAt<'filed-soon'>): Seen | undefined {
  const minutes = Math.floor((toMillis(filedAt) - toMillis(soldAt)) / MINUTE);
  return minutes < look.minutes ? { values: { minutes: Math.max(minutes, 1) } } : undefined;
}

function justBelow(facts: JudgementFacts, { percent }: LookAt<'just-below-threshold'>): Seen | undefined {
  const { purchaseAmount: amount, videoThreshold: threshold } = facts;
  if (amount > threshold || (threshold - amount) * 100 > threshold * percent) return undefined;
  return { values: { amount, threshold } };
}

function soldAfter(facts: JudgementFacts, look: LookAt<'sold-after-hand-over'>): Seen | undefined {
  if (facts.handedOverAt === undefined) return undefined;
  const minutes = Math.floor((toMillis(facts.soldAt) - toMillis(facts.handedOverAt)) / MINUTE);
  const isWithin = minutes > look.minutes && minutes <= (look.atMost ?? Number.POSITIVE_INFINITY);
  return isWithin ? { values: { minutes } } : undefined;
}

function standsOut(facts: JudgementFacts, look: LookAt<'stands-out'>): Seen | undefined {
  const { peerShare: peers, office, filedAt } = facts;
  const own = look.of === 'office' ? facts.officeShare : facts.clerkShare;
  if (own.filed < look.claims || own.sold === 0 || peers.sold === 0) return undefined;
  const expected = (peers.filed / peers.sold) * own.sold;
  if (own.filed < expected * look.times) return undefined;
  const chance = chanceOfAtLeast(own.filed, own.filed + peers.filed, own.sold / (own.sold + peers.sold));
  if (chance > look.chance) return undefined;
  const { filed, sold } = own;
  return {
    values: { office, filed, sold, expected: Math.round(expected * 10) / 10, since: sharesSince(filedAt) },
  };
}

function referenceOf({ trackingNumber, claimId }: CaseReference): CaseReference {
  return { trackingNumber, claimId };
}

function levelOf(weight: number, { levels }: RuleSet): SignalLevel {
  if (weight >= levels.hold) return 'hold';
  return weight >= levels.flag ? 'flag' : 'none';
}
