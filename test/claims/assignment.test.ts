import fc from 'fast-check';
import { assignClaim } from '../../functions/claims/assign-claim.ts';
import { takeNext } from '../../functions/claims/take-next.ts';
import { firstBrokenEntry } from '../../functions/claims/timeline.ts';
import type { Claim } from '../../functions/contracts/case.ts';
import { someClaim } from '../builders/claim.ts';
import { inTurnOf } from '../twins/in-turn.ts';
import { createMemoryCaseStore } from '../twins/memory-case-store.ts';
import { createMemoryDesk } from '../twins/memory-desk.ts';
import { createMemoryPolicyStore } from '../twins/memory-policy-store.ts';
import { ANNA, BORIS, done, NOW, openCaseOf, PARCEL, refused } from './claims-fixture.ts';

const VERA = { role: 'specialist', id: 'vera' } as const;
const EARLIER = '2026-03-05T11:00:00.000Z';
const LATER = '2026-03-05T13:00:00.000Z';
const annas = { assignee: { id: 'anna', since: EARLIER } };
const nobodys = { unassignedSince: EARLIER };
const refusedByAnna = {
  at: EARLIER,
  by: { role: 'customer' as const },
  refusedBy: ANNA,
  previousDecision: { outcome: 'refused' as const, by: ANNA, at: EARLIER },
};

async function open(claim: Partial<Claim>) {
  const opened = await openCaseOf(claim);
  const desk = createMemoryDesk();
  for (const { id, role } of [ANNA, VERA, BORIS]) await desk.noteSeen({ personId: id, role, at: EARLIER });
  const assign = (actor: typeof ANNA | typeof VERA | typeof BORIS, assignee: string | null, note?: string) =>
    assignClaim(
      { trackingNumber: PARCEL, claimId: 'claim-1', actor, assignee, note, now: NOW },
      { cases: opened.cases, desk },
    );
  return { ...opened, desk, assign };
}

describe('a specialist', () => {
  it('takes a case of nobody, told in the timeline by ids only', async () => {
    const opened = await open(nobodys);
    done(await opened.assign(ANNA, 'anna', 'Позвонить до обеда'));
    const claim = await opened.readClaim();
    expect(claim).toMatchObject({ assignee: { id: 'anna', since: NOW }, version: 2 });
    expect(claim).not.toHaveProperty('unassignedSince');
    expect(claim.personal.remark).toBe('Позвонить до обеда');
    const { head, timeline } = await opened.readCase();
    expect(timeline).toMatchObject([
      { action: 'assigned', actor: ANNA, claimId: 'claim-1', facts: { assignee: 'anna' } },
    ]);
    expect(JSON.stringify(timeline)).not.toContain('Позвонить');
    expect(firstBrokenEntry(head, timeline)).toBeUndefined();
  });

  it('hands the own one to a colleague who is there, or back to the queue', async () => {
    const opened = await open(annas);
    done(await opened.assign(ANNA, 'vera'));
    expect((await opened.readClaim()).assignee).toEqual({ id: 'vera', since: NOW });
    done(await opened.assign(VERA, null));
    expect(await opened.readClaim()).toMatchObject({ unassignedSince: NOW });
    expect((await opened.readCase()).timeline.map(({ facts }) => facts)).toEqual([
      { assignee: 'vera', previous: 'anna' },
      { previous: 'vera' },
    ]);
  });

  it('leaves alone what a colleague has, and gives nobody a case that they have not', async () => {
    const opened = await open(annas);
    for (const assignee of ['vera', 'anna', null])
      expect(refused(await opened.assign(VERA, assignee)).refused).toBe('assigned-to-another');
    const free = await open(nobodys);
    expect(refused(await free.assign(VERA, 'anna')).refused).toBe('forbidden');
    expect([(await opened.readCase()).head.version, (await free.readCase()).head.version]).toEqual([1, 1]);
  });

  it('who refused a claim does not get its appeal, from nobody', async () => {
    const opened = await open({ ...nobodys, status: 'in-appeal', appeal: refusedByAnna });
    expect(refused(await opened.assign(ANNA, 'anna')).refused).toBe('another-person-needed');
    expect(refused(await opened.assign(BORIS, 'anna')).refused).toBe('another-person-needed');
    done(await opened.assign(VERA, 'vera'));
  });
});

describe('a supervisor', () => {
  it('assigns any case to a specialist who is there, and to nobody', async () => {
    const opened = await open(annas);
    done(await opened.assign(BORIS, 'vera'));
    done(await opened.assign(BORIS, null));
    done(await opened.assign(BORIS, 'anna'));
    expect((await opened.readClaim()).assignee?.id).toBe('anna');
  });
});

describe('nobody is given a case', () => {
  it('who is unknown, away or no specialist', async () => {
    const opened = await open(annas);
    await opened.desk.change('vera', { absentUntil: LATER });
    for (const assignee of ['gleb', 'vera', 'boris'])
      expect(refused(await opened.assign(BORIS, assignee)).refused).toBe('assignee-unknown');
    await opened.desk.change('vera', { absentUntil: NOW });
    done(await opened.assign(BORIS, 'vera'));
  });

  it('that is closed', async () => {
    const { deadline: _none, ...closed } = someClaim({ ...annas, status: 'withdrawn' });
    const opened = await open({ ...closed, deadline: undefined } as unknown as Partial<Claim>);
    expect(refused(await opened.assign(BORIS, 'vera'))).toMatchObject({
      refused: 'action-not-allowed',
      facts: { status: 'withdrawn' },
    });
  });

  it('twice: what is so already is no change', async () => {
    const opened = await open(annas);
    const { file } = done(await opened.assign(ANNA, 'anna'));
    expect([file.head.version, file.timeline]).toEqual([1, []]);
  });
});

