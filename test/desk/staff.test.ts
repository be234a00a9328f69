import { countWork } from '../../functions/claims/count-work.ts';
import { changeStaff } from '../../functions/desk/change-staff.ts';
import { listStaff } from '../../functions/desk/list-staff.ts';
import { noteSeen } from '../../functions/desk/note-seen.ts';
import { watchPresence } from '../../functions/desk/watch-presence.ts';
import { someClaim } from '../builders/claim.ts';
import { done, NOW, PARCEL, refused } from '../claims/claims-fixture.ts';
import { createMovableClock } from '../twins/fixed-clock.ts';
import { createMemoryCaseStore } from '../twins/memory-case-store.ts';
import { createMemoryDesk } from '../twins/memory-desk.ts';
import { createMemoryPolicyStore } from '../twins/memory-policy-store.ts';

const ANNA = { role: 'specialist', id: 'anna' } as const;
const BORIS = { role: 'supervisor', id: 'boris' } as const;
const DINA = { role: 'administrator', id: 'dina' } as const;
const TOMORROW = '2026-03-06T12:00:00.000Z';

async function openDesk(cases = 0) {
  const store = createMemoryCaseStore(createMemoryPolicyStore());
  for (let n = 0; n < cases; n += 1) {
    const trackingNumber = `parcel-${n}`;
    const assignee = { id: 'anna', since: NOW };
    const claims = [someClaim({ trackingNumber, claimId: `claim-${n}`, assignee })];
    await store.commit({ trackingNumber, expectedVersion: 0, claims, timeline: [] });
  }
  const ports = { cases: store, desk: createMemoryDesk() };
  for (const reader of [ANNA, BORIS]) await noteSeen({ reader, now: NOW }, ports);
  const change = (
    reader: typeof ANNA | typeof BORIS | typeof DINA,
    given: { absentUntil?: string | null; locales?: ('ru' | 'en')[] },
    personId = 'anna',
  ) => changeStaff({ personId, reader, ...given, now: NOW }, ports);
  const left = async () => (await store.countWork({ personId: 'anna' }, { now: NOW, atRiskUntil: NOW })).open;
  return { ...ports, ports, change, left };
}

describe('the directory', () => {
  it('enters whoever comes, again after five minutes, and at once in a new role', async () => {
    const { desk } = await openDesk();
    const clock = createMovableClock(NOW);
    const seenAt = async (role: 'specialist' | 'supervisor' = 'specialist') => {
      await noteSeen({ reader: { id: 'anna', role }, now: clock.now() }, { desk });
      return desk.find('anna');
    };
    clock.advance({ minutes: 4 });
    expect((await seenAt())?.lastSeenAt).toBe(NOW);
    clock.advance({ minutes: 1 });
    expect((await seenAt())?.lastSeenAt).toBe(clock.now());
    clock.advance({ minutes: 1 });
    expect(await seenAt('supervisor')).toMatchObject({ role: 'supervisor', lastSeenAt: clock.now() });
  });

  it('tells how much each has, and of an absence only while it lasts', async () => {
    const { ports, desk } = await openDesk(2);
    await desk.change('boris', { absentUntil: TOMORROW });
    await desk.change('anna', { absentUntil: NOW });
    expect(await listStaff({ reader: BORIS, now: NOW }, ports)).toEqual({
      staff: [
        { personId: 'anna', role: 'specialist', lastSeenAt: NOW, locales: ['ru'], openCases: 2 },
        {
          personId: 'boris',
          role: 'supervisor',
          lastSeenAt: NOW,
          locales: ['ru'],
          openCases: 0,
          absentUntil: TOMORROW,
        },
      ],
    });
  });
});

describe('what a specialist reads of the directory', () => {
  it('is who could take a case over, and nothing that this does not need', async () => {
    const { ports, desk } = await openDesk(2);
    await noteSeen({ reader: { id: 'vera', role: 'specialist' }, now: NOW }, ports);
    await noteSeen({ reader: DINA, now: NOW }, ports);
    await desk.change('vera', { absentUntil: TOMORROW });
    expect(await listStaff({ reader: ANNA, now: NOW }, ports)).toEqual({
      staff: [
        { personId: 'anna', role: 'specialist', locales: ['ru'], openCases: 2 },
        { personId: 'vera', role: 'specialist', locales: ['ru'], openCases: 0, absentUntil: TOMORROW },
      ],
    });
  });
});

