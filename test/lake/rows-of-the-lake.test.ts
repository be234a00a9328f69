import { lakeEventsOf } from '../../functions/lake/lake-events.ts';
import type { LakeEvent } from '../../functions/lake/ports.ts';
import { tellLake } from '../../functions/lake/tell-lake.ts';
import type { Fact } from '../../functions/reports/ports.ts';
import { someClaimFacts, someLetterFacts, somePolicyFacts } from '../builders/facts.ts';

/** Tells what it was asked to hash. */
const hasher = { hashOf: (domain: string, value: string) => `hash of ${domain} ${value}` };
const CLERK = 'hash of clerk clerk-17';
const [SELLER] = somePolicyFacts().sellerIds;

const ofPolicy = (...given: Parameters<typeof somePolicyFacts>): Fact => ({
  of: 'policy',
  facts: somePolicyFacts(...given),
});
const ofClaim = (...given: Parameters<typeof someClaimFacts>): Fact => ({
  of: 'claim',
  facts: someClaimFacts(...given),
});
const ofLetter = (...given: Parameters<typeof someLetterFacts>): Fact => ({
  of: 'letter',
  facts: someLetterFacts(...given),
});
const told = (after: Fact, before?: Fact) => lakeEventsOf(before, after, hasher);

const SOLD = {
  ...{ region: 'TA', office: '420000', clerk: CLERK, seller: SELLER, policy_id: 'policy-1' },
  ...{ terms_version: '2026-01', time_zone: 'Europe/Moscow', amount: 450_000, price: 9_900 },
  ...{ sold_day: '2026-03-01', version: 3 },
};
const FILED = {
  ...{
    region: 'TA',
    office: '420000',
    clerk: CLERK,
    seller: SELLER,
    policy_id: 'policy-1',
    claim_id: 'claim-1',
  },
  ...{ amount: 450_000, kind: 'foreign-object', channel: 'web', sold_day: '2026-03-01', version: 4 },
};
const SENT = {
  region: 'TA',
  seller: SELLER,
  claim_id: 'claim-1',
  letter_kind: 'claim-to-seller',
  version: 2,
};

