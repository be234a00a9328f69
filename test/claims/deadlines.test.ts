import { claimLifecycle } from '../../functions/claims/claim-lifecycle.ts';
import { actionAtDeadline } from '../../functions/claims/claim-rules.ts';
import { followUploadChange } from '../../functions/claims/follow-case-change.ts';
import {
  applyDeadline,
  flagClaim,
  readStanding,
  receiveFilm,
  standingOf,
} from '../../functions/claims/follow-claim.ts';
import { toInstant, toMillis } from '../../functions/clock.ts';
import { type Claim, type ClaimStatus, claimStatus, type Upload } from '../../functions/contracts/case.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { ANNA, type OpenedCase, openCaseOf, PARCEL } from './claims-fixture.ts';

const DEADLINE = '2026-03-10T21:00:00.000Z';
const at = (offset: number) => toInstant(toMillis(DEADLINE) + offset);
const DAY = 86_400_000;
const reference = { trackingNumber: PARCEL, claimId: 'claim-1' };

const openStates = claimStatus.options.flatMap((status) => {
  const state = claimLifecycle[status];
  return 'final' in state ? [] : [[status, state.atDeadline, state.actions[state.atDeadline]?.to] as const];
});

/** A claim that waits until the deadline, in a case with these films. */
function waiting(status: ClaimStatus, uploads: Upload[] = [], claim: Partial<Claim> = {}) {
  return openCaseOf({ status, deadline: DEADLINE, ...claim }, { uploads });
}

describe.each(openStates)('%s: when time is up the clock takes %s', (status, action, to) => {
  it('from the instant itself on, not a millisecond before', async () => {
    const { readCase } = await waiting(status);
    const file = await readCase();
    const claim = file.claims[0] as Claim;
    expect(actionAtDeadline(file, claim, at(-1))).toBeUndefined();
    for (const late of [0, 1, 400 * DAY])
      expect(actionAtDeadline(file, claim, at(late))).toEqual({
        action,
        actor: { role: 'clock' },
        details: {},
      });
  });

  it('and the claim goes there, however late it is looked at', async () => {
    for (const late of [0, 45 * DAY]) {
      const opened = await waiting(status);
      const standing = await applyDeadline({ ...reference, now: at(late) }, opened.ports);
      expect(standing.status).toBe(to);
      expect(await opened.readClaim()).toMatchObject({ status: to, statusSince: at(late), version: 2 });
      if (!standing.final) expect(standing.secondsToDeadline).toBeGreaterThan(DAY / 1000);
    }
  });

  it('once, also when it is done twice or at once', async () => {
    const opened = await waiting(status);
    const now = at(0);
    await Promise.all([1, 2, 3].map(() => applyDeadline({ ...reference, now }, opened.ports)));
    await applyDeadline({ ...reference, now: at(1000) }, opened.ports);
    expect((await opened.readCase()).timeline.map((entry) => entry.action)).toEqual([action]);
  });

  it('but nothing while there is time', async () => {
    const opened = await waiting(status);
    const before = await opened.readCase();
    const standing = await applyDeadline({ ...reference, now: at(-1500) }, opened.ports);
    expect(standing).toEqual({ status, final: false, secondsToDeadline: 2 });
    expect(await opened.readCase()).toEqual(before);
  });
});

it.each(['compensated', 'refused', 'withdrawn', 'lapsed'] as const)(
  '%s has no time to run out',
  async (status) => {
    const { deadline: _, ...closed } = someClaim({ status });
    const opened = await openCaseOf({});
    const file = { ...(await opened.readCase()), claims: [closed] };
    expect(actionAtDeadline(file, closed, at(400 * DAY))).toBeUndefined();
  },
);

