import { bindingOf } from '../../functions/claims/approval-binding.ts';
import { allowedActions } from '../../functions/claims/claim-rules.ts';
import { listCases } from '../../functions/claims/list-cases.ts';
import { appendToTimeline } from '../../functions/claims/timeline.ts';
import { entityTagOf } from '../../functions/http/conditional.ts';
import { createCursorSealer } from '../../functions/http/cursor.ts';
import { someClaim, somePayout } from '../builders/claim.ts';
import { someFacts, someJudgement } from '../builders/judgement.ts';
import { createMemoryCaseStore } from '../twins/memory-case-store.ts';
import { createMemoryJudgementStore } from '../twins/memory-judgement-store.ts';
import { createMemoryPolicyStore } from '../twins/memory-policy-store.ts';
import { ANNA, BORIS, done, NOW, openCaseOf, refused } from './claims-fixture.ts';

const cursors = createCursorSealer('a key of the tests only, long enough');
const cases = createMemoryCaseStore(createMemoryPolicyStore());
const judgements = createMemoryJudgementStore(cases);
type Reader = Parameters<typeof listCases>[0]['reader'];
const list = (query: Record<string, string>, reader: Reader = ANNA, read = cases.read) =>
  listCases({ query, reader, now: NOW }, { cases: { ...cases, read }, judgements, cursors });

async function open(trackingNumber: string, claim: Parameters<typeof someClaim>[0], isPaid = false) {
  const file = await cases.read(trackingNumber);
  const stored = someClaim({ trackingNumber, claimId: `claim-of-${trackingNumber}`, ...claim });
  await cases.commit({
    trackingNumber,
    expectedVersion: 0,
    claims: [stored],
    ...(isPaid && { payouts: [somePayout({ trackingNumber, claimId: stored.claimId })] }),
    timeline: appendToTimeline(file.head, [{ at: NOW, actor: { role: 'customer' }, action: 'file' }]),
  });
}

const WAITING = '2026-03-04T12:00:00.000Z';

beforeAll(async () => {
  await open('10100012123456', {
    status: 'in-review',
    deadline: '2026-03-05T21:00:00.000Z',
    unassignedSince: WAITING,
  });
  await open('63000045987655', {
    status: 'in-review',
    deadline: '2020-01-01T21:00:00.000Z',
    unassignedSince: NOW,
  });
  await open('39000024000019', { status: 'awaiting-reply', assignee: { id: 'vera', since: NOW } });
  await open('80080205123175', { status: 'needs-attention', deadline: '2026-03-05T21:00:00.000Z' });
  await open('69000010000420', { status: 'needs-attention', deadline: '2026-03-06T21:00:00.000Z' }, true);
});

describe('the reader’s own list', () => {
  it('has what they have in all queues', async () => {
    const vera = { role: 'specialist', id: 'vera' } as const;
    expect(await list({ mine: '1' }, vera)).toMatchObject({ cases: [{ trackingNumber: '39000024000019' }] });
    expect(await list({ mine: '1' })).toEqual({ cases: [] });
    // What nobody took is nobody’s: whose list it is counts.
    const all = await list({ mine: '1', queue: 'unassigned' }, vera);
    expect(all).toMatchObject({ cases: [{ trackingNumber: '39000024000019' }] });
    expect(done(await list({ mine: '0' })).cases).toHaveLength(2);
  });
});

describe('the list of what nobody took', () => {
  it('begins with what waits longest, and goes on where its cursor says', async () => {
    const first = await list({ queue: 'unassigned', limit: '1' });
    if ('refused' in first || !first.nextCursor) throw new Error('There is no second page.');
    expect(first.cases).toMatchObject([{ trackingNumber: '10100012123456', unassignedSince: WAITING }]);
    const { nextCursor: cursor } = first;
    const second = await list({ queue: 'unassigned', limit: '1', cursor });
    expect(second).toMatchObject({ cases: [{ trackingNumber: '63000045987655' }] });
    expect(second).not.toHaveProperty('nextCursor');
    expect(refused(await list({ cursor, limit: '1' })).refused).toBe('cursor-invalid');
  });
});