describe('rows of the lake', () => {
  it('of a policy: its sale, its cancellation, its end, with the hours since the sale', () => {
    const voidedAt = '2026-03-01T10:00:00.000Z';
    const endedAt = '2026-03-31T21:00:00.000Z';
    expect(told(ofPolicy({ version: 3, voidedAt, endedAt }))).toEqual([
      {
        ...{ event_id: 'policy#policy-1#policy-sold', event: 'policy-sold', ...SOLD },
        ...{ happened_at: '2026-03-01T09:30:00.000Z', day: '2026-03-01' },
      },
      {
        ...{ event_id: 'policy#policy-1#policy-voided', event: 'policy-voided', ...SOLD },
        ...{ happened_at: voidedAt, day: '2026-03-01', hours: 0.5 },
      },
      {
        ...{ event_id: 'policy#policy-1#policy-ended', event: 'policy-ended', ...SOLD },
        ...{ happened_at: endedAt, day: '2026-04-01', hours: 731.5 },
      },
    ]);
  });

  it('of a policy that only was sold: nothing of what has not happened', () => {
    expect(told(ofPolicy()).map(({ event }) => event)).toEqual(['policy-sold']);
  });

  it('of a claim that was paid: with what was paid, and what came back', () => {
    const [decidedAt, closedAt] = ['2026-03-06T10:00:00.000Z', '2026-03-07T10:00:00.000Z'];
    const paid = ofClaim({
      ...{ version: 4, status: 'compensated', decision: 'approved', decidedAt, closedAt },
      ...{ paid: 440_000, recovered: 10_000 },
    });
    expect(told(paid)).toEqual([
      {
        ...{ event_id: 'claim#claim-1#claim-filed', event: 'claim-filed', ...FILED, hours: 96.5 },
        ...{ happened_at: '2026-03-05T10:00:00.000Z', day: '2026-03-05' },
      },
      {
        ...{ event_id: 'claim#claim-1#claim-decided', event: 'claim-decided', ...FILED, hours: 24 },
        ...{ happened_at: decidedAt, day: '2026-03-06', outcome: 'approved' },
      },
      {
        ...{ event_id: 'claim#claim-1#claim-paid', event: 'claim-paid', ...FILED, hours: 48 },
        ...{ happened_at: closedAt, day: '2026-03-07', paid: 440_000 },
      },
      {
        ...{ event_id: 'claim#claim-1#claim-closed', event: 'claim-closed', ...FILED, hours: 48 },
        ...{
          happened_at: closedAt,
          day: '2026-03-07',
          outcome: 'compensated',
          paid: 440_000,
          recovered: 10_000,
        },
      },
    ]);
  });

  it('of a claim that was refused: closed, and never paid', () => {
    const at = '2026-03-06T10:00:00.000Z';
    const refused = ofClaim({ status: 'refused', decision: 'refused', decidedAt: at, closedAt: at });
    expect(told(refused).map(({ event, outcome }) => [event, outcome])).toEqual([
      ['claim-filed', undefined],
      ['claim-decided', 'refused'],
      ['claim-closed', 'refused'],
    ]);
  });

  it('of a letter: sent, and answered after so many hours', () => {
    const answeredAt = '2026-03-08T10:00:00.000Z';
    expect(told(ofLetter({ answeredAt, outcome: 'declined' }))).toEqual([
      {
        ...{ event_id: 'letter#claim-1#letter-1#letter-sent', event: 'letter-sent', ...SENT },
        ...{ happened_at: '2026-03-06T10:00:00.000Z', day: '2026-03-06' },
      },
      {
        ...{ event_id: 'letter#claim-1#letter-1#letter-answered', event: 'letter-answered', ...SENT },
        ...{ happened_at: answeredAt, day: '2026-03-08', hours: 48, outcome: 'declined' },
      },
    ]);
    expect(told(ofLetter()).map(({ event }) => event)).toEqual(['letter-sent']);
  });

  it('of a draft: none', () => {
    const { sentAt: _sentAt, ...draft } = someLetterFacts();
    expect(told({ of: 'letter', facts: draft })).toEqual([]);
  });

  it('take back what an appeal reopened, and leave the rest as it was told', () => {
    const at = '2026-03-06T10:00:00.000Z';
    const refused = ofClaim({ status: 'refused', decision: 'refused', decidedAt: at, closedAt: at });
    const again = ofClaim({ version: 2, status: 'in-review' });
    expect(told(again, refused)).toEqual(
      ['claim#claim-1#claim-decided', 'claim#claim-1#claim-closed'].map((event_id) => ({
        ...{ event_id, event: 'taken-back', version: 2 },
        ...{ happened_at: at, region: 'TA', day: '2026-03-06' },
      })),
    );
  });

  it('tell anew what is another under the same name', () => {
    expect(told(ofClaim({ version: 2, amount: 400_000 }), ofClaim())).toMatchObject([
      { event_id: 'claim#claim-1#claim-filed', event: 'claim-filed', version: 2, amount: 400_000 },
    ]);
  });
});

describe('telling the lake', () => {
  const telling = async (changes: Parameters<typeof tellLake>[0]) => {
    const written: (readonly LakeEvent[])[] = [];
    const lake = { write: async (events: readonly LakeEvent[]) => void written.push(events) };
    await tellLake(changes, { lake, hasher });
    return written;
  };

  it('writes all of a batch at once', async () => {
    const [policy, claim] = [ofPolicy(), ofClaim()];
    expect(await telling([{ after: policy }, { before: undefined, after: claim }])).toEqual([
      [...told(policy), ...told(claim)],
    ]);
  });

  it('writes nothing where nothing is new', async () => {
    const policy = ofPolicy();
    expect(await telling([{ before: policy, after: policy }])).toEqual([]);
  });
});
