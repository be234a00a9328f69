import fc from 'fast-check';
import { changesOf, newestOf } from '../../functions/reports/counting.ts';
import type { CounterRow, Counters, Fact, Scope } from '../../functions/reports/ports.ts';
import { someClaimFacts, someLetterFacts, somePolicyFacts } from '../builders/facts.ts';

const SELLERS = ['a', 'b', 'c'].map((letter) => letter.repeat(22));
/** Around the ends of months, days and years, in the hours between Moscow's midnight and Greenwich's. */
const instants = [
  '2025-12-31T20:59:59.999Z',
  '2025-12-31T21:00:00.000Z',
  '2026-01-31T22:30:00.000Z',
  '2026-02-01T00:10:00.000Z',
  '2026-02-28T20:00:00.000Z',
  '2026-02-28T23:00:00.000Z',
  '2026-03-15T12:00:00.000Z',
] as const;
const instant = fc.constantFrom(...instants);
const pick = <T>(...values: T[]) => fc.constantFrom(...values);

const sale = fc.record({
  region: pick('TA', 'MOW', 'unknown'),
  office: pick('420000', '101000'),
  clerkId: pick('clerk-1', 'clerk-2 # night'),
  sellerIds: fc.subarray(SELLERS, { minLength: 1 }),
  soldAt: instant,
});
type Sale = typeof sale extends fc.Arbitrary<infer Value> ? Value : never;

const policyStates = fc.record({
  price: pick(9_900, 12_000),
  states: fc.array(
    fc.oneof(
      fc.constant({ status: 'active' as const }),
      fc.record({ status: fc.constant('voided' as const), voidedAt: instant }),
      fc.record({ status: fc.constant('ended' as const), endedAt: instant }),
    ),
    { minLength: 1, maxLength: 4 },
  ),
});
const OUTCOMES = [
  'compensated',
  'refunded-by-seller',
  'recovered-through-bank',
  'refused',
  'withdrawn',
  'lapsed',
  'merged',
] as const;
/** A claim through outcomes and back. */
const claimStates = fc.record({
  filedAt: instant,
  kind: pick('damaged' as const, 'wrong-item' as const),
  channel: pick('web' as const, 'phone' as const),
  states: fc.array(
    fc.record({
      status: pick('in-review' as const, 'in-appeal' as const, ...OUTCOMES),
      decidedAfter: fc.option(fc.integer({ min: 0, max: 4_000_000_000 })),
      closedAt: instant,
      paid: pick(0, 400_000),
      recovered: pick(0, 50_000),
    }),
    { minLength: 1, maxLength: 5 },
  ),
});
const letterStates = fc.record({
  sentAt: instant,
  answeredAt: fc.option(instant),
  kind: pick('claim-to-seller' as const, 'request-to-bank' as const),
});

/** Everything that became of some parcels: each version of each thing. */
export const world = fc
  .array(
    fc.tuple(
      sale,
      policyStates,
      fc.array(fc.tuple(claimStates, fc.array(letterStates, { maxLength: 2 })), { maxLength: 2 }),
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parcels) =>
    parcels.flatMap(([sold, policy, claims], index) => factsOfParcel(index, sold, policy, claims)),
  );

function factsOfParcel(
  index: number,
  sold: Sale,
  policy: typeof policyStates extends fc.Arbitrary<infer V> ? V : never,
  claims: (typeof claimStates extends fc.Arbitrary<infer C>
    ? [C, (typeof letterStates extends fc.Arbitrary<infer L> ? L : never)[]]
    : never)[],
): Fact[] {
  const policyId = `policy-${index}`;
  return [
    ...policy.states.map(
      (state, at): Fact => ({
        of: 'policy',
        facts: somePolicyFacts({ ...sold, policyId, price: policy.price, version: at + 1, ...state }),
      }),
    ),
    ...claims.flatMap(([claim, letters], number): Fact[] => {
      const claimId = `claim-${index}-${number}`;
      return [
        ...claim.states.map(({ status, decidedAfter, closedAt, paid, recovered }, at): Fact => {
          const isClosed = OUTCOMES.some((outcome) => outcome === status);
          const decidedAt = new Date(Date.parse(claim.filedAt) + (decidedAfter ?? 0)).toISOString();
          return {
            of: 'claim',
            facts: someClaimFacts({
              ...sold,
              ...{ policyId, claimId, kind: claim.kind, channel: claim.channel, filedAt: claim.filedAt },
              ...{ version: at + 1, status, paid: status === 'compensated' ? paid : 0, recovered },
              ...(decidedAfter !== null && { decidedAt }),
              ...(isClosed && { closedAt: closedAt > claim.filedAt ? closedAt : claim.filedAt }),
            }),
          };
        }),
        ...letters.flatMap(({ sentAt, answeredAt, kind }, letter): Fact[] => {
          const { region, sellerIds } = sold;
          const sent = { region, sellerIds, claimId, letterId: `letter-${letter}-${claimId}`, sentAt, kind };
          return [
            { of: 'letter', facts: someLetterFacts({ ...sent, version: 2 }) },
            ...(answeredAt
              ? [{ of: 'letter' as const, facts: someLetterFacts({ ...sent, version: 3, answeredAt }) }]
              : []),
          ];
        }),
      ];
    }),
  ];
}

/** How the facts come: any of them again and again, in any order, in any batches; at the end the newest of each. */
export const deliveries = fc.record({
  facts: world,
  order: fc.array(fc.nat(), { minLength: 5, maxLength: 60 }),
  batches: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 10 }),
  /** After how many transactions the counting function is killed, again and again. */
  kills: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 5 }),
});

/** What was drawn, then all of it once more from back to front: a stream gives up nothing. */
export function batchesOf({
  facts,
  order,
  batches,
}: {
  facts: Fact[];
  order: number[];
  batches: number[];
}): Fact[][] {
  const drawn = order.flatMap((index) => facts[index % facts.length] ?? []);
  const sequence = [...drawn, ...[...facts].reverse()];
  const result: Fact[][] = [];
  for (let at = 0, batch = 0; at < sequence.length; batch += 1) {
    const size = batches[batch % batches.length] ?? 1;
    result.push(sequence.slice(at, at + size));
    at += size;
  }
  return result;
}

/** What the rows have to say: the newest of each thing, counted once. */
export function recountOf(facts: readonly Fact[]): string[] {
  return told(
    changesOf(newestOf(facts).map((after) => ({ after }))).map(({ add, ...row }) => ({ ...row, sums: add })),
  );
}

/** The stored rows of all these places. */
export async function storedIn(counters: Counters, facts: readonly Fact[]): Promise<string[]> {
  const scopes = new Set(changesOf(facts.map((after) => ({ after }))).map(({ scope }) => scope));
  // Also where something once was and was taken back.
  const rows: ({ scope: Scope } & CounterRow)[] = [];
  for (const scope of scopes) {
    for (const row of await counters.read(scope, '2025-01-01', '2026-12-31')) rows.push({ scope, ...row });
    for (const row of await counters.readDays(scope, '2025-12-01', '2026-05-31'))
      rows.push({ scope, ...row });
  }
  return told(rows);
}

function told(rows: readonly ({ scope: Scope } & CounterRow)[]): string[] {
  return rows
    .flatMap(({ scope, period, id, sums }) =>
      Object.entries(sums).flatMap(([name, value]) =>
        value === 0 ? [] : [`${scope} ${period} ${id} ${name} ${value}`],
      ),
    )
    .sort();
}
