import { jest } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal } from '../../functions/contracts/refusal.ts';
import { abortUpload } from '../../functions/evidence/abort-upload.ts';
import { completeUpload } from '../../functions/evidence/complete-upload.ts';
import { SMALLEST_PART_BYTES } from '../../functions/evidence/film-limits.ts';
import { digest, NOW, openEvidence, scheduled, someBytes } from './evidence-fixture.ts';

// Tens of uploads of three real parts each, on a machine that may be busy.
jest.setTimeout(60_000);

const PARTS = 3;
const SIZE = (PARTS - 1) * SMALLEST_PART_BYTES + 1;
const bytes = someBytes(SIZE);

const order = fc.shuffledSubarray([1, 2, 3], { minLength: PARTS });

describe('an upload in any order and from several places at once', () => {
  it('gives one piece of evidence, whole, however two completions interleave', async () => {
    await fc.assert(
      fc.asyncProperty(order, fc.scheduler(), async (numbers, scheduler) => {
        const opened = openEvidence();
        await opened.send(await opened.start(SIZE), bytes, numbers);
        const ports = scheduled(opened, scheduler);
        const complete = () =>
          completeUpload({ policy: opened.policy, uploadId: 'upload-1', now: NOW }, ports);
        const answers = Promise.all([complete(), complete(), complete()]);
        await scheduler.waitFor(answers);
        expect(new Set((await answers).map((answer) => JSON.stringify(answer)))).toEqual(
          new Set([JSON.stringify({ evidenceId: 'upload-1', status: 'received' })]),
        );
        expect(await opened.actions()).toEqual(['upload-started', 'upload-received']);
        const [key] = opened.storage.objects();
        expect(opened.storage.objects()).toHaveLength(1);
        expect(digest(await opened.storage.readRange(key as string, 0, SIZE), 'hex')).toBe(
          digest(bytes, 'hex'),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('is either received or given up, whatever each caller was in the middle of', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const opened = openEvidence();
        await opened.send(await opened.start(1000), bytes.subarray(0, 1000));
        const ports = scheduled(opened, scheduler);
        const input = { policy: opened.policy, uploadId: 'upload-1', now: NOW };
        const both = Promise.all([completeUpload(input, ports), abortUpload(input, ports)]);
        await scheduler.waitFor(both);
        const [completed, aborted] = await both;
        const [upload] = (await opened.readCase()).uploads;
        const isReceived = !isRefusal(completed);
        expect(isRefusal(aborted)).toBe(isReceived);
        expect(upload?.status).toBe(isReceived ? 'received' : 'aborted');
        expect(opened.storage.objects()).toHaveLength(isReceived ? 1 : 0);
      }),
      { numRuns: 100 },
    );
  });
});
