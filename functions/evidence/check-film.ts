import { createHash } from 'node:crypto';
import type { CaseStore } from '../claims/ports.ts';
import type { Clock } from '../clock.ts';
import type { Finding, Upload } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import { isRefusal, type Refusal } from '../contracts/refusal.ts';
import type { PolicyStore } from '../policies/ports.ts';
import { changeCase, type Decided } from './change-case.ts';
import { withDigestsCompared } from './compared-digests.ts';
import { documentFindingsOf, readDocument } from './document-findings.ts';
import { findingsOf } from './film-findings.ts';
import { keepEvidence } from './keep-evidence.ts';
import type { BackOff, EvidenceStorage } from './ports.ts';
import { isFilm } from './purpose.ts';
import { readFilm, type StoredFilm } from './read-film.ts';
import type { MediaReader } from './read-media.ts';
import { recordReceived } from './record-received.ts';

export type FilmChecked =
  | { outcome: 'checked' | 'already-checked'; evidenceId: string; findings: Finding[] }
  /** The event was early, late or about nothing that we know; none of it is a fault. */
  | { outcome: 'nothing-to-check'; because: 'unknown' | 'not-received' | 'aborted' | 'removed' };

interface CheckPorts {
  policies: Pick<PolicyStore, 'findAll'>;
  cases: CaseStore;
  storage: Pick<EvidenceStorage, 'find' | 'readRange' | 'readAll' | 'retain' | 'remove'>;
  clock: Clock;
  backOff: BackOff;
  /** What is deployed reads films apart from itself: a hostile one can end the process that reads it. */
  mediaOf: MediaReader;
}

/**
 * Checks the stored object itself, once, however often it is asked to. It is also where an upload is found whose
 * completion died between the storage and the table: the storage's event leads here too.
 */
export async function checkFilm(
  input: { trackingNumber: string; uploadId: string },
  ports: CheckPorts,
): Promise<FilmChecked | Refusal> {
  const file = await ports.cases.read(input.trackingNumber);
  const known = file.uploads.find((upload) => upload.uploadId === input.uploadId);
  if (!known) return { outcome: 'nothing-to-check', because: 'unknown' };
  if (known.removedAt !== undefined) return { outcome: 'nothing-to-check', because: 'removed' };
  const object = await ports.storage.find(known.objectKey);
  if (known.status === 'aborted') return discard(known, object, ports);
  if (!object && known.status === 'received') {
    throw new Error(`The received film ${known.uploadId} is not in the storage.`);
  }
  if (!object) return { outcome: 'nothing-to-check', because: 'not-received' };

  const by = { actor: { role: 'system' } as const, now: ports.clock.now(), size: object.size };
  const received = await recordReceived(known, by, ports);
  if (isRefusal(received)) return received;
  const checked = received.check
    ? ({
        outcome: 'already-checked',
        evidenceId: received.uploadId,
        findings: received.check.findings,
      } as const)
    : await checkObject(received, object, ports);
  if (isRefusal(checked)) return checked;
  const { trackingNumber, policyId } = received;
  const kept = await keepEvidence({ trackingNumber, policyId, now: ports.clock.now() }, ports);
  return isRefusal(kept) ? kept : checked;
}

/** A film that was composed at the very moment its upload was given up: the customer was told that it is gone. */
async function discard(
  upload: Upload,
  object: { versionId?: string } | undefined,
  { storage }: CheckPorts,
): Promise<FilmChecked> {
  if (object) await storage.remove(upload.objectKey, object.versionId);
  return { outcome: 'nothing-to-check', because: 'aborted' };
}

async function checkObject(
  upload: Upload,
  object: { size: number; versionId?: string },
  ports: CheckPorts,
): Promise<FilmChecked | Refusal> {
  const { objectKey } = upload;
  const stored = {
    size: object.size,
    readRange: (start: number, end: number) => ports.storage.readRange(objectKey, start, end),
  };
  const read = isFilm(upload) ? filmRead(upload, stored, ports) : documentRead(upload, stored);
  const { facts, findings } = await read;
  const { sha256, size } = await digestOf(ports.storage.readAll(objectKey));
  const check: NonNullable<Upload['check']> = {
    checkedAt: ports.clock.now(),
    sha256,
    size,
    ...(object.versionId !== undefined && { versionId: object.versionId }),
    ...facts,
    findings,
  };
  return changeCase<FilmChecked>(upload.trackingNumber, ports, (file) =>
    writtenCheck(file.uploads.find(({ uploadId }) => uploadId === upload.uploadId) ?? upload, check),
  );
}

/** What the bytes say, and what that means. */
interface Reading {
  facts: Partial<NonNullable<Upload['check']>>;
  findings: Finding[];
}

async function filmRead(upload: Upload, stored: StoredFilm, ports: CheckPorts): Promise<Reading> {
  const policy = await policyOf(upload, ports);
  const isRecording = upload.recordingCode !== undefined;
  const film = await readFilm({ ...stored, isRecording }, undefined, ports.mediaOf);
  const { isBroken: _broken, hasMarkup: _markup, hasPicture: _picture, ...facts } = film;
  return { facts, findings: findingsOf(film, upload, policy) };
}

async function documentRead(upload: Upload, stored: StoredFilm): Promise<Reading> {
  const document = await readDocument(stored, upload.contentType);
  const { hasMarkup: _markup, ...facts } = document;
  return { facts, findings: documentFindingsOf(document, upload) };
}

/** The first check stands: another one, made at the same time, read the same bytes. */
function writtenCheck(upload: Upload, made: NonNullable<Upload['check']>): Decided<FilmChecked> {
  const evidenceId = upload.uploadId;
  if (upload.check) {
    return { answer: { outcome: 'already-checked', evidenceId, findings: upload.check.findings } };
  }
  // With the digest that the sender may have told while the bytes were read.
  const check = withDigestsCompared(made, upload.claimedSha256);
  const { checkedAt, findings, versionId: _version, ...read } = check;
  const facts: Record<string, string | number> = { findings: findings.join(' ') };
  for (const [name, fact] of Object.entries(read)) if (fact !== undefined) facts[name] = fact;
  const entry = {
    at: checkedAt,
    actor: { role: 'system' } as const,
    action: 'film-checked',
    uploadId: evidenceId,
    facts,
  };
  return {
    answer: { outcome: 'checked', evidenceId, findings },
    write: { uploads: [{ ...upload, check }], entries: [entry] },
  };
}

async function policyOf(upload: Upload, { policies }: CheckPorts): Promise<Policy> {
  const ofParcel = await policies.findAll(upload.trackingNumber);
  const policy = ofParcel.find(({ policyId }) => policyId === upload.policyId);
  if (!policy) throw new Error(`The upload ${upload.uploadId} belongs to no policy.`);
  return policy;
}

/** SHA-256 of the whole, computed from the stored bytes as they stream by; nothing is held. */
async function digestOf(pieces: AsyncIterable<Uint8Array>): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    size += piece.length;
  }
  return { sha256: hash.digest('hex'), size };
}
