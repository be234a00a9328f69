import type { WorkItem } from '../../functions/claims/ports.ts';
import { countOf, isNarrowing, isWanted, workItemOf } from '../../functions/claims/work-item.ts';
import { someClaim } from '../builders/claim.ts';
import { ANNA, CUSTOMER, NOW } from './claims-fixture.ts';

const { deadline: _deadline, ...undue } = someClaim();
const plain: WorkItem = {
  trackingNumber: '10100012123456',
  claimId: 'claim-1',
  queue: 'specialist',
  status: 'in-review',
  kind: 'foreign-object',
  amount: 450_000,
  filedAt: '2026-03-05T10:00:00.000Z',
  statusSince: '2026-03-05T10:00:00.000Z',
  dueAt: '2026-03-10T21:00:00.000Z',
  timeZone: 'Europe/Moscow',
  locale: 'ru',
  flags: [],
};

describe('open work', () => {
  it('is what a list shows of a claim, in Russian where nobody said which language', () => {
    expect(workItemOf(someClaim())).toStrictEqual(plain);
    expect(workItemOf(someClaim({ locale: 'en' }))).toStrictEqual({ ...plain, locale: 'en' });
  });

  it('is no claim that is closed', () => {
    expect(workItemOf({ ...undue, status: 'withdrawn' })).toBeUndefined();
  });

  it('is somebody’s, or nobody’s since then', () => {
    const assignee = { id: 'anna', since: NOW };
    expect(workItemOf(someClaim({ assignee }))).toStrictEqual({ ...plain, assignee: 'anna' });
    const free = someClaim({ unassignedSince: NOW });
    expect(workItemOf(free)).toStrictEqual({ ...plain, unassignedSince: NOW });
    expect(workItemOf({ ...free, assignee })).toStrictEqual({ ...plain, assignee: 'anna' });
  });

  it('says that it is an appeal, and that the money can still be stopped', () => {
    const decision = { outcome: 'refused' as const, by: ANNA, at: NOW };
    const appeal = { at: NOW, by: CUSTOMER, refusedBy: ANNA, previousDecision: decision };
    const urgentUntil = '2026-03-05T16:00:00.000Z';
    expect(workItemOf(someClaim({ appeal }))?.flags).toEqual(['appealed']);
    expect(workItemOf(someClaim({ urgentUntil }))?.flags).toEqual(['money-in-post']);
    expect(workItemOf(someClaim({ appeal, urgentUntil }))?.flags).toEqual(['appealed', 'money-in-post']);
  });
});

describe('a list that is narrowed down', () => {
  it.each([
    [{}, true, false],
    [{ kinds: [], locales: [], timeZones: [] }, true, false],
    [{ kinds: ['foreign-object', 'damaged'] }, true, true],
    [{ kinds: ['damaged'] }, false, true],
    [{ locales: ['ru'] }, true, true],
    [{ locales: ['en'] }, false, true],
    [{ timeZones: ['Europe/Moscow'] }, true, true],
    [{ timeZones: ['Asia/Omsk'] }, false, true],
    [{ kinds: ['foreign-object'], locales: ['ru'], timeZones: ['Asia/Omsk'] }, false, true],
  ] as const)('by %j: %s', (filter, wanted, narrowing) => {
    const given = filter as Parameters<typeof isNarrowing>[0];
    expect([isWanted(plain, given), isNarrowing(given)]).toEqual([wanted, narrowing]);
  });

  it('by nothing shows all', () => {
    expect([isWanted(plain), isNarrowing()]).toEqual([true, false]);
  });
});

describe('the count of open work', () => {
  const levels = { now: NOW, atRiskUntil: '2026-03-05T18:00:00.000Z' };
  const due = (dueAt: string, unassignedSince?: string): WorkItem => ({
    ...plain,
    dueAt,
    ...(unassignedSince !== undefined && { unassignedSince }),
  });

  it('of nothing is nothing, and nothing is due', () => {
    expect(countOf([], levels)).toStrictEqual({ open: 0, overdue: 0, atRisk: 0 });
  });

  it('calls late what is due now, and at risk what is due soon and not late', () => {
    const works = [
      due('2026-03-05T18:00:00.001Z'),
      due('2026-03-05T18:00:00.000Z'),
      due('2026-03-05T12:00:00.001Z'),
      due(NOW),
      due('2026-03-01T12:00:00.000Z'),
    ];
    expect(countOf(works, levels)).toStrictEqual({
      ...{ open: 5, overdue: 2, atRisk: 2 },
      nearestDueAt: '2026-03-01T12:00:00.000Z',
    });
  });

  it('calls late what nobody took for so long, where that is asked', () => {
    const works = [
      due('2026-03-05T18:00:00.000Z', '2026-03-04T11:00:00.000Z'),
      due('2026-03-05T18:00:00.000Z', '2026-03-04T12:00:00.000Z'),
      due('2026-03-05T18:00:00.000Z', '2026-03-04T12:00:00.001Z'),
      due('2026-03-05T18:00:00.000Z'),
    ];
    const waitingSince = '2026-03-04T12:00:00.000Z';
    expect(countOf(works, levels)).toMatchObject({ overdue: 0, atRisk: 4 });
    expect(countOf(works, { ...levels, waitingSince })).toMatchObject({ overdue: 2, atRisk: 2 });
  });

  it('stops at the bound, each number of it', () => {
    const late = Array<WorkItem>(1_001).fill(due(NOW));
    const soon = Array<WorkItem>(1_001).fill(due(levels.atRiskUntil));
    expect(countOf([...late, ...soon], levels)).toMatchObject({ open: 1_000, overdue: 1_000, atRisk: 1_000 });
  });
});
