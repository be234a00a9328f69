import type { ClaimFacts } from '../../functions/contracts/facts.ts';
import type { CounterRow, Counters, Fact, Scope } from '../../functions/reports/ports.ts';
import { someClaimFacts, someLetterFacts, somePolicyFacts } from '../builders/facts.ts';
import type { Stores } from './stores.ts';

const policy = (overrides = {}): Fact => ({ of: 'policy', facts: somePolicyFacts(overrides) });
const claim = (overrides: Partial<ClaimFacts> = {}): Fact => ({
  of: 'claim',
  facts: someClaimFacts(overrides),
});
const letter = (overrides = {}): Fact => ({ of: 'letter', facts: someLetterFacts(overrides) });

const CLOSED = {
  version: 5,
  status: 'compensated',
  decision: 'approved',
  decidedAt: '2026-03-06T10:00:00.000Z',
  closedAt: '2026-04-02T10:00:00.000Z',
  paid: 400_000,
} as const;

/** What was counted, once each, whatever comes in which order. */
export function describeCounters(stores: () => Pick<Stores, 'counters'>): void {
  let counters: Counters;
  beforeEach(() => {
    ({ counters } = stores());
  });
  const sumsOf = async (scope: Scope, from: string, to: string) => {
    const sums: Record<string, number> = {};
    for (const row of await counters.read(scope, from, to))
      for (const [name, value] of Object.entries(row.sums))
        if (value !== 0) sums[name] = (sums[name] ?? 0) + value;
    return sums;
  };

  it('counts a sale for its region, office, clerk and surest seller, in its day and month', async () => {
    const sellerIds = ['first'.padEnd(22, '-'), 'second'.padEnd(22, '-')];
    await counters.count([policy({ sellerIds })]);
    const sums = { sold: 1, premium: 9_900 };
    const of = (id: string) => [{ period: '2026-03-01', id, sums }];
    expect(await counters.read('regions', '2026-03-01', '2026-03-30')).toEqual(of('TA'));
    expect(await counters.read('offices#TA', '2026-03-01', '2026-03-30')).toEqual(of('420000'));
    expect(await counters.read('clerks#420000', '2026-03-01', '2026-03-30')).toEqual(of('clerk-17'));
    expect(await counters.read(`seller#${sellerIds[0]}`, '2026-03-01', '2026-03-30')).toEqual(of('-'));
    expect(await counters.read(`seller#${sellerIds[1]}`, '2026-03-01', '2026-03-30')).toEqual([]);
    expect(await counters.read('regions', '2026-03-01', '2026-03-31')).toEqual([
      { period: '2026-03', id: 'TA', sums },
    ]);
    expect(await counters.readDays('regions', '2026-02-01', '2026-03-31')).toEqual(of('TA'));
    expect(await counters.read('regions', '2026-03-02', '2026-03-30')).toEqual([]);
  });

  it('counts nothing twice, and keeps the newer though the older comes after it', async () => {
    await counters.count([policy(), policy()]);
    const voided = policy({ version: 2, status: 'voided', voidedAt: '2026-03-02T09:00:00.000Z' });
    await counters.count([voided]);
    await counters.count([policy()]);
    await counters.count([policy(), voided, policy()]);
    expect(await sumsOf('regions', '2026-03-01', '2026-03-31')).toEqual({ sold: 1, voided: 1 });
    expect(await sumsOf('regions', '2026-03-02', '2026-03-02')).toEqual({ voided: 1, premium: -9_900 });
  });

  it('takes back what a claim was counted as when it is opened again', async () => {
    const refused = claim({
      version: 2,
      status: 'refused',
      decision: 'refused',
      decidedAt: '2026-03-06T10:00:00.000Z',
      closedAt: '2026-03-06T10:00:00.000Z',
    });
    await counters.count([claim()]);
    await counters.count([refused]);
    expect(await sumsOf('regions', '2026-03-06', '2026-03-06')).toMatchObject({ refused: 1 });
    await counters.count([claim({ version: 3, status: 'in-appeal' })]);
    expect(await sumsOf('regions', '2026-03-06', '2026-03-06')).toEqual({});
    await counters.count([claim(CLOSED)]);
    expect(await sumsOf('regions', '2026-04-01', '2026-04-30')).toMatchObject({
      compensated: 1,
      paid: 400_000,
    });
    expect(await sumsOf('seller#sellersellersellersell', '2026-01-01', '2026-12-31')).toMatchObject({
      filed: 1,
      'filed:foreign-object': 1,
      'filed:web': 1,
      compensated: 1,
    });
  });

  it('says what changed, and says it again when the same facts come again', async () => {
    expect(await counters.count([claim()])).toEqual([{ after: claim() }]);
    const closed = [{ before: claim(), after: claim(CLOSED) }];
    expect(await counters.count([claim(CLOSED)])).toEqual(closed);
    expect(await counters.count([claim(), claim(CLOSED)])).toEqual(closed);
    expect(await counters.count([claim()])).toEqual([]);
  });

  it('counts more things at once than one transaction writes', async () => {
    const facts = Array.from({ length: 210 }, (_, index) =>
      policy({
        policyId: `policy-${index}`,
        office: String(420_000 + (index % 90)),
        clerkId: `clerk-${index}`,
      }),
    );
    expect(await counters.count(facts)).toHaveLength(210);
    expect(await sumsOf('regions', '2026-03-01', '2026-03-31')).toEqual({ sold: 210, premium: 210 * 9_900 });
    expect(await counters.read('offices#TA', '2026-03-01', '2026-03-31')).toHaveLength(90);
  });

  it('reads the rows of some ids, one page of them after the other, whatever periods they stand in', async () => {
    const soldAt = (month: number, day: number) =>
      `2026-0${month}-${String(day).padStart(2, '0')}T09:00:00.000Z`;
    const facts = Array.from({ length: 120 }, (_, index) =>
      policy({
        ...{ policyId: `policy-${index}`, office: String(420_000 + ((index * 7) % 40)) },
        soldAt: soldAt(1 + (index % 3), 1 + (index % 25)),
      }),
    );
    await counters.count(facts);
    const period = { from: '2026-01-05', to: '2026-03-20' };
    const all = await counters.read('offices#TA', period.from, period.to);
    const inOrder = (rows: typeof all) =>
      [...rows].sort((a, b) => (`${a.id} ${a.period}` < `${b.id} ${b.period}` ? -1 : 1));
    for (const limit of [1, 3, 7, 100]) {
      const seen: typeof all = [];
      let after: string | undefined;
      do {
        const { rows, last } = await counters.readIds('offices#TA', period, { after, limit });
        const ids = new Set(rows.map(({ id }) => id));
        if (last !== undefined) expect(ids.size).toBeGreaterThanOrEqual(limit);
        seen.push(...rows);
        after = last;
      } while (after !== undefined);
      expect(inOrder(seen)).toEqual(inOrder(all));
    }
  });

  it('reads the rows of named ids alone', async () => {
    const days = ['2026-01-30T09:00:00.000Z', '2026-02-03T09:00:00.000Z', '2026-03-01T09:00:00.000Z'];
    const facts = days.flatMap((soldAt, day) =>
      (['TA', 'MOW', 'SPE'] as const).map((region) =>
        policy({ policyId: `policy-${day}-${region}`, soldAt, region }),
      ),
    );
    await counters.count(facts);
    const [from, to] = ['2026-01-20', '2026-03-01'];
    const named = ['TA', 'SPE', 'ZZ'];
    const ofNamed = (rows: CounterRow[]) =>
      rows
        .filter(({ id }) => named.includes(id))
        .sort((a, b) => (`${a.period} ${a.id}` < `${b.period} ${b.id}` ? -1 : 1));
    const all = ofNamed(await counters.read('regions', from, to));
    expect(all).toHaveLength(6);
    expect(await counters.read('regions', from, to, named)).toEqual(all);
    const allDays = ofNamed(await counters.readDays('regions', from, to));
    expect(await counters.readDays('regions', from, to, named)).toEqual(allDays);
    expect(await counters.read('regions', from, to, [])).toEqual([]);
  });

  it('loses nothing when several count at once', async () => {
    const facts = Array.from({ length: 40 }, (_, index) => policy({ policyId: `policy-${index}` }));
    await Promise.all([0, 10, 20, 30].map((from) => counters.count(facts.slice(from, from + 20))));
    expect(await sumsOf('regions', '2026-03-01', '2026-03-31')).toEqual({ sold: 40, premium: 40 * 9_900 });
  });

  it('finds a claim with its letters', async () => {
    expect(await counters.findClaim('claim-1')).toBeUndefined();
    await counters.count([claim(), letter(), letter({ letterId: 'letter-2', kind: 'request-to-bank' })]);
    await counters.count([letter({ version: 3, answeredAt: '2026-03-09T10:00:00.000Z', outcome: 'agreed' })]);
    const found = await counters.findClaim('claim-1');
    expect(found?.claim).toEqual(claim().facts);
    expect(found?.letters.map(({ letterId, outcome }) => [letterId, outcome])).toEqual([
      ['letter-1', 'agreed'],
      ['letter-2', undefined],
    ]);
    expect(await sumsOf('seller#sellersellersellersell', '2026-03-01', '2026-03-31')).toMatchObject({
      lettersSent: 1,
      lettersAnswered: 1,
    });
  });

  it('lists the claims behind a number, newest first, page by page', async () => {
    const filed = ['2026-02-27T10:00:00.000Z', '2026-02-28T22:00:00.000Z', '2026-03-05T10:00:00.000Z'];
    const facts = filed.map((filedAt, index) =>
      claim({
        claimId: `claim-${index}`,
        filedAt,
        ...(index !== 1 && { ...CLOSED, closedAt: `2026-03-0${index + 6}T10:00:00.000Z` }),
        ...(index === 2 && { office: '421001', kind: 'damaged' }),
      }),
    );
    await counters.count([...facts, claim({ claimId: 'elsewhere', region: 'MOW' })]);
    const query = {
      region: 'TA',
      measure: 'filed',
      from: '2026-01-01',
      to: '2026-03-31',
      limit: 10,
    } as const;
    const ids = async (asked: Parameters<Counters['listClaims']>[0]) =>
      (await counters.listClaims(asked)).claims.map(({ claimId }) => claimId);
    expect(await ids(query)).toEqual(['claim-2', 'claim-1', 'claim-0']);
    // In Moscow it was March when the second was filed.
    expect(await ids({ ...query, to: '2026-02-28' })).toEqual(['claim-0']);
    expect(await ids({ ...query, from: '2026-03-01' })).toEqual(['claim-2', 'claim-1']);
    expect(await ids({ ...query, measure: 'compensated' })).toEqual(['claim-2', 'claim-0']);
    expect(await ids({ ...query, measure: 'refused' })).toEqual([]);
    expect(await ids({ ...query, office: '421001' })).toEqual(['claim-2']);
    expect(await ids({ ...query, kind: 'foreign-object' })).toEqual(['claim-1', 'claim-0']);
    const first = await counters.listClaims({ ...query, limit: 2 });
    expect(first.next).toEqual({ at: filed[1], claimId: 'claim-1' });
    const second = await counters.listClaims({ ...query, limit: 2, after: first.next });
    expect(second).toEqual({ claims: [facts[0]?.facts], next: undefined });
  });
}
