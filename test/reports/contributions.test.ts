import type { ClaimFacts } from '../../functions/contracts/facts.ts';
import { isListed } from '../../functions/reports/claims-of-measure.ts';
import { contributionsOf } from '../../functions/reports/contributions.ts';
import { changesOf, newestOf, thingOf } from '../../functions/reports/counting.ts';
import { durationCounter } from '../../functions/reports/durations.ts';
import type { Fact } from '../../functions/reports/ports.ts';
import { NOBODY } from '../../functions/sellers/seller-identity.ts';
import { someClaimFacts, someLetterFacts, somePolicyFacts } from '../builders/facts.ts';

const [SURE, NAME] = ['a'.repeat(22), 'b'.repeat(22)] as const;
const sellerIds = [SURE, NAME];
const policy = (facts: Partial<ReturnType<typeof somePolicyFacts>> = {}): Fact => ({
  of: 'policy',
  facts: somePolicyFacts({ sellerIds, ...facts }),
});
const claim = (facts: Partial<ClaimFacts> = {}): Fact => ({
  of: 'claim',
  facts: someClaimFacts({ sellerIds, ...facts }),
});
const letter = (facts: Partial<ReturnType<typeof someLetterFacts>> = {}): Fact => ({
  of: 'letter',
  facts: someLetterFacts({ sellerIds, ...facts }),
});
/** As one reads it: place, day and what is added there. */
const told = (fact: Fact) =>
  contributionsOf(fact).map(({ scope, id, day, add }) => [`${scope} ${id} ${day}`, add]);

describe('what a policy adds', () => {
  const sold = { sold: 1, premium: 9_900 };
  const sale = [
    ['regions TA 2026-03-01', sold],
    ['offices#TA 420000 2026-03-01', sold],
    ['clerks#420000 clerk-17 2026-03-01', sold],
    [`seller#${SURE} - 2026-03-01`, sold],
  ];

  it('is a sale of the place, the clerk and the seller under its surest id', () => {
    expect(told(policy())).toEqual(sale);
  });

  it('is an end of the place alone, which is no deed of a clerk or a seller', () => {
    expect(told(policy({ status: 'ended', endedAt: '2026-03-31T21:00:00.000Z' }))).toEqual([
      ...sale,
      ['regions TA 2026-04-01', { ended: 1 }],
      ['offices#TA 420000 2026-04-01', { ended: 1 }],
    ]);
  });

  it('is given back on the day on which it was voided, wherever it was sold', () => {
    const voided = { voided: 1, premium: -9_900 };
    expect(told(policy({ status: 'voided', voidedAt: '2026-03-02T09:30:00.000Z' }))).toEqual([
      sale[0],
      ['regions TA 2026-03-02', voided],
      sale[1],
      ['offices#TA 420000 2026-03-02', voided],
      sale[2],
      ['clerks#420000 clerk-17 2026-03-02', voided],
      sale[3],
      [`seller#${SURE} - 2026-03-02`, voided],
    ]);
  });

  it('is nothing of a seller whose name tells nobody', () => {
    expect(told(policy({ sellerIds: [NOBODY] }))).toEqual(sale.slice(0, 3));
  });
});

describe('what a claim adds', () => {
  const FILED = '2026-03-05T10:00:00.000Z';
  const places = ['regions TA', 'offices#TA 420000', 'clerks#420000 clerk-17'];
  const sellers = [`seller#${SURE} -`, `seller#${NAME} -`];
  const inEach = (...sums: [day: string, add: object][]) =>
    [...places, ...sellers].flatMap((place) => sums.map(([day, add]) => [`${place} ${day}`, add]));
  const filed = { filed: 1, 'filed:foreign-object': 1, 'filed:web': 1 };

  it('is a filing, under each id of its seller', () => {
    expect(told(claim())).toEqual(inEach(['2026-03-05', filed]));
    expect(told(claim({ kind: 'damaged', channel: 'phone' }))).toEqual(
      inEach(['2026-03-05', { filed: 1, 'filed:damaged': 1, 'filed:phone': 1 }]),
    );
  });

  it('is how long the decision and the money took, each on its own day', () => {
    const [decidedAt, closedAt] = ['2026-03-07T10:00:00.000Z', '2026-03-09T10:00:00.000Z'] as const;
    const facts = { decidedAt, closedAt, status: 'compensated', paid: 400_000, recovered: 50_000 } as const;
    expect(told(claim(facts))).toEqual(
      inEach(
        ['2026-03-05', filed],
        ['2026-03-07', { [durationCounter('decision', FILED, decidedAt)]: 1 }],
        [
          '2026-03-09',
          {
            ...{ compensated: 1, paid: 400_000, recovered: 50_000 },
            [durationCounter('payout', FILED, closedAt)]: 1,
          },
        ],
      ),
    );
  });

  it.each([
    ['refunded-by-seller', 'refundedBySeller'],
    ['recovered-through-bank', 'recoveredThroughBank'],
    ['refused', 'refused'],
    ['withdrawn', 'withdrawn'],
    ['lapsed', 'lapsed'],
    ['merged', 'merged'],
  ] as const)('that ended as %s is one %s, of which nothing was paid', (status, measure) => {
    expect(told(claim({ status, closedAt: '2026-03-09T10:00:00.000Z' }))).toEqual(
      inEach(['2026-03-05', filed], ['2026-03-09', { [measure]: 1 }]),
    );
  });

  it('that is still open has no outcome yet', () => {
    expect(told(claim({ status: 'compensated', paid: 400_000 }))).toEqual(inEach(['2026-03-05', filed]));
    expect(told(claim({ status: 'paying', closedAt: '2026-03-09T10:00:00.000Z' }))).toEqual(
      inEach(['2026-03-05', filed]),
    );
  });
});

