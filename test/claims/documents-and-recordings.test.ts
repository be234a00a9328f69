import { actOnClaim } from '../../functions/claims/act-on-claim.ts';
import { actionAtDeadline, hasAwaitedFilm } from '../../functions/claims/claim-rules.ts';
import { fileClaim } from '../../functions/claims/file-claim.ts';
import { applyDeadline } from '../../functions/claims/follow-claim.ts';
import type { ClaimWorkflow } from '../../functions/claims/ports.ts';
import { readMyPolicy } from '../../functions/claims/read-my-policy.ts';
import { reconcileClaims } from '../../functions/claims/reconcile-claims.ts';
import { claim as claimSchema, type Upload } from '../../functions/contracts/case.ts';
import { customerPolicy } from '../../functions/contracts/customer.ts';
import { someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import {
  ANNA,
  CUSTOMER,
  claimOf,
  done,
  filingOf,
  NOW,
  openCase,
  openCaseOf,
  PARCEL,
  refused,
} from './claims-fixture.ts';

const received = (overrides: Partial<Upload> = {}) =>
  someUpload({ status: 'received', receivedAt: NOW, ...overrides });
/** Step Functions where everything runs that should. */
const idleWorkflow: ClaimWorkflow = {
  start: async () => 'running',
  wake: async () => 'gone',
  async *running() {},
};
const receipt = received({ uploadId: 'receipt', purpose: 'document' });

describe('an answer with documents', () => {
  const asked = (uploads: Upload[]) => openCaseOf({ status: 'awaiting-customer' }, { uploads });
  const answer = (opened: Awaited<ReturnType<typeof asked>>, details: object, actor: object = CUSTOMER) =>
    actOnClaim(
      {
        trackingNumber: PARCEL,
        claimId: 'claim-1',
        action: 'answer',
        actor: actor as never,
        details,
        now: NOW,
      },
      opened.ports,
    );

  it('is remembered with the claim, counted in the timeline, and answered the same again', async () => {
    const photo = received({ uploadId: 'photo', purpose: 'document' });
    const opened = await asked([receipt, photo]);
    const details = { answer: 'Чек во вложении.', documents: ['receipt', 'photo', 'receipt'] };
    const { claim } = done(await answer(opened, details));
    expect(claimSchema.parse(claim)).toMatchObject({
      status: 'in-review',
      documents: ['receipt', 'photo'],
      personal: { answers: ['Чек во вложении.'] },
    });
    expect((await opened.readCase()).timeline.at(-1)).toMatchObject({
      action: 'answer',
      facts: { documents: 2 },
    });
    expect(done(await answer(opened, details)).claim).toEqual(claim);
    expect((await opened.readCase()).timeline).toHaveLength(1);
  });

  it('needs no words, also when a specialist enters it', async () => {
    for (const actor of [CUSTOMER, ANNA]) {
      const { claim } = done(await answer(await asked([receipt]), { documents: ['receipt'] }, actor));
      expect(claim).toMatchObject({ documents: ['receipt'], personal: { answers: [] } });
    }
  });

  it('is words or documents', async () => {
    for (const details of [{}, { documents: [] }, { answer: undefined }])
      expect(refused(await answer(await asked([receipt]), details))).toEqual({
        refused: 'decision-incomplete',
        facts: { missing: ['answer'] },
      });
  });

  it.each<[string, Upload]>([
    ['a film', received({ uploadId: 'other' })],
    ['one that has not arrived', someUpload({ uploadId: 'other', purpose: 'document' })],
    ['one of another policy', received({ uploadId: 'other', purpose: 'document', policyId: 'policy-2' })],
    ['one that was removed', received({ uploadId: 'other', purpose: 'document', removedAt: NOW })],
    ['one that nobody knows', someUpload({ uploadId: 'another' })],
  ])('takes no %s', async (_name, other) => {
    const opened = await asked([receipt, other]);
    expect(refused(await answer(opened, { answer: 'Вот.', documents: ['receipt', 'other'] }))).toEqual({
      refused: 'document-unknown',
      facts: { uploadId: 'other' },
    });
    expect((await opened.readClaim()).status).toBe('awaiting-customer');
  });
});

describe('a document is no film', () => {
  it('no claim goes on for it', async () => {
    const opened = await openCaseOf({ status: 'awaiting-video' }, { uploads: [receipt] });
    const file = await opened.readCase();
    expect(hasAwaitedFilm(file, claimOf(file))).toBe(false);
    const late = claimOf(file).deadline as string;
    expect(actionAtDeadline(file, claimOf(file), late)).toMatchObject({ action: 'lapse' });
  });

  it('no claim waits for it', async () => {
    const open = someUpload({ purpose: 'document', startedAt: '2026-03-10T20:00:00.000Z' });
    const opened = await openCaseOf({ status: 'awaiting-video' }, { uploads: [open] });
    const file = await opened.readCase();
    const late = claimOf(file).deadline as string;
    expect(actionAtDeadline(file, claimOf(file), late)).toMatchObject({ action: 'lapse' });
  });

  it('a new claim has to be filmed all the same', async () => {
    const opened = await openCase(somePolicy(), { uploads: [receipt] });
    const { claim } = done(await fileClaim(filingOf(), opened.ports));
    expect(claim.status).toBe('awaiting-video');
  });
});

describe('a recording that nobody ended', () => {
  const DEADLINE = '2026-03-12T21:00:00.000Z';
  /** When what was completed in the last moment has been written down, too. */
  const A_MINUTE_LATER = '2026-03-12T21:01:00.000Z';
  const { size: _size, partCount: _count, ...begun } = someUpload({ recordingCode: 'K7M2QX' });
  const reference = { trackingNumber: PARCEL, claimId: 'claim-1', now: DEADLINE };
  const waiting = () => openCaseOf({ status: 'awaiting-video', deadline: DEADLINE }, { uploads: [begun] });

  it('is finished before its claim lapses, which then goes on with it', async () => {
    const opened = await waiting();
    const asked: object[] = [];
    const finishRecordings = async (of: object) => {
      asked.push(of);
      const { head } = await opened.readCase();
      const uploads = [
        { ...begun, size: 1, partCount: 1, status: 'received' as const, receivedAt: DEADLINE },
      ];
      await opened.cases.commit({
        trackingNumber: PARCEL,
        expectedVersion: head.version,
        uploads,
        timeline: [],
      });
    };
    const late = { ...reference, now: A_MINUTE_LATER };
    const standing = await applyDeadline(late, { ...opened.ports, finishRecordings });
    expect(asked).toEqual([{ trackingNumber: PARCEL, policyId: 'policy-1', now: A_MINUTE_LATER }]);
    expect(standing.status).toBe('in-review');
  });

  it('of which nothing came lets it lapse; while it can be finished nobody touches it', async () => {
    const opened = await waiting();
    expect((await applyDeadline(reference, opened.ports)).status).toBe('awaiting-video');
    const late = { ...reference, now: A_MINUTE_LATER };
    expect((await applyDeadline(late, opened.ports)).status).toBe('lapsed');
    const early = await openCaseOf(
      { status: 'awaiting-video', deadline: '2026-03-10T21:00:00.000Z' },
      { uploads: [begun] },
    );
    const finishRecordings = () => Promise.reject(new Error('Too early.'));
    const now = '2026-03-10T21:00:00.000Z';
    await applyDeadline({ ...reference, now }, { ...early.ports, finishRecordings });
    expect(await early.readClaim()).toMatchObject({ status: 'awaiting-video', deadline: DEADLINE });
  });

  it('is looked after by the reconciler while a claim of its policy is open, whatever that one waits for', async () => {
    const others = someUpload({ uploadId: 'upload-2', policyId: 'policy-2', recordingCode: 'K7M2QX' });
    const asked: object[][] = [];
    const received = someUpload({ uploadId: 'upload-3', status: 'received' });
    const aborted = { ...begun, status: 'aborted' as const };
    for (const uploads of [[begun, received], [], [aborted], [others], [someUpload()]]) {
      const opened = await openCaseOf({ status: 'in-review' }, { uploads });
      const told: object[] = [];
      asked.push(told);
      const counts = await reconcileClaims(
        { now: DEADLINE },
        {
          ...opened.ports,
          workflow: idleWorkflow,
          lookAgainAtPayout: async () => {},
          lookForMoney: async () => 'nothing-new',
          finishRecordings: async (of) => void told.push(of),
        },
      );
      expect(counts).toMatchObject({ seen: 1, failed: 0 });
    }
    expect(asked).toEqual([
      [{ trackingNumber: PARCEL, policyId: 'policy-1', now: DEADLINE }],
      [],
      [],
      [],
      [],
    ]);
  });

  it('stands in the policy that its customer reads, with its code and without a length', async () => {
    const opened = await openCaseOf({ status: 'awaiting-video' }, { uploads: [begun, receipt] });
    const input = { policy: await opened.readPolicy(), locale: 'ru', now: NOW } as const;
    const read = customerPolicy.parse(await readMyPolicy(input, opened.ports));
    expect(read.documents).toMatchObject({ maximumBytes: 26_214_400, filesPerPolicy: 20 });
    const [document, recording] = read.uploads;
    expect(document).toMatchObject({ uploadId: 'receipt', purpose: 'document', size: 20_000_000 });
    expect(recording).toEqual({
      uploadId: 'upload-1',
      purpose: 'film',
      fileName: 'unboxing.mp4',
      recordingCode: 'K7M2QX',
      status: 'open',
      startedAt: '2026-03-05T09:40:00.000Z',
      finishUntil: DEADLINE,
    });
  });
});
