import type { CaseStore, WorkItem } from '../../functions/claims/ports.ts';
import { takeNext } from '../../functions/claims/take-next.ts';
import { workItemOf } from '../../functions/claims/work-item.ts';
import type { Claim } from '../../functions/contracts/case.ts';
import { someClaim } from '../builders/claim.ts';
import { createMemoryCaseStore } from '../twins/memory-case-store.ts';
import { createMemoryPolicyStore } from '../twins/memory-policy-store.ts';
import { ANNA, done, NOW } from './claims-fixture.ts';

const due = (day: number) => `2026-03-${day}T21:00:00.000Z`;
const item = (claim: Partial<Claim>): WorkItem => workItemOf(someClaim(claim)) as WorkItem;
const annas = item({ claimId: 'annas', assignee: { id: 'vera', since: NOW } });
const nowhere = (index: number) => item({ trackingNumber: `nowhere-${index}`, claimId: `nowhere-${index}` });

/** Cases of nobody in the store, and lists of work that say what a test wants. */
async function openDesk(days: number[], lists: Partial<Pick<CaseStore, 'listWork' | 'listUnassigned'>> = {}) {
  const store = createMemoryCaseStore(createMemoryPolicyStore());
  const items: WorkItem[] = [];
  for (const [index, day] of days.entries()) {
    const claim = someClaim({
      trackingNumber: `parcel-${index}`,
      claimId: `claim-${index}`,
      deadline: due(day),
      unassignedSince: NOW,
    });
    items.push(workItemOf(claim) as WorkItem);
    await store.commit({
      trackingNumber: claim.trackingNumber,
      expectedVersion: 0,
      claims: [claim],
      timeline: [],
    });
  }
  const asked: { list: string; limit: number; after: unknown }[] = [];
  const noted = <Query extends { limit: number; after?: unknown }, Page>(
    list: string,
    answer: (query: Query) => Promise<Page>,
  ) => {
    return (query: Query) => {
      asked.push({ list, limit: query.limit, after: query.after });
      return answer(query);
    };
  };
  const cases: CaseStore = {
    ...store,
    listWork: noted('work', lists.listWork ?? store.listWork),
    listUnassigned: noted('unassigned', lists.listUnassigned ?? store.listUnassigned),
  };
  const take = async (filter = {}) => takeNext({ actor: ANNA, filter, now: NOW }, { cases });
  return { cases, items, asked, take };
}

/** The whole beginning of the queue is with colleagues, without an end. */
const colleagues = async () => ({ work: [annas], next: 'more' as never });

it('the next case is written as taken by who asked', async () => {
  const { cases, take } = await openDesk([12]);
  expect(done(await take()).taken).toEqual({ trackingNumber: 'parcel-0', claimId: 'claim-0' });
  const { claims, timeline } = await cases.read('parcel-0');
  expect(claims[0]?.assignee).toEqual({ id: 'anna', since: NOW });
  expect(timeline).toMatchObject([{ action: 'assigned', actor: ANNA, facts: { assignee: 'anna' } }]);
});

describe('where colleagues have all of the beginning of the queue', () => {
  it('what waits longest is looked through, the nearest deadline of it first', async () => {
    for (const days of [
      [13, 11, 12],
      [11, 12, 13],
      [12, 13, 11],
    ]) {
      const { items, asked, take } = await openDesk(days, {
        listWork: colleagues,
        listUnassigned: async () => ({ work: [...items], next: undefined as never }),
      });
      const taken = [];
      for (let turn = 0; turn < 3; turn += 1) taken.push(done(await take()).taken?.claimId);
      const nearest = [11, 12, 13].map((day) => `claim-${days.indexOf(day)}`);
      expect(taken).toEqual(nearest);
      expect(asked.filter(({ list }) => list === 'work')).toHaveLength(3 * 40);
    }
  });

  it('it is left sooner by whoever asks for something special, in larger pages', async () => {
    const { asked, take } = await openDesk([], {
      listWork: colleagues,
      listUnassigned: async () => ({ work: [], next: undefined as never }),
    });
    expect(done(await take({ kinds: ['damaged'] }))).toEqual({});
    expect(asked).toEqual([
      { list: 'work', limit: 200, after: undefined },
      { list: 'work', limit: 200, after: 'more' },
      { list: 'unassigned', limit: 200, after: undefined },
    ]);
  });

  it('ten pages of what waits longest are looked through and no more', async () => {
    let page = 0;
    const listUnassigned = async () => {
      page += 1;
      if (page > 20) throw new Error('It never ends.');
      return { work: [], next: page as never };
    };
    const { asked, take } = await openDesk([], { listWork: colleagues, listUnassigned });
    expect(done(await take())).toEqual({});
    expect(asked.filter(({ list }) => list === 'unassigned').map(({ after }) => after)).toEqual([
      undefined,
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9],
    ]);
  });
});

it('what colleagues have is passed over without a try, however much stands before the first case of nobody', async () => {
  const { items, take } = await openDesk([12], {
    listWork: async () => ({
      work: [...Array<WorkItem>(150).fill(annas), ...items],
      next: undefined as never,
    }),
  });
  expect(done(await take()).taken).toEqual({ trackingNumber: 'parcel-0', claimId: 'claim-0' });
});

describe('where others are always quicker', () => {
  const queueOf = (items: WorkItem[]) => ({
    listWork: async () => ({ work: items, next: undefined as never }),
  });
  const gone = (count: number) => Array.from({ length: count }, (_, index) => nowhere(index));

  it('a hundred tries are made, and then it is said to try again', async () => {
    expect(await (await openDesk([], queueOf(gone(100)))).take()).toEqual({});
    expect(await (await openDesk([], queueOf(gone(101)))).take()).toEqual({
      refused: 'try-again',
      facts: {},
    });
  });

  it('the case after one that always changes is taken', async () => {
    const { cases, asked } = await openDesk([11, 12]);
    const commit: CaseStore['commit'] = async (change) =>
      change.trackingNumber === 'parcel-0' ? 'conflict' : cases.commit(change);
    const input = { actor: ANNA, filter: {}, now: NOW };
    const { taken } = done(await takeNext(input, { cases: { ...cases, commit } }));
    expect(taken?.claimId).toBe('claim-1');
    expect(asked).toHaveLength(1);
  });
});