describe('what a letter adds', () => {
  it('is a sending to the seller under each id, and its answer', () => {
    const sent = [
      [`seller#${SURE} - 2026-03-06`, { lettersSent: 1 }],
      [`seller#${NAME} - 2026-03-06`, { lettersSent: 1 }],
    ];
    expect(told(letter())).toEqual(sent);
    expect(told(letter({ answeredAt: '2026-03-12T10:00:00.000Z' }))).toEqual([
      sent[0],
      [`seller#${SURE} - 2026-03-12`, { lettersAnswered: 1 }],
      sent[1],
      [`seller#${NAME} - 2026-03-12`, { lettersAnswered: 1 }],
    ]);
  });

  it('is nothing before it went, nor where it went to somebody else', () => {
    const draft = someLetterFacts({ sellerIds });
    delete draft.sentAt;
    expect(told({ of: 'letter', facts: draft })).toEqual([]);
    expect(told(letter({ kind: 'request-to-bank' }))).toEqual([]);
  });
});

describe('what has to be changed in the rows', () => {
  it('is what was counted taken back, and what counts now put in its place', () => {
    const before = policy({ version: 1 });
    const after = policy({ version: 2, office: '420001' });
    const rowsOf = (office: string, sign: 1 | -1) =>
      ['2026-03-01', '2026-03'].flatMap((period) => [
        { scope: 'offices#TA', period, id: office, add: { sold: sign, premium: sign * 9_900 } },
        { scope: `clerks#${office}`, period, id: 'clerk-17', add: { sold: sign, premium: sign * 9_900 } },
      ]);
    const changes = changesOf([{ before, after }]);
    expect(changes).toHaveLength(8);
    // Of the region and the seller nothing is changed, so there is no row of them.
    expect(changes).toEqual(expect.arrayContaining([...rowsOf('420000', -1), ...rowsOf('420001', 1)]));
  });

  it('is nothing where it counts as before', () => {
    expect(changesOf([{ before: policy(), after: policy({ version: 2 }) }])).toEqual([]);
    expect(changesOf([{ before: policy() }, { after: policy({ version: 2 }) }])).toEqual([]);
    expect(changesOf([])).toEqual([]);
  });

  it('is one row for all that falls into it', () => {
    const sales = [1, 2, 3].map((n) => ({ after: policy({ policyId: `policy-${n}` }) }));
    const ofMonth = changesOf(sales).filter(({ period }) => period === '2026-03');
    const sums = { sold: 3, premium: 29_700 };
    expect(ofMonth).toEqual([
      { scope: 'regions', period: '2026-03', id: 'TA', add: sums },
      { scope: 'offices#TA', period: '2026-03', id: '420000', add: sums },
      { scope: 'clerks#420000', period: '2026-03', id: 'clerk-17', add: sums },
      { scope: `seller#${SURE}`, period: '2026-03', id: '-', add: sums },
    ]);
  });
});

describe('of facts that come together', () => {
  it('the newest of each thing counts, in whatever order they came', () => {
    const [older, newer] = [claim({ version: 2 }), claim({ version: 3, status: 'refused' })];
    expect(newestOf([older, newer])).toEqual([newer]);
    expect(newestOf([newer, older])).toEqual([newer]);
    const first = policy({ price: 9_900 });
    // The same version twice is the same thing twice.
    expect(newestOf([first, policy({ price: 12_000 })])).toEqual([first]);
  });

  it('a policy, a claim and its letters are things of their own', () => {
    const things = [
      policy(),
      policy({ policyId: 'policy-2' }),
      claim(),
      claim({ claimId: 'claim-2' }),
      letter(),
      letter({ letterId: 'letter-2' }),
      letter({ claimId: 'claim-2' }),
    ];
    expect(newestOf(things)).toEqual(things);
  });

  it('are marked by names that stand in the table for ever', () => {
    expect([policy(), claim(), letter()].map(thingOf)).toEqual([
      'policy#policy-1',
      'claim#claim-1',
      'claim#claim-1#letter#letter-1',
    ]);
  });
});

describe('the list behind a number', () => {
  const march = { region: 'TA', measure: 'filed', from: '2026-03-05', to: '2026-03-05' } as const;
  const listed = someClaimFacts({ kind: 'damaged' });
  const isIn = (query: Partial<Parameters<typeof isListed>[1]>, facts = listed) =>
    isListed(facts, { ...march, ...query });

  it('has the claims of the days, the region, the office and the kind that were asked for', () => {
    expect([isIn({}), isIn({ office: '420000' }), isIn({ kind: 'damaged' })]).toEqual([true, true, true]);
    expect(isIn({ office: '420000', kind: 'damaged' })).toBe(true);
    expect([isIn({ region: 'MOW' }), isIn({ office: '420001' }), isIn({ kind: 'wrong-item' })]).toEqual([
      false,
      false,
      false,
    ]);
    expect([
      isIn({ from: '2026-03-06', to: '2026-03-31' }),
      isIn({ from: '2026-03-01', to: '2026-03-04' }),
    ]).toEqual([false, false]);
  });

  it('goes by the day of the end where the number does', () => {
    const refused = { ...listed, status: 'refused', closedAt: '2026-03-09T10:00:00.000Z' } as const;
    const ended = { measure: 'refused', from: '2026-03-09', to: '2026-03-09' } as const;
    expect(isIn(ended, refused)).toBe(true);
    expect(isIn({ measure: 'refused' }, refused)).toBe(false);
    expect(isIn({ ...ended, measure: 'compensated' }, refused)).toBe(false);
    expect(isIn({}, refused)).toBe(true);
  });
});