describe('a change of the staff', () => {
  it('is a specialist’s of themselves alone, and anybody’s for the others', async () => {
    const { change } = await openDesk();
    expect(refused(await change(ANNA, { locales: ['en'] }, 'boris')).refused).toBe('forbidden');
    expect(done(await change(ANNA, { locales: ['en', 'en', 'ru'] }))).toMatchObject({
      locales: ['en', 'ru'],
    });
    for (const reader of [BORIS, DINA])
      expect(done(await change(reader, { locales: ['ru'] }))).toMatchObject({ locales: ['ru'] });
    expect(refused(await change(BORIS, {}, 'gleb')).refused).toBe('not-found');
  });

  it('that sends somebody away hands their cases back, told in each timeline', async () => {
    const { change, cases, left, desk } = await openDesk(45);
    const absent = done(await change(BORIS, { absentUntil: '2026-03-06T15:00:00+03:00' }));
    expect(absent).toMatchObject({ absentUntil: TOMORROW, openCases: 0 });
    expect(await left()).toBe(0);
    const file = await cases.read('parcel-0');
    expect(file.claims[0]).toMatchObject({ unassignedSince: NOW });
    expect(file.timeline).toMatchObject([
      { action: 'assigned', actor: BORIS, facts: { previous: 'anna', because: 'absent' } },
    ]);
    expect(done(await change(ANNA, { absentUntil: null }))).not.toHaveProperty('absentUntil');
    expect(await desk.find('anna')).not.toHaveProperty('absentUntil');
  });

  it('by an administrator is the service’s in the timeline: they handle no cases', async () => {
    const { change, cases } = await openDesk(1);
    done(await change(DINA, { absentUntil: TOMORROW }));
    expect((await cases.read('parcel-0')).timeline[0]?.actor).toEqual({ role: 'system', id: 'dina' });
  });

  it('by a specialist of themselves is theirs in the timeline', async () => {
    const { change, cases } = await openDesk(1);
    done(await change(ANNA, { absentUntil: TOMORROW }));
    expect((await cases.read('parcel-0')).timeline[0]?.actor).toEqual(ANNA);
  });

  it('that has passed already leaves the cases alone', async () => {
    const { change, left } = await openDesk(1);
    done(await change(ANNA, { absentUntil: NOW }));
    expect(await left()).toBe(1);
  });

  it('hands back a bounded number at once, says what is left, and goes on when it is asked again', async () => {
    const { change, left } = await openDesk(230);
    expect(done(await change(ANNA, { absentUntil: TOMORROW })).openCases).toBe(30);
    expect(await left()).toBe(30);
    expect(done(await change(ANNA, {})).openCases).toBe(0);
  });

  it('enters whoever says it of themselves, and nobody of whom others say it', async () => {
    const { ports, desk } = await openDesk();
    const input = { locales: ['en' as const], now: TOMORROW };
    const gleb = { id: 'gleb', role: 'specialist' } as const;
    expect(done(await changeStaff({ ...input, personId: 'gleb', reader: gleb }, ports))).toEqual({
      ...{ personId: 'gleb', role: 'specialist', lastSeenAt: TOMORROW, locales: ['en'], openCases: 0 },
    });
    done(await changeStaff({ ...input, personId: 'anna', reader: BORIS }, ports));
    expect(await desk.find('anna')).toMatchObject({ lastSeenAt: NOW, locales: ['en'] });
    expect((await desk.find('boris'))?.lastSeenAt).toBe(NOW);
  });

  it('leaves alone what went to somebody else or nobody, was closed, or is not there, since the index was asked', async () => {
    const { ports, cases } = await openDesk(3);
    const late: typeof cases.listAssigned = async (query) => {
      const page = await cases.listAssigned(query);
      for (const { trackingNumber, claimId } of page.work) {
        const { head, claims } = await cases.read(trackingNumber);
        const [claim = someClaim()] = claims;
        const { deadline: _deadline, ...closed } = { ...claim, status: 'refused' as const };
        const other = { ...claim, assignee: { id: 'vera', since: NOW } };
        const { assignee: _assignee, ...free } = { ...claim, unassignedSince: NOW };
        const now = { 'claim-0': other, 'claim-1': closed }[claimId] ?? free;
        await cases.commit({
          ...{ trackingNumber, expectedVersion: head.version, timeline: [] },
          claims: [now],
        });
      }
      const nowhere = page.work.map((item) => ({ ...item, claimId: 'nowhere' }));
      return { ...page, work: [...page.work, ...nowhere] };
    };
    const input = { personId: 'anna', reader: ANNA, absentUntil: TOMORROW, now: NOW };
    done(await changeStaff(input, { ...ports, cases: { ...cases, listAssigned: late } }));
    const files = await Promise.all(['parcel-0', 'parcel-1', 'parcel-2'].map((each) => cases.read(each)));
    expect(files.map(({ claims, timeline }) => [claims[0]?.assignee?.id, timeline])).toEqual([
      ['vera', []],
      ['anna', []],
      [undefined, []],
    ]);
  });

  it('says «try again» where a case is written by others all the time; they are away by then', async () => {
    const { ports, cases, desk } = await openDesk(1);
    const busy = { ...cases, commit: async () => 'conflict' as const };
    const input = { personId: 'anna', reader: ANNA, absentUntil: TOMORROW, now: NOW };
    expect(refused(await changeStaff(input, { ...ports, cases: busy })).refused).toBe('try-again');
    expect(await desk.find('anna')).toMatchObject({ absentUntil: TOMORROW });
  });

  it('keeps what is not said: an absence when the languages change, the languages when somebody leaves', async () => {
    const { change } = await openDesk();
    expect(done(await change(ANNA, { absentUntil: TOMORROW }))).toMatchObject({ locales: ['ru'] });
    expect(done(await change(ANNA, { locales: ['en'] }))).toMatchObject({ absentUntil: TOMORROW });
  });

  it('goes on where a call died: nothing is told twice', async () => {
    const { ports, cases, left } = await openDesk(3);
    let writes = 0;
    const commit: typeof cases.commit = async (change) => {
      writes += 1;
      if (writes === 2) throw new Error('died');
      return cases.commit(change);
    };
    const input = { personId: 'anna', reader: ANNA, absentUntil: TOMORROW, now: NOW };
    await expect(changeStaff(input, { ...ports, cases: { ...cases, commit } })).rejects.toThrow('died');
    expect(await left()).toBe(2);
    done(await changeStaff(input, ports));
    const timelines = await Promise.all([0, 1, 2].map((n) => cases.read(`parcel-${n}`)));
    expect(timelines.map(({ timeline }) => timeline.length)).toEqual([1, 1, 1]);
  });
});

