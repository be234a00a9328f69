import { toInstant, toMillis } from '../../functions/clock.ts';
import type { ClaimFacts, LetterFacts, PolicyFacts } from '../../functions/contracts/facts.ts';
import type { Fact } from '../../functions/reports/ports.ts';

const HOUR = 3_600_000;
const BEGIN = toMillis('2026-08-31T18:00:00.000Z');
const later = (instant: string, hours: number) => toInstant(toMillis(instant) + Math.round(hours * HOUR));
const id = (text: string, number: number) => `${text}${number}`.padEnd(22, '_');

/** One thing at each of its versions, oldest first. */
export type Life = Fact[];

const KINDS = ['foreign-object', 'wrong-item', 'damaged', 'counterfeit'] as const;
const ENDS = [
  'compensated',
  'compensated',
  'compensated',
  'refunded-by-seller',
  'recovered-through-bank',
  'refused',
  'withdrawn',
] as const;

/** Policies with their claims and letters, all of them lives; `next` gives whole numbers below its argument. */
export function someLives(count: number, next: (below: number) => number): Life[] {
  return Array.from({ length: count }, (_, index) => livesOfParcel(index, next)).flat();
}

function livesOfParcel(index: number, next: (below: number) => number): Life[] {
  const region = ['MOW', 'RYA', 'KAM'][next(3)] ?? 'MOW';
  const office = `${region === 'MOW' ? 101 : 390}00${next(3)}`;
  const sale = {
    trackingNumber: `SECRET-PARCEL-${index}`,
    policyId: `policy-${index}`,
    region,
    office,
    clerkId: `SECRET-CLERK-${office}-${next(2)}`,
    sellerIds: [id('seller', next(8))],
    soldAt: toInstant(BEGIN + next(60 * 24) * HOUR + next(3_600_000)),
  };
  const first: PolicyFacts = {
    ...sale,
    version: 1,
    termsVersion: '2026-01',
    timeZone: 'Europe/Moscow',
    status: 'active',
    amount: (next(9_000) + 100) * 100,
    price: 9_900,
    endsAt: later(sale.soldAt, 720),
  };
  // One office whose parcels are claimed on far more often than those of its neighbours.
  const fate = next(region === 'KAM' && office.endsWith('2') ? 5 : 12);
  const policies: PolicyFacts[] = [first];
  if (fate === 0)
    policies.push({ ...first, version: 2, status: 'voided', voidedAt: later(sale.soldAt, next(48) + 1) });
  if (fate > 5) policies.push({ ...first, version: 4, status: 'ended', endedAt: first.endsAt });
  const lives: Life[] = [policies.map((facts) => ({ of: 'policy', facts }))];
  if (fate < 1 || fate > 4) return lives;
  const claims = versionsOfClaim(sale, index, next);
  lives.push(claims.map((facts) => ({ of: 'claim', facts })));
  if (next(2) === 0)
    lives.push(versionsOfLetter(claims[0] as ClaimFacts, next).map((facts) => ({ of: 'letter', facts })));
  return lives;
}

function versionsOfClaim(
  sale: Pick<
    ClaimFacts,
    'trackingNumber' | 'policyId' | 'region' | 'office' | 'clerkId' | 'sellerIds' | 'soldAt'
  >,
  index: number,
  next: (below: number) => number,
): ClaimFacts[] {
  const filedAt = later(sale.soldAt, next(700) + 1);
  const filed: ClaimFacts = {
    ...sale,
    claimId: `claim-${index}`,
    version: 1,
    kind: KINDS[next(KINDS.length)] ?? 'damaged',
    channel: next(3) === 0 ? 'phone' : 'web',
    amount: (next(9_000) + 100) * 100,
    filedAt,
    status: 'in-review',
    paid: 0,
    recovered: 0,
  };
  if (next(5) === 0) return [filed];
  const versions = [filed];
  const refusedFirst = next(4) === 0;
  let hours = next(100) + 1;
  if (refusedFirst) {
    const at = later(filedAt, hours);
    versions.push({
      ...filed,
      version: 3,
      status: 'refused',
      decision: 'refused',
      decidedAt: at,
      closedAt: at,
    });
    // An appeal takes the refusal back.
    versions.push({ ...filed, version: 4, status: 'in-appeal' });
    hours += next(50) + 1;
  }
  const end = ENDS[next(ENDS.length)] ?? 'refused';
  const decidedAt = later(filedAt, hours);
  const decision = { compensated: 'approved', refused: 'refused' }[end as string] as
    | 'approved'
    | 'refused'
    | undefined;
  const decided = { ...filed, ...(decision && { decision, decidedAt }) };
  if (end === 'compensated') versions.push({ ...decided, version: 6, status: 'paying' });
  versions.push({
    ...decided,
    version: 9,
    status: end,
    closedAt: end === 'compensated' ? later(decidedAt, next(30) + 1) : decidedAt,
    paid: end === 'compensated' ? filed.amount : 0,
    recovered: end === 'refunded-by-seller' || end === 'recovered-through-bank' ? filed.amount : 0,
  });
  return versions;
}

function versionsOfLetter(claim: ClaimFacts, next: (below: number) => number): LetterFacts[] {
  const draft: LetterFacts = {
    trackingNumber: claim.trackingNumber,
    letterId: 'letter-1',
    claimId: claim.claimId,
    version: 1,
    region: claim.region,
    sellerIds: claim.sellerIds,
    kind: next(4) === 0 ? 'request-to-bank' : 'claim-to-seller',
  };
  const sent = { ...draft, version: 2, sentAt: later(claim.filedAt, next(40) + 1) };
  if (next(3) === 0) return [draft, sent];
  const outcome = next(2) === 0 ? ('agreed' as const) : ('declined' as const);
  return [draft, sent, { ...sent, version: 3, answeredAt: later(sent.sentAt, next(300) + 1), outcome }];
}

/** What the stream tells of lives: each thing before and after each of its changes. */
export function changesOf(lives: readonly Life[]): { before?: Fact; after: Fact }[] {
  return lives.flatMap((life) =>
    life.map((after, index) => {
      const before = life[index - 1];
      return before ? { before, after } : { after };
    }),
  );
}
