import { type ClaimFiling, claimOfFiling, fileClaim } from '../../functions/claims/file-claim.ts';
import type { Upload } from '../../functions/contracts/case.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { ANNA, BORIS, CUSTOMER, done, filingOf, NOW, openCase, refused } from './claims-fixture.ts';
import { fileOf } from './one-step.ts';

const HOURS = (hours: number) => new Date(Date.parse(NOW) + hours * 3_600_000).toISOString();

function file(filing: Partial<ClaimFiling>, uploads: Upload[] = [], policy: Partial<Policy> = {}) {
  const holds = { ...fileOf(someClaim(), { claims: [] }), uploads };
  return claimOfFiling(filingOf(filing), somePolicy(policy), holds, 0);
}

describe('a claim was begun', () => {
  const film = (hours: number, overrides: Partial<Upload> = {}) =>
    someUpload({ uploadId: `upload${hours}`, startedAt: HOURS(hours), ...overrides });

  it('with the first film of its policy, or when it was filed', () => {
    const films = [film(-1), film(-3), film(-2)];
    const others = [film(-5, { policyId: 'policy-0' }), film(-6, { purpose: 'document' })];
    expect(done(file({}, [...others, ...films])).startedAt).toBe(HOURS(-3));
    expect(done(file({}, others)).startedAt).toBe(NOW);
  });

  it('with the call in which it is taken down, from the one that begins now to the longest', () => {
    const call = (callStartedAt: string | undefined, channel: 'phone' | 'web' = 'phone') =>
      done(file({ channel, actor: ANNA, callStartedAt }, [film(-3)])).startedAt;
    expect([call(NOW), call(HOURS(-2))]).toEqual([NOW, HOURS(-2)]);
    const tooLong = new Date(Date.parse(HOURS(-2)) - 1).toISOString();
    const ahead = new Date(Date.parse(NOW) + 1).toISOString();
    for (const other of [tooLong, ahead, undefined]) expect(call(other)).toBe(HOURS(-3));
    expect(call(HOURS(-1), 'web')).toBe(HOURS(-3));
  });

  it('too late at the end itself, unless the call or the film began before it', () => {
    const over = { claimableUntil: NOW, endsAt: NOW };
    expect(refused(file({}, [film(-1)], over))).toEqual({
      refused: 'claim-too-late',
      facts: { endsAt: NOW, timeZone: 'Europe/Moscow' },
    });
    expect(done(file({ channel: 'phone', actor: ANNA, callStartedAt: HOURS(-1) }, [], over)).startedAt).toBe(
      HOURS(-1),
    );
    const later = new Date(Date.parse(NOW) + 1).toISOString();
    expect(done(file({}, [], { ...over, claimableUntil: later })).startedAt).toBe(NOW);
  });
});

describe('a new claim', () => {
  it('is the case of the specialist who takes it down on the telephone, and nobody’s otherwise', () => {
    expect(done(file({ channel: 'phone', actor: ANNA })).assignee).toEqual({ id: 'anna', since: NOW });
    expect(done(file({ channel: 'phone', actor: ANNA }))).not.toHaveProperty('unassignedSince');
    for (const other of [
      { channel: 'web', actor: CUSTOMER },
      { channel: 'web', actor: ANNA },
      { channel: 'phone', actor: BORIS },
      { channel: 'phone', actor: { role: 'specialist' } },
    ] as const) {
      const claim = done(file(other));
      expect(claim).toMatchObject({ unassignedSince: NOW });
      expect(claim).not.toHaveProperty('assignee');
    }
  });

  it('is told with its kind, sum and channel, and until when the next one has time', async () => {
    const opened = await openCase();
    const { claim } = done(await fileClaim(filingOf({ amount: 7 }), opened.ports));
    const { timeline } = await opened.readCase();
    expect(timeline).toMatchObject([{ action: 'file', actor: CUSTOMER, to: claim.status }]);
    expect(timeline[0]?.facts).toEqual({
      kind: 'foreign-object',
      amount: 7,
      channel: 'web',
      deadline: '2026-03-12T21:00:00.000Z',
    });
  });

  it('keeps the browser it was filed from where one is known', () => {
    expect(done(file({ device: 'browser-1' })).personal).toMatchObject({ device: 'browser-1' });
    expect(done(file({})).personal).not.toHaveProperty('device');
  });

  it('has the same id in every version of the service: the event filed once more is the claim of before', () => {
    expect(done(file({})).claimId).toBe('MR8PBXJJ10WHX8KQCPSD');
  });
});
