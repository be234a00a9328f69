import { readFileSync, writeFileSync } from 'node:fs';
import { createApartMediaReader } from '../../functions/adapters/apart-media-reader.ts';
import { firstBrokenEntry } from '../../functions/claims/timeline.ts';
import type { Finding, Upload } from '../../functions/contracts/case.ts';
import { upload as uploadSchema } from '../../functions/contracts/case.ts';
import { isRefusal } from '../../functions/contracts/refusal.ts';
import { checkFilm } from '../../functions/evidence/check-film.ts';
import { extensionOf } from '../../functions/evidence/file-extension.ts';
import { plainFileName, planParts } from '../../functions/evidence/film-limits.ts';
import { objectKeyOf } from '../../functions/evidence/object-key.ts';
import type { MediaReader } from '../../functions/evidence/read-media.ts';
import { somePolicy } from '../../test/builders/policy.ts';
import { createMovableClock } from '../../test/twins/fixed-clock.ts';
import { createMemoryCaseStore } from '../../test/twins/memory-case-store.ts';
import { createMemoryPolicyStore } from '../../test/twins/memory-policy-store.ts';
import type { CorpusFile } from './corpus-file.ts';
import { openFileStorage, type ReadBytes } from './file-storage.ts';

export type FileToCheck = Pick<CorpusFile, 'purpose' | 'fileName' | 'contentType'> & {
  path: string;
  claimedSha256?: string;
  /** What reads a film's own words, bundled as it is deployed. */
  program: string;
  /** Ends the reading of a film that would never end by itself; left out: when the product does. */
  longestMillis?: number | undefined;
};

export interface Checked {
  findings: Finding[];
  check: NonNullable<Upload['check']>;
  read: ReadBytes;
  /** The most memory of the process that checked, without the one that read the film's own words. */
  peakBytes: number;
  millis: number;
  /** The whole case, in which no place may stand. */
  caseText: string;
  keptAs: string;
}

/** Runs as a process of its own, with a limit of its memory: what a hostile file does to it, it does to the function. */

const NOW = '2026-03-02T10:00:00.000Z';

function readerWithin(program: string, millis: number | undefined): MediaReader {
  if (millis === undefined) return createApartMediaReader({ program });
  const hurried = createApartMediaReader({ program, lastWordsMillis: 500 });
  return (film, given) => hurried(film, { ...given, signal: AbortSignal.timeout(millis) });
}

async function check({ path, program, longestMillis, ...file }: FileToCheck): Promise<Checked> {
  const policy = somePolicy();
  const { trackingNumber, policyId } = policy;
  const policies = createMemoryPolicyStore();
  policies.put(policy);
  const cases = createMemoryCaseStore(policies);
  const { storage, size, read, close } = await openFileStorage(path);
  const upload = uploadOf(file, size, { trackingNumber, policyId });
  await cases.commit({ trackingNumber, expectedVersion: 0, uploads: [upload], timeline: [] });
  const ports = {
    policies,
    cases,
    storage,
    clock: createMovableClock(NOW),
    backOff: async () => undefined,
    mediaOf: readerWithin(program, longestMillis),
  };
  const asked = { trackingNumber, uploadId: upload.uploadId };
  writeFileSync('/proc/self/clear_refs', '5');
  const begun = performance.now();
  const outcome = await checkFilm(asked, ports);
  const millis = performance.now() - begun;
  const peakBytes =
    Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1_024;
  await close();
  if (isRefusal(outcome) || outcome.outcome !== 'checked')
    throw new Error(`The check answered ${JSON.stringify(outcome)}.`);
  const again = await checkFilm(asked, ports);
  if (isRefusal(again) || again.outcome !== 'already-checked') throw new Error('A second check was made.');
  const written = await cases.read(trackingNumber);
  if (firstBrokenEntry(written.head, written.timeline) !== undefined)
    throw new Error('The timeline is broken.');
  const [stored] = written.uploads;
  uploadSchema.parse(stored);
  if (!stored?.check) throw new Error('No check was written.');
  if (String(stored.check.findings) !== String(outcome.findings))
    throw new Error('Other findings were written.');
  const caseText = JSON.stringify(written);
  return {
    findings: outcome.findings,
    check: stored.check,
    read: { ...read },
    peakBytes,
    millis,
    caseText,
    keptAs: `${stored.uploadId}${extensionOf(stored)}`,
  };
}

function uploadOf(
  file: Omit<FileToCheck, 'path' | 'program'>,
  size: number,
  of: { trackingNumber: string; policyId: string },
): Upload {
  const uploadId = 'upload-1';
  const { purpose, fileName, contentType, claimedSha256 } = file;
  // Nobody can begin an upload of nothing: a byte was announced, and none is there.
  const announced = Math.max(1, size);
  return {
    ...{ ...of, uploadId, multipartId: 'multipart-1', objectKey: objectKeyOf({ ...of, uploadId }) },
    ...{ fileName: plainFileName(fileName), contentType, size: announced },
    ...planParts(announced),
    ...(purpose === 'document' && { purpose }),
    ...(claimedSha256 !== undefined && { claimedSha256 }),
    ...{ startedAt: NOW, status: 'received', receivedAt: NOW },
  };
}

process.on('message', (file: FileToCheck) => {
  check(file).then(
    (checked) => process.send?.({ checked }),
    (error: unknown) =>
      process.send?.({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