describe('who has a case open', () => {
  it('sees the others, by the clock, and not themselves', async () => {
    const { desk } = await openDesk();
    const clock = createMovableClock(NOW);
    const watch = (reader: typeof ANNA | typeof BORIS, writing?: boolean) =>
      watchPresence({ trackingNumber: PARCEL, reader, writing, now: clock.now() }, { desk });
    expect(await watch(ANNA)).toEqual({ people: [] });
    clock.advance({ milliseconds: 10_000 });
    expect(await watch(BORIS)).toEqual({
      people: [{ personId: 'anna', role: 'specialist', since: NOW, writing: false }],
    });
    clock.advance({ milliseconds: 19_999 });
    expect((await watch(BORIS, true)).people).toHaveLength(1);
    clock.advance({ milliseconds: 1 });
    // Anna was last heard of thirty seconds ago.
    expect((await watch(BORIS)).people).toEqual([]);
    const boris = { personId: 'boris', role: 'supervisor', since: '2026-03-05T12:00:10.000Z' };
    expect((await watch(ANNA)).people).toEqual([{ ...boris, writing: false }]);
    // As long as somebody stays their time counts from their first look.
    expect((await watch(BORIS, true)).people).toMatchObject([{ personId: 'anna' }]);
    expect((await watch(ANNA)).people).toEqual([{ ...boris, writing: true }]);
    const elsewhere = { trackingNumber: '63000045987655', reader: ANNA, now: clock.now() };
    expect(await watchPresence(elsewhere, { desk })).toEqual({ people: [] });
  });
});

describe('the counts', () => {
  it('are of every list and of the reader, and an analyst has nothing', async () => {
    const { cases } = await openDesk(2);
    const counts = await countWork({ reader: ANNA, now: NOW }, { cases });
    expect(counts.lists.map(({ list, open }) => [list, open])).toEqual([
      ['specialist', 2],
      ['customer', 0],
      ['outside', 0],
      ['system', 0],
      ['supervisor', 0],
      ['unassigned', 0],
    ]);
    expect(counts).toMatchObject({ bound: 1000, mine: { open: 2, overdue: 0, atRisk: 0 } });
    expect(await countWork({ reader: BORIS, now: NOW }, { cases })).toMatchObject({ mine: { open: 0 } });
    const analyst = await countWork({ reader: { id: 'kira', role: 'analyst' }, now: NOW }, { cases });
    expect(analyst).not.toHaveProperty('mine');
  });

  it('call overdue what nobody took for a day, in the list of what nobody took', async () => {
    const { cases } = await openDesk();
    const claims = [someClaim({ unassignedSince: '2026-03-04T12:00:00.000Z' })];
    await cases.commit({ trackingNumber: PARCEL, expectedVersion: 0, claims, timeline: [] });
    const { lists } = await countWork({ reader: BORIS, now: NOW }, { cases });
    const overdue = Object.fromEntries(lists.map((each) => [each.list, each.overdue]));
    expect(overdue).toMatchObject({ unassigned: 1, specialist: 0 });
  });

  it('stop at their bound', async () => {
    const { cases } = await openDesk();
    for (let n = 0; n < 1_001; n += 1) {
      const trackingNumber = `many-${n}`;
      const claims = [someClaim({ trackingNumber })];
      await cases.commit({ trackingNumber, expectedVersion: 0, claims, timeline: [] });
    }
    const { lists } = await countWork({ reader: BORIS, now: NOW }, { cases });
    expect(lists[0]).toMatchObject({ list: 'specialist', open: 1_000 });
  });
});
