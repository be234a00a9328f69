import { beginUpload } from './begin-upload.ts';
import { createFileSource, createRecordedSource, type RecordedSource } from './byte-source.ts';
import { deferred } from './deferred.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type FileKeeping, keepFile } from './keep-file.ts';
import type { KeptUpload, UploadPorts } from './ports.ts';
import { completeUpload, sendUpload, type UploadEnd, type UploadTools, untilItEnds } from './send-upload.ts';
import { takeTurn } from './take-turn.ts';
import { untilAborted } from './until-aborted.ts';
import type { ServerUpload, StartedUpload } from './upload-api.ts';
import type { UploadLife } from './upload-controller.ts';
import { failureOf, isFailure, nothingArrived } from './upload-end.ts';
import type { OpenUpload, UploadRequest } from './upload-types.ts';

/** Of a file that was just chosen. */
export function lifeOfNewFile(
  request: UploadRequest,
  ports: UploadPorts,
  sentHere: { has(uploadId: string): boolean; add(uploadId: string): void },
): UploadLife {
  let keeping: FileKeeping | undefined;
  return {
    async run(tools) {
      const begun = await untilItEnds(async () => {
        const answer = await beginUpload(request, ports, sentHere.has);
        return answer.ok ? answer.value : failureOf(answer);
      }, tools);
      if (isFailure(begun)) return begun;
      sentHere.add(begun.uploadId);
      tools.state.change({ uploadId: begun.uploadId, totalBytes: request.file.size });
      return inTurn(begun.uploadId, tools, () => {
        keeping = keepFile(request.file, { ...namesOf(request), ...begun, size: request.file.size }, ports);
        return sendFile(request.file, { ...begun, trustsArrived: true, keeping }, tools);
      });
    },
    async forget(uploadId) {
      await keeping?.ended;
      await ports.kept.remove(uploadId);
    },
  };
}

/** Of an upload that the server knows and this page has just found. */
export function lifeOfOpenUpload(open: OpenUpload, ports: UploadPorts): UploadLife {
  const { uploadId } = open;
  const chosen = deferred<Blob>();
  let recognize: ((file: Blob) => Promise<boolean>) | undefined;
  let keeping: FileKeeping | undefined;

  async function goOn(tools: UploadTools): Promise<UploadEnd> {
    const kept = await ports.kept.read(uploadId);
    if (kept && kept.size === undefined) return sendKeptRecording(kept, tools);
    if (kept?.file) return sendFile(kept.file, { ...kept, trustsArrived: true }, tools);
    const server = await untilItEnds(async () => {
      const answer = await ports.api.read(uploadId);
      return answer.ok ? answer.value : failureOf(answer);
    }, tools);
    if (isFailure(server)) return server;
    if (server.status !== 'open') return completeWhatArrived(uploadId, tools);
    return sendChosenFile(server, kept?.fingerprint, tools);
  }

  async function sendChosenFile(
    { partSize, size, receivedParts }: ServerUpload,
    fingerprint: string | undefined,
    tools: UploadTools,
  ): Promise<UploadEnd> {
    recognize = async (file) =>
      file.size === size &&
      (fingerprint === undefined ||
        (await fingerprintOf(file, partSize, ports).catch(() => '')) === fingerprint);
    tools.state.change({
      phase: 'needs-file',
      problem: undefined,
      sentBytes: receivedParts.reduce((sum, part) => sum + part.size, 0),
      totalBytes: size,
    });
    const file = await untilAborted(chosen.promise, tools.pace.stopSignal);
    if (!file) return { end: 'stopped' };
    tools.state.change({ phase: 'preparing', problem: undefined });
    keeping = keepFile(file, { ...namesOf(open), uploadId, partSize, size: file.size }, ports);
    return sendFile(file, { uploadId, partSize, trustsArrived: fingerprint !== undefined, keeping }, tools);
  }

  return {
    run: (tools) => inTurn(uploadId, tools, () => goOn(tools)),
    async forget() {
      await keeping?.ended;
      await ports.kept.remove(uploadId);
    },
    async takeFile(file) {
      const isTheSame = (await recognize?.(file)) ?? false;
      if (isTheSame) chosen.resolve(file);
      return isTheSame;
    },
  };
}

/** Of a film that is being recorded now. */
export function lifeOfRecording(
  { uploadId, partSize }: StartedUpload,
  source: RecordedSource,
  ports: UploadPorts,
): UploadLife {
  return {
    run: (tools) => inTurn(uploadId, tools, () => sendRecording({ uploadId, partSize }, source, tools)),
    forget: () => ports.kept.remove(uploadId),
  };
}

/** Of a recording of which only the server has something. */
export function lifeOfWhatArrived(uploadId: string, ports: UploadPorts): UploadLife {
  return {
    run: (tools) => inTurn(uploadId, tools, () => completeWhatArrived(uploadId, tools)),
    forget: () => ports.kept.remove(uploadId),
  };
}

async function inTurn(
  uploadId: string,
  tools: UploadTools,
  work: () => Promise<UploadEnd>,
): Promise<UploadEnd> {
  const release = await takeTurn(uploadId, tools);
  if (!release) return { end: 'stopped' };
  try {
    return await work();
  } finally {
    release();
  }
}

function sendFile(
  file: Blob,
  upload: { uploadId: string; partSize: number; trustsArrived: boolean; keeping?: FileKeeping },
  tools: UploadTools,
): Promise<UploadEnd> {
  const { uploadId, partSize, trustsArrived, keeping } = upload;
  const keptCopy = async () => (await tools.ports.kept.read(uploadId))?.file;
  return sendUpload(
    {
      ...{ uploadId, partSize, trustsArrived },
      source: createFileSource(file, keptCopy),
      isRecording: false,
      lastingProblem: () => (keeping?.hasNoSpace() ? { kind: 'no-space' } : undefined),
    },
    tools,
  );
}

async function sendKeptRecording(kept: KeptUpload, tools: UploadTools): Promise<UploadEnd> {
  const { kept: storage } = tools.ports;
  const keptBytes = await storage.recordedBytes(kept.uploadId);
  const source = createRecordedSource(storage, kept.uploadId, { keptBytes, isWhole: true });
  return sendRecording(kept, source, tools);
}

async function sendRecording(
  { uploadId, partSize }: { uploadId: string; partSize: number },
  source: RecordedSource,
  tools: UploadTools,
): Promise<UploadEnd> {
  const end = await sendUpload(
    { uploadId, partSize, source, isRecording: true, trustsArrived: true, lastingProblem: () => undefined },
    tools,
  );
  // Nothing was filmed: the room that it took on the policy is given back.
  if (end.end === 'failed' && end.problem.code === 'empty') await tools.ports.api.abort(uploadId);
  return end;
}

/** Makes a film of what the server has, without asking this device for anything. */
function completeWhatArrived(uploadId: string, tools: UploadTools): Promise<UploadEnd> {
  return untilItEnds(async () => {
    const outcome = await completeUpload(uploadId, {}, tools);
    const isEmpty = outcome.end === 'broken' && outcome.problem.code === 'upload-parts-missing';
    return isEmpty ? nothingArrived : outcome;
  }, tools);
}

function namesOf({ fileName, purpose }: Pick<OpenUpload, 'fileName' | 'purpose'>) {
  return { fileName, purpose: purpose ?? ('film' as const) };
}