describe('who is there', () => {
  it('is whoever takes a case for themselves, and a colleague only as the directory says', async () => {
    const free = await open(nobodys);
    await free.desk.change('anna', { absentUntil: LATER });
    const { file } = done(await free.assign(ANNA, 'anna'));
    expect(file).toEqual(await free.readCase());
    expect((await free.readClaim()).assignee).toEqual({ id: 'anna', since: NOW });
    const own = await open(annas);
    await own.desk.change('vera', { absentUntil: LATER });
    expect(refused(await own.assign(ANNA, 'vera')).refused).toBe('assignee-unknown');
  });

  it('is no supervisor, though they ask for themselves', async () => {
    const opened = await open(nobodys);
    expect(refused(await opened.assign(BORIS, 'boris')).refused).toBe('assignee-unknown');
  });

  it('gets no case that is nowhere', async () => {
    const { cases, desk } = await open(nobodys);
    const input = { trackingNumber: PARCEL, claimId: 'claim-9', actor: ANNA, assignee: 'anna', now: NOW };
    expect(refused(await assignClaim(input, { cases, desk }))).toEqual({ refused: 'not-found', facts: {} });
  });
});

describe('the next case', () => {
  async function desk(claims: Partial<Claim>[]) {
    const cases = createMemoryCaseStore(createMemoryPolicyStore());
    for (const [n, claim] of claims.entries()) {
      const trackingNumber = `parcel-${n}`;
      const claims = [someClaim({ trackingNumber, claimId: `claim-${n}`, ...claim })];
      await cases.commit({ trackingNumber, expectedVersion: 0, claims, timeline: [] });
    }
    const take = async (actor: typeof ANNA | typeof VERA = ANNA, filter = {}) => {
      const { taken } = done(await takeNext({ actor, filter, now: NOW }, { cases }));
      return taken?.claimId;
    };
    return { cases, take };
  }
  const due = (day: number) => `2026-03-${day}T21:00:00.000Z`;

  it('is the one of nobody whose deadline is nearest, money that can be stopped before all others', async () => {
    const { take } = await desk([
      { ...nobodys, deadline: due(12) },
      { ...nobodys, deadline: due(11) },
      { ...annas, deadline: due(10) },
      { ...nobodys, deadline: due(9), status: 'awaiting-customer' },
      { ...nobodys, deadline: due(20), status: 'awaiting-video', urgentUntil: '2026-03-05T16:00:00.000Z' },
    ]);
    expect([await take(), await take(VERA), await take(), await take()]).toEqual([
      'claim-4',
      'claim-1',
      'claim-0',
      undefined,
    ]);
  });

  it('is of the kinds, languages and zones that were asked for; none asked for is any', async () => {
    const { take } = await desk([
      { ...nobodys, kind: 'damaged', locale: 'ru' },
      { ...nobodys, kind: 'counterfeit', locale: 'en', timeZone: 'Asia/Omsk' },
    ]);
    expect(await take(ANNA, { kinds: ['other'] })).toBeUndefined();
    expect(await take(ANNA, { kinds: ['damaged', 'counterfeit'], locales: ['en'] })).toBe('claim-1');
    expect(await take(ANNA, { timeZones: ['Asia/Omsk'] })).toBeUndefined();
    expect(await take(ANNA, { kinds: [], locales: [], timeZones: [] })).toBe('claim-0');
  });

  it('is no appeal against what the taker refused', async () => {
    const { take } = await desk([{ ...nobodys, status: 'in-appeal', appeal: refusedByAnna }]);
    expect(await take(ANNA)).toBeUndefined();
    expect(await take(VERA)).toBe('claim-0');
  });

  it('is found though it has been waiting since before anybody noted that', async () => {
    const { take } = await desk([{}]);
    expect(await take()).toBe('claim-0');
  });

  it('goes to one of all who ask at once, in every order, as long as there are enough', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 4 }), async (scheduler, people) => {
        const { cases } = await desk([{ ...nobodys }, { ...nobodys }, { ...nobodys }]);
        const turn = inTurnOf(scheduler);
        const inTurn = { ...cases, read: turn(cases.read), commit: turn(cases.commit) };
        const takes = Array.from({ length: people }, (_, n) => {
          const actor = { role: 'specialist' as const, id: `person-${n}` };
          return takeNext({ actor, filter: {}, now: NOW }, { cases: inTurn });
        });
        const taken = (await scheduler.waitFor(Promise.all(takes)))
          .map((outcome) => done(outcome).taken?.claimId)
          .filter((claimId) => claimId !== undefined);
        expect(new Set(taken).size).toBe(taken.length);
        expect(taken).toHaveLength(Math.min(people, 3));
      }),
      { numRuns: 50 },
    );
  });
});