describe('the film, at the deadline', () => {
  const received = someUpload({ status: 'received', receivedAt: at(-1) });

  it.each([0, 9 * DAY])('has arrived, and nobody was told: the claim goes on (%s ms late)', async (late) => {
    const opened = await waiting('awaiting-video', [received]);
    expect((await applyDeadline({ ...reference, now: at(late) }, opened.ports)).status).toBe('in-review');
    expect((await opened.readCase()).timeline.at(-1)).toMatchObject({
      action: 'receive-film',
      actor: { role: 'system' },
    });
  });

  it.each(['open', 'completing'] as const)(
    'is under way (%s): it is waited for as long as the terms say',
    async (status) => {
      const opened = await waiting('awaiting-video', [someUpload({ status, startedAt: at(-1) })]);
      const standing = await applyDeadline({ ...reference, now: at(0) }, opened.ports);
      expect(standing.status).toBe('awaiting-video');
      const claim = await opened.readClaim();
      expect(claim.deadline).toBe('2026-03-17T21:00:00.000Z');
      expect(standing.secondsToDeadline).toBe(7 * 86_400);
      // That time over, what was completed in its last moment may still be on its way, for a minute.
      const until = Date.parse(claim.deadline as string);
      const last = await applyDeadline({ ...reference, now: toInstant(until) }, opened.ports);
      expect(last).toMatchObject({ status: 'awaiting-video', secondsToDeadline: 60 });
      // No film: now it lapses, not a millisecond before.
      const early = await applyDeadline({ ...reference, now: toInstant(until + 59_999) }, opened.ports);
      expect(early.status).toBe('awaiting-video');
      const late = await applyDeadline({ ...reference, now: toInstant(until + 60_000) }, opened.ports);
      expect(late.status).toBe('lapsed');
    },
  );

  it.each<[string, Partial<Upload>]>([
    ['was given up', { status: 'aborted' }],
    ['was begun at the deadline itself', { startedAt: DEADLINE }],
    ['was begun too long ago to be finished', { startedAt: at(-9 * DAY) }],
    ['is of another policy of the number', { policyId: 'policy-0' }],
    ['arrived and was removed', { status: 'received', removedAt: at(-1) }],
  ])('%s: the claim lapses', async (_, upload) => {
    const opened = await waiting('awaiting-video', [someUpload({ startedAt: at(-1), ...upload })]);
    expect((await applyDeadline({ ...reference, now: at(0) }, opened.ports)).status).toBe('lapsed');
  });

  it('is waited for until the last of several must be there', async () => {
    const uploads = [-3, -1, -2].map((days) =>
      someUpload({ uploadId: `upload${days}`, startedAt: at(days * DAY) }),
    );
    const opened = await waiting('awaiting-video', uploads);
    await applyDeadline({ ...reference, now: at(0) }, opened.ports);
    expect((await opened.readClaim()).deadline).toBe('2026-03-17T21:00:00.000Z');
  });

  it('and the clock at once: the film wins or the lapse, never both, and nothing is lost', async () => {
    const before = someUpload({ startedAt: at(-1) });
    const opened = await waiting('awaiting-video', [before]);
    const head = (await opened.readCase()).head;
    const now = at(0);
    await opened.cases.commit({
      trackingNumber: PARCEL,
      expectedVersion: head.version,
      uploads: [{ ...before, status: 'received', receivedAt: now }],
      timeline: [],
    });
    const after = { ...before, status: 'received' as const, receivedAt: now };
    await Promise.all([
      applyDeadline({ ...reference, now }, opened.ports),
      followUploadChange({ before, after, now }, opened.ports),
    ]);
    expect((await opened.readCase()).timeline.map(({ action }) => action)).toEqual(['receive-film']);
    expect((await opened.readClaim()).status).toBe('in-review');
  });
});

describe('a film that arrives', () => {
  const before = someUpload();
  const since = '2026-03-06T00:00:00.000Z';
  const film = someUpload({ status: 'received', receivedAt: '2026-03-06T08:00:00.000Z' });
  const now = '2026-03-06T08:00:01.000Z';

  it.each(['awaiting-video', 'awaiting-customer'] as const)('takes a claim on that is %s', async (status) => {
    const opened = await waiting(status, [film], { statusSince: since });
    await followUploadChange({ before, after: film, now }, opened.ports);
    expect((await opened.readClaim()).status).toBe('in-review');
  });

  it('and is told twice does not take back the question that was asked after it', async () => {
    const opened = await waiting('awaiting-customer', [film], { statusSince: '2026-03-06T09:00:00.000Z' });
    await followUploadChange({ before, after: film, now: '2026-03-06T09:00:01.000Z' }, opened.ports);
    expect((await opened.readClaim()).status).toBe('awaiting-customer');
  });

  it('before the claim was filed is enough for the unboxing', async () => {
    const opened = await waiting('awaiting-video', [film], { statusSince: '2026-03-06T09:00:00.000Z' });
    await followUploadChange({ before, after: film, now: '2026-03-06T09:00:01.000Z' }, opened.ports);
    expect((await opened.readClaim()).status).toBe('in-review');
  });

  it.each(['in-review', 'approved', 'paying', 'needs-attention', 'refused'] as const)(
    'changes nothing of a claim that is %s',
    async (status) => {
      const opened = await waiting(status, [film], { statusSince: since });
      const file = await opened.readCase();
      await followUploadChange({ before, after: film, now }, opened.ports);
      expect(await opened.readCase()).toEqual(file);
    },
  );

  it('is news only when it has just been received', async () => {
    const opened = await waiting('awaiting-video', [film], { statusSince: since });
    const file = await opened.readCase();
    await followUploadChange({ before: film, after: film, now }, opened.ports);
    await followUploadChange({ before: undefined, after: before, now }, opened.ports);
    expect(await opened.readCase()).toEqual(file);
  });
});

