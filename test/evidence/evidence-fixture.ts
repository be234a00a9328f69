import { createHash, randomBytes } from 'node:crypto';
import type fc from 'fast-check';
import type { CaseStore } from '../../functions/claims/ports.ts';
import { firstBrokenEntry } from '../../functions/claims/timeline.ts';
import type { CaseFile } from '../../functions/contracts/case.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import { isRefusal } from '../../functions/contracts/refusal.ts';
import type { EvidenceStorage } from '../../functions/evidence/ports.ts';
import { readMedia } from '../../functions/evidence/read-media.ts';
import { signParts } from '../../functions/evidence/sign-parts.ts';
import { startUpload, type UploadStarted } from '../../functions/evidence/start-upload.ts';
import { somePolicy } from '../builders/policy.ts';
import { createMovableClock } from '../twins/fixed-clock.ts';
import { inTurnOf } from '../twins/in-turn.ts';
import { createMemoryCaseStore } from '../twins/memory-case-store.ts';
import { createMemoryEvidenceStorage } from '../twins/memory-evidence-storage.ts';
import { createMemoryPolicyStore } from '../twins/memory-policy-store.ts';

/** The day after the builder's sale. */
export const NOW = '2026-03-02T10:00:00.000Z';

/** Everything that the use cases of evidence need, in memory, around one sold policy. */
export function openEvidence(policy: Policy = somePolicy(), now = NOW) {
  const clock = createMovableClock(now);
  const policies = createMemoryPolicyStore();
  policies.put(policy);
  const cases = createMemoryCaseStore(policies);
  const storage = createMemoryEvidenceStorage({ clock });
  const queued: { trackingNumber: string; uploadId: string }[] = [];
  let count = 0;
  const ports = {
    policies,
    cases,
    storage,
    clock,
    mediaOf: readMedia,
    checks: { enqueue: async (checks: typeof queued) => void queued.push(...checks) },
    ids: {
      uploadId: () => {
        count += 1;
        return `upload-${count}`;
      },
      recordingCode: () => 'K7M2QX',
    },
    backOff: async () => {},
  };

  /** Begins an upload on the policy as it stands now, its claims counted. */
  async function begin(given: Partial<Parameters<typeof startUpload>[0]>): Promise<UploadStarted> {
    const file = { fileName: 'unboxing.mp4', contentType: 'video/mp4', ...given };
    const started = await startUpload({ policy, ...file, now: clock.now() }, ports);
    if (isRefusal(started)) throw new Error(`Refused: ${started.refused}`);
    return started;
  }
  const start = (size: number, contentType = 'video/mp4') => begin({ size, contentType });
  /** Begins a film whose length nobody knows yet. */
  const record = (contentType = 'video/webm;codecs=vp8') => begin({ fileName: 'recording', contentType });
  /** Sends these parts (all when none are named) as the page does. */
  async function send(started: UploadStarted, bytes: Uint8Array, numbers?: number[]): Promise<void> {
    const partCount = started.partCount ?? Math.ceil(bytes.length / started.partSize);
    const all = Array.from({ length: partCount }, (_, index) => index + 1);
    for (const partNumber of numbers ?? all) {
      const piece = partOf(bytes, started, partNumber);
      const { uploadId } = started;
      const parts = [{ partNumber, size: piece.length, sha256: digest(piece, 'base64') }];
      const signed = await signParts({ policy, uploadId, parts, now: clock.now() }, ports);
      if (isRefusal(signed)) throw new Error(`Refused: ${signed.refused}`);
      const [part] = signed.parts;
      if (!part || (await storage.send(part, piece)) !== 'sent') throw new Error('The part was refused.');
    }
  }
  async function readCase(): Promise<CaseFile> {
    const file = await cases.read(policy.trackingNumber);
    expect(firstBrokenEntry(file.head, file.timeline)).toBeUndefined();
    return file;
  }
  async function readPolicy(): Promise<Policy> {
    return (await policies.find(policy.trackingNumber)) as Policy;
  }
  async function actions(): Promise<string[]> {
    return (await readCase()).timeline.map(({ action }) => action);
  }
  return { policy, ports, clock, storage, queued, begin, start, record, send, readCase, readPolicy, actions };
}

export type OpenedEvidence = ReturnType<typeof openEvidence>;

/** What S3 has done of these bytes when the sender's call, which asked for it, has not got to the table. */
export async function composed(film: Uint8Array): Promise<OpenedEvidence> {
  const opened = openEvidence();
  await opened.send(await opened.start(film.length), film);
  const [{ objectKey = '', multipartId = '' } = {}] = (await opened.readCase()).uploads;
  const parts = await opened.storage.listParts(objectKey, multipartId);
  if (parts === 'gone') throw new Error('The multipart upload is gone.');
  await opened.storage.complete(objectKey, multipartId, parts);
  return opened;
}

export function partOf(bytes: Uint8Array, plan: { partSize: number }, partNumber: number): Uint8Array {
  return bytes.subarray((partNumber - 1) * plan.partSize, partNumber * plan.partSize);
}

export function digest(bytes: Uint8Array, encoding: 'base64' | 'hex'): string {
  return createHash('sha256').update(bytes).digest(encoding);
}

/** Bytes of a film that is none. */
export function someBytes(size: number): Uint8Array {
  return randomBytes(size);
}

/** The same stores, with the scheduler deciding who goes next at every call. */
export function scheduled({ ports }: OpenedEvidence, scheduler: fc.Scheduler) {
  const { cases, storage } = ports;
  const inTurn = inTurnOf(scheduler);
  return {
    ...ports,
    cases: { ...cases, read: inTurn(cases.read), commit: inTurn(cases.commit) } satisfies CaseStore,
    storage: {
      ...storage,
      listParts: inTurn(storage.listParts),
      complete: inTurn(storage.complete),
      find: inTurn(storage.find),
      abort: inTurn(storage.abort),
    } satisfies EvidenceStorage,
  };
}