describe('a queue', () => {
  it('has the nearest deadline first, says what is overdue and what may be done', async () => {
    expect(await list({})).toMatchObject({
      cases: [
        {
          trackingNumber: '63000045987655',
          overdue: true,
          allowedActions: [
            'ask-for-more',
            'send-letter',
            'approve',
            'propose',
            'refuse',
            'seller-refunded',
            'bank-recovered',
            'withdraw',
          ],
        },
        { trackingNumber: '10100012123456', overdue: false },
      ],
    });
  });

  it('offers the very actions that the case offers where money may be on its way', async () => {
    expect(await list({ queue: 'supervisor' })).toMatchObject({
      cases: [
        { trackingNumber: '80080205123175', allowedActions: ['return-to-review'] },
        { trackingNumber: '69000010000420', allowedActions: [] },
      ],
    });
  });

  it('asks no case where the state alone says what may be done', async () => {
    const unread = () => Promise.reject(new Error('A case was asked.'));
    for (const queue of ['specialist', 'outside'])
      expect(await list({ queue }, ANNA, unread)).toEqual(await list({ queue }));
  });

  it('offers nothing of a claim that its case no longer has, and looks at no other one', async () => {
    const without = async (number: string) => ({ ...(await cases.read(number)), claims: [] });
    const { cases: offered } = done(await list({ queue: 'supervisor' }, BORIS, without));
    expect(offered.map(({ allowedActions }) => allowedActions)).toEqual([[], []]);
    const beside = async (number: string) => {
      const file = await cases.read(number);
      return { ...file, claims: [someClaim({ claimId: 'another', status: 'paying' }), ...file.claims] };
    };
    expect(await list({ queue: 'supervisor' }, ANNA, beside)).toEqual(await list({ queue: 'supervisor' }));
  });

  it('says which claims are appeals, and of which the money can still be stopped', async () => {
    const decision = { outcome: 'refused' as const, by: ANNA, at: NOW };
    const appeal = { at: NOW, by: ANNA, refusedBy: ANNA, previousDecision: decision };
    for (const [claim, told] of [
      [{}, { isAppealed: false, moneyInPost: false }],
      [{ appeal }, { isAppealed: true, moneyInPost: false }],
      [{ urgentUntil: NOW }, { isAppealed: false, moneyInPost: true }],
    ] as const) {
      const opened = await openCaseOf(claim);
      const input = { query: {}, reader: ANNA, now: NOW };
      const page = done(await listCases(input, { ...opened.ports, judgements, cursors }));
      expect(page.cases).toMatchObject([told]);
    }
  });

  it('offers no approval to whoever proposed the sum', async () => {
    const proposed = { by: BORIS, at: NOW, amount: 450_000, evidence: [], files: [] };
    const proposal = { ...proposed, binding: bindingOf(someClaim(), proposed) };
    const opened = await openCaseOf({ status: 'awaiting-approval', proposal });
    const offered = async (id: string) => {
      const reader = { role: 'supervisor', id } as const;
      const input = { query: { queue: 'supervisor' }, reader, now: NOW };
      return done(await listCases(input, { ...opened.ports, judgements, cursors })).cases[0]?.allowedActions;
    };
    expect(await offered('boris')).not.toContain('approve-proposal');
    expect(await offered('galina')).toContain('approve-proposal');
  });

  it('offers a supervisor what they may do of a specialist’s case', async () => {
    const [shown] = done(await list({ queue: 'outside' }, BORIS)).cases;
    const file = await cases.read('39000024000019');
    const allowed = allowedActions(file, file.claims[0] ?? someClaim(), BORIS, NOW);
    expect(shown?.allowedActions).toEqual(allowed);
    expect(allowed.length).toBeGreaterThan(1);
  });

  it('goes on where its cursor says, for the same reader and queue only', async () => {
    const first = await list({ limit: '1' });
    if ('refused' in first || !first.nextCursor) throw new Error('There is no second page.');
    const cursor = first.nextCursor;
    expect(await list({ limit: '1', cursor })).toMatchObject({
      cases: [{ trackingNumber: '10100012123456' }],
    });
    expect(refused(await list({ cursor, queue: 'supervisor' })).refused).toBe('cursor-invalid');
    expect(refused(await list({ cursor }, { role: 'specialist', id: 'boris' })).refused).toBe(
      'cursor-invalid',
    );
    expect(refused(await list({ cursor: 'x' })).refused).toBe('cursor-invalid');
  });

  it('offers of a colleague’s case only what anybody takes down', async () => {
    const others = await list({ queue: 'outside' });
    expect(others).toMatchObject({ cases: [{ assignee: 'vera', allowedActions: ['withdraw'] }] });
    const own = await list({ queue: 'outside' }, { role: 'specialist', id: 'vera' });
    expect(own).toMatchObject({ cases: [{ allowedActions: expect.arrayContaining(['ask-for-more']) }] });
  });

  it('says of which claims something stands out, and of the others nothing', async () => {
    const levels = async () => {
      const page = await list({});
      if ('refused' in page) throw new Error(page.refused);
      return page.cases.map(({ signals }) => signals?.level);
    };
    const before = await levels();
    const tag = entityTagOf(await list({}));
    expect(before.filter((level) => level !== undefined)).toEqual([]);
    for (const entry of done(await list({})).cases) expect(entry).not.toHaveProperty('signals');
    for (const [trackingNumber, weight, level] of [
      ['10100012123456', 70, 'hold'],
      ['63000045987655', 10, 'none'],
    ] as const) {
      const facts = someFacts({ trackingNumber, claimId: `claim-of-${trackingNumber}` });
      await judgements.save(someJudgement({ facts, weight, level }), NOW);
    }
    // The first of the list is the overdue one, of which there is nothing to say.
    expect(entityTagOf(await list({}))).not.toBe(tag);
    expect(await levels()).toEqual([undefined, 'hold', ...before.slice(2)]);
    const [overdue] = done(await list({ limit: '1' })).cases;
    expect(overdue).not.toHaveProperty('signals');
  });

  it('is narrowed down by kind, language and zone', async () => {
    const numbers = async (query: Record<string, string>) => {
      const page = await list(query);
      return 'refused' in page ? page : page.cases.map(({ trackingNumber }) => trackingNumber);
    };
    expect(await numbers({ kind: 'damaged' })).toEqual([]);
    expect(await numbers({ kind: 'foreign-object', locale: 'ru', timeZone: 'Europe/Moscow' })).toHaveLength(
      2,
    );
    expect(await numbers({ locale: 'en' })).toEqual([]);
    expect(await numbers({ timeZone: 'Asia/Omsk' })).toEqual([]);
  });

  it.each([
    { kind: 'none' },
    { locale: 'de' },
    { timeZone: "'" },
    { timeZone: "Asia/Omsk'" },
    { timeZone: "'Asia/Omsk" },
    { mine: 'yes' },
    { queue: 'none' },
    { limit: '0' },
    { limit: '201' },
    { limit: '1.5' },
    { limit: 'x' },
  ])('refuses %j', async (query) => {
    expect(refused(await list(query)).refused).toBe('invalid-request');
  });
});