describe('beside another claim of the same parcel', () => {
  const claims = [
    someClaim({ status: 'awaiting-video', deadline: DEADLINE }),
    someClaim({ claimId: 'claim-2', policyId: 'policy-2', status: 'awaiting-video', deadline: DEADLINE }),
  ];
  const statuses = async (opened: OpenedCase) => (await opened.readCase()).claims.map(({ status }) => status);

  it.each([
    ['claim-1', ['lapsed', 'awaiting-video']],
    ['claim-2', ['awaiting-video', 'lapsed']],
  ])('the time of %s is up for that one alone', async (claimId, expected) => {
    const opened = await openCaseOf({}, { claims });
    const asked: string[] = [];
    const finishRecordings = async ({ policyId }: { policyId: string }) => void asked.push(policyId);
    const standing = await applyDeadline(
      { ...reference, claimId, now: at(0) },
      { ...opened.ports, finishRecordings },
    );
    expect(standing).toEqual({ status: 'lapsed', final: true });
    expect([await statuses(opened), asked]).toEqual([expected, [`policy-${claimId.slice(-1)}`]]);
  });

  it('a film that is finished at the last moment saves the claim that it is of', async () => {
    const opened = await openCaseOf({}, { claims });
    const finishRecordings = async ({ policyId }: { policyId: string }) => {
      const { head } = await opened.readCase();
      const uploads = [someUpload({ policyId, status: 'received', receivedAt: at(0) })];
      await opened.cases.commit({
        trackingNumber: PARCEL,
        expectedVersion: head.version,
        uploads,
        timeline: [],
      });
    };
    const ports = { ...opened.ports, finishRecordings };
    const standing = await applyDeadline({ ...reference, claimId: 'claim-2', now: at(0) }, ports);
    expect(standing.status).toBe('in-review');
    expect(await statuses(opened)).toEqual(['awaiting-video', 'in-review']);
  });

  it('a film takes on the claims of its own policy alone', async () => {
    const film = (n: number) =>
      someUpload({ uploadId: `film-${n}`, policyId: `policy-${n}`, status: 'received', receivedAt: at(-1) });
    const opened = await openCaseOf({}, { claims, uploads: [film(1), film(2)] });
    await receiveFilm({ trackingNumber: PARCEL, policyId: 'policy-2', now: at(-1) }, opened.ports);
    expect(await statuses(opened)).toEqual(['awaiting-video', 'in-review']);
  });
});

it('a case that somebody else always writes first is a fault, which the workflow tries again', async () => {
  const film = someUpload({ status: 'received', receivedAt: at(-1) });
  const opened = await waiting('awaiting-video', [film]);
  const cases = { ...opened.cases, commit: async () => 'conflict' as const };
  const ports = { ...opened.ports, cases };
  const received = receiveFilm({ trackingNumber: PARCEL, policyId: 'policy-1', now: at(-1) }, ports);
  await expect(received).rejects.toThrow('changes too often');
  const flagged = flagClaim({ ...reference, attention: 'workflow-error', now: at(-1) }, ports);
  await expect(flagged).rejects.toThrow('could not be put before a person: try-again');
});

describe('where a claim stands, as the workflow is told', () => {
  it.each([
    ['2026-03-10T20:59:58.999Z', 2],
    ['2026-03-10T20:59:59.000Z', 1],
    ['2026-03-10T20:59:59.999Z', 1],
    [DEADLINE, 1],
    ['2026-04-10T21:00:00.000Z', 1],
  ])('at %s it waits %s s: never before the deadline, never zero', async (now, secondsToDeadline) => {
    const opened = await waiting('in-review');
    expect(await readStanding({ ...reference, now }, opened.ports)).toEqual({
      status: 'in-review',
      final: false,
      secondsToDeadline,
    });
  });

  it('of an open claim without a deadline is told without a time to wait', () => {
    const { deadline: _none, ...endless } = someClaim();
    expect(standingOf(endless, at(0))).toEqual({ status: 'in-review', final: false });
    expect(standingOf(someClaim({ status: 'refused' }), at(0))).toEqual({ status: 'refused', final: true });
  });

  it('of a claim that does not exist is a fault', async () => {
    const opened = await waiting('in-review');
    await expect(readStanding({ ...reference, claimId: 'other', now: at(0) }, opened.ports)).rejects.toThrow(
      'other',
    );
  });
});

describe('a claim put before a person by the workflow', () => {
  it('says why, once', async () => {
    const opened = await waiting('in-review');
    const flag = () => flagClaim({ ...reference, attention: 'workflow-error', now: at(-DAY) }, opened.ports);
    expect((await flag()).status).toBe('needs-attention');
    expect((await flag()).status).toBe('needs-attention');
    expect(await opened.readClaim()).toMatchObject({ attention: 'workflow-error', version: 2 });
  });

  it('stays closed when it is closed', async () => {
    const opened = await waiting('in-review', [], {
      decision: { outcome: 'approved', by: ANNA, at: at(-1) },
    });
    const { deadline: _, ...closed } = { ...(await opened.readClaim()), status: 'withdrawn' as const };
    const { head } = await opened.readCase();
    await opened.cases.commit({
      trackingNumber: PARCEL,
      expectedVersion: head.version,
      claims: [closed],
      timeline: [],
    });
    const standing = await flagClaim({ ...reference, attention: 'workflow-error', now: at(0) }, opened.ports);
    expect(standing).toEqual({ status: 'withdrawn', final: true });
  });
});
