import { appendToTimeline } from '../../functions/claims/timeline.ts';
import type { Upload } from '../../functions/contracts/case.ts';
import { abortUpload } from '../../functions/evidence/abort-upload.ts';
import { completeUpload } from '../../functions/evidence/complete-upload.ts';
import { recordDigest, recordReceived } from '../../functions/evidence/record-received.ts';
import { someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { NOW, type OpenedEvidence, openEvidence, someBytes } from './evidence-fixture.ts';

const ABORTED = { uploadId: 'upload-1', status: 'aborted' };
const NOT_FOUND = { refused: 'not-found', facts: {} };
const RECEIVED = { refused: 'upload-not-open', facts: { status: 'received' } };
/** The last evening of the protection: what is begun now holds the policy open for a week. */
const LAST_EVENING = '2026-03-31T20:00:00.000Z';

function abort(opened: OpenedEvidence, ports: Partial<OpenedEvidence['ports']> = {}) {
  const { policy, clock } = opened;
  return abortUpload({ policy, uploadId: 'upload-1', now: clock.now() }, { ...opened.ports, ...ports });
}
function complete({ policy, clock, ports }: OpenedEvidence) {
  return completeUpload({ policy, uploadId: 'upload-1', now: clock.now() }, ports);
}
async function sent(): Promise<OpenedEvidence> {
  const opened = openEvidence();
  await opened.send(await opened.start(1000), someBytes(1000));
  return opened;
}
async function storedIn(opened: OpenedEvidence): Promise<Upload> {
  const [stored] = (await opened.readCase()).uploads;
  if (!stored) throw new Error('There is no upload.');
  return stored;
}
/** What the storage has done when the call that asked for it died. */
async function compose(opened: OpenedEvidence): Promise<void> {
  const { objectKey, multipartId } = await storedIn(opened);
  const parts = await opened.storage.listParts(objectKey, multipartId);
  if (parts === 'gone') throw new Error('The multipart upload is gone.');
  await opened.storage.complete(objectKey, multipartId, parts);
}
async function writeUploads({ ports, readCase, policy }: OpenedEvidence, uploads: Upload[]): Promise<void> {
  const { head } = await readCase();
  const { trackingNumber } = policy;
  const timeline = appendToTimeline(head, []);
  await ports.cases.commit({ trackingNumber, expectedVersion: head.version, uploads, timeline });
}
/** Somebody else is faster: between this call's look into the storage and its write. */
function meanwhile({ ports: { storage } }: OpenedEvidence, happens: () => Promise<unknown>) {
  const find: typeof storage.find = async (objectKey) => {
    const object = await storage.find(objectKey);
    await happens();
    return object;
  };
  return { storage: { ...storage, find } };
}

describe('giving an upload up', () => {
  it('can be repeated, frees its place and leaves nothing in the storage', async () => {
    const opened = await sent();
    expect(await abort(opened)).toEqual(ABORTED);
    expect(await abort(opened)).toEqual(ABORTED);
    expect(opened.storage.openMultiparts()).toBe(0);
    expect(await opened.actions()).toEqual(['upload-started', 'upload-aborted']);
    const unknown = { policy: opened.policy, uploadId: 'upload-9', now: NOW };
    expect(await abortUpload(unknown, opened.ports)).toEqual(NOT_FOUND);
    for (let count = 0; count < 5; count += 1) await opened.start(1000);
  });

  it('never takes back what was received', async () => {
    const opened = await sent();
    await complete(opened);
    expect(await abort(opened)).toEqual(RECEIVED);
    expect(opened.storage.objects()).toHaveLength(1);
  });

  it('is answered from the table where it is over, also while the storage is down', async () => {
    const opened = await sent();
    const down = { storage: { ...opened.storage, abort: () => Promise.reject(new Error('Down.')) } };
    await expect(abort(opened, down)).rejects.toThrow('Down.');
    await abort(opened);
    expect(await abort(opened, down)).toEqual(ABORTED);
    const received = await sent();
    await complete(received);
    expect(await abort(received, down)).toEqual(RECEIVED);
  });

  it('finds what a dead completion left, and writes that down instead', async () => {
    const opened = await sent();
    await compose(opened);
    expect(await abort(opened)).toEqual(RECEIVED);
    expect(await opened.actions()).toEqual(['upload-started', 'upload-received']);
    expect(opened.queued).toEqual([{ trackingNumber: '10100012123456', uploadId: 'upload-1' }]);
  });

  it('has nothing checked that could not be written down', async () => {
    const opened = await sent();
    await compose(opened);
    const cases = { ...opened.ports.cases, commit: async () => 'conflict' as const };
    expect(await abort(opened, { cases })).toEqual({ refused: 'try-again', facts: {} });
    expect(opened.queued).toEqual([]);
  });

  it('of a document is written down, and leaves the policy as it is', async () => {
    const opened = openEvidence(somePolicy({ openClaims: 1 }));
    await opened.begin({ purpose: 'document', contentType: 'image/jpeg', size: 1000 });
    const before = await opened.readPolicy();
    expect(await abort(opened)).toEqual(ABORTED);
    expect(await storedIn(opened)).toMatchObject({ status: 'aborted' });
    expect(await opened.readPolicy()).toEqual(before);
  });
});

describe('an upload that somebody else ends while it is given up', () => {
  it('is given up once', async () => {
    const opened = await sent();
    const first = meanwhile(opened, () => abort(opened));
    expect(await abort(opened, first)).toEqual(ABORTED);
    expect(await opened.actions()).toEqual(['upload-started', 'upload-aborted']);
  });

  it('stays received, and whoever gave it up hears so', async () => {
    const opened = await sent();
    const by = { actor: { role: 'customer' } as const, now: NOW, size: 1000 };
    const before = await storedIn(opened);
    const received = meanwhile(opened, () => recordReceived(before, by, opened.ports));
    expect(await abort(opened, received)).toEqual(RECEIVED);
    expect(await storedIn(opened)).toMatchObject({ status: 'received' });
  });

  it('is not found where its case is no more', async () => {
    const opened = await sent();
    let reads = 0;
    const { cases } = opened.ports;
    const read: typeof cases.read = async (trackingNumber) => {
      reads += 1;
      const file = await cases.read(trackingNumber);
      return reads === 1 ? file : { ...file, uploads: [] };
    };
    expect(await abort(opened, { cases: { ...cases, read } })).toEqual(NOT_FOUND);
    const by = { actor: { role: 'customer' } as const, now: NOW, size: 1000 };
    const gone = { ...(await storedIn(opened)), policyId: 'policy-of-before' };
    expect(await recordReceived(gone, by, opened.ports)).toEqual(NOT_FOUND);
    const told = { ...by, claimedSha256: 'ab'.repeat(32) };
    expect(await recordDigest(gone, told, opened.ports)).toEqual(NOT_FOUND);
    expect(await opened.actions()).toEqual(['upload-started']);
  });
});

describe('a policy whose upload is given up', () => {
  it('is held open by the other films of its own that were begun in time, and by nothing else', async () => {
    const opened = openEvidence(somePolicy(), LAST_EVENING);
    await opened.start(1000);
    const received = { status: 'received', startedAt: '2026-03-30T20:00:00.000Z' } as const;
    await writeUploads(opened, [
      someUpload({ uploadId: 'received', ...received }),
      someUpload({ uploadId: 'document', purpose: 'document', startedAt: LAST_EVENING }),
      someUpload({ uploadId: 'of-before', policyId: 'policy-of-before', startedAt: LAST_EVENING }),
      someUpload({ uploadId: 'given-up', status: 'aborted', startedAt: LAST_EVENING }),
    ]);
    expect(await abort(opened)).toEqual(ABORTED);
    const until = '2026-04-06T21:00:00.000Z';
    expect(await opened.readPolicy()).toMatchObject({ claimableUntil: until, dueAt: until, version: 3 });
  });

  it.each([
    ['was sold again meanwhile', { policyId: 'policy-2' }],
    ['is over', { status: 'ended' }],
  ] as const)('is left as it is where it %s', async (_when, overrides) => {
    const opened = openEvidence(somePolicy(), LAST_EVENING);
    await opened.start(1000);
    const now = { ...(await opened.readPolicy()), ...overrides };
    opened.ports.policies.put(now);
    expect(await abort(opened)).toEqual(ABORTED);
    expect(await opened.readPolicy()).toEqual(now);
    expect(await opened.actions()).toEqual(['upload-started', 'upload-aborted']);
  });

  it('is not missed where it is no more', async () => {
    const opened = await sent();
    const policies = { ...opened.ports.policies, find: async () => undefined };
    expect(await abort(opened, { policies })).toEqual(ABORTED);
    expect(await storedIn(opened)).toMatchObject({ status: 'aborted' });
  });
});
