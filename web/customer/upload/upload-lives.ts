import { beginUpload } from './begin-upload.ts';
import { createFileSource, createRecordedSource, type RecordedSource } from './byte-source.ts';
import { deferred } from './deferred.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type FileKeeping, keepFile } from './keep-file.ts';
import type { KeptUpload, UploadPorts } from './ports.ts';
import { completeUpload, sendUpload, type UploadEnd, type UploadTools, untilItEnds } from './send-upload.ts';
import { takeTurn } from './take-turn.ts';
import { keepUnbegun, type UnbegunCopy } from './unbegun-file.ts';
import { untilAborted } from './until-aborted.ts';
import type { ServerUpload, StartedUpload } from './upload-api.ts';
import type { UploadLife } from './upload-controller.ts';
import { failureOf, isFailure, nothingArrived } from './upload-end.ts';
import type { OpenUpload, UploadRequest } from './upload-types.ts';

/** What this page is about. */
export interface Here {
  has(uploadId: string): boolean;
  add(uploadId: string): void;
  /** Files of which the server is being asked to begin an upload. */
  beginning: Set<UploadRequest>;
  /** Two files that look alike must not find the same upload to go on with. */
  oneAfterTheOther<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Their copies, by id. */
  copies: Set<string>;
}

/** Of a file that was just chosen, or (with its copy) was chosen before a reload and never begun. */
export function lifeOfNewFile(
  request: UploadRequest,
  ports: UploadPorts,
  here: Here,
  copy: UnbegunCopy = keepUnbegun(request, ports),
): UploadLife {
  let keeping: FileKeeping | undefined;
  here.beginning.add(request);
  here.copies.add(copy.id);

  async function begin(tools: UploadTools) {
    if (await ports.kept.isPaused(copy.id)) tools.pace.pause();
    const begun = await untilItEnds(async () => {
      const answer = await here.oneAfterTheOther(async () => {
        const asked = await beginUpload(request, ports, here.has);
        if (asked.ok) here.add(asked.value.uploadId);
        return asked;
      });
      return answer.ok ? answer.value : failureOf(answer);
    }, tools);
    if (isFailure(begun)) await copy.drop();
    else {
      tools.state.change({ uploadId: begun.uploadId, totalBytes: request.file.size });
      // It was paused while the server was asked.
      if (tools.state.get().phase === 'paused') await ports.kept.setPaused(begun.uploadId, true);
    }
    return begun;
  }

  return {
    unbegunId: copy.id,
    async run(tools) {
      try {
        const begun = await begin(tools).finally(() => here.beginning.delete(request));
        if (isFailure(begun)) return begun;
        return await inTurn(begun.uploadId, tools, () => {
          const upload = { ...namesOf(request), ...begun, size: request.file.size };
          keeping = keepFile(request.file, upload, ports, copy);
          return sendFile(request.file, { ...begun, trustsArrived: true, keeping }, tools);
        });
      } finally {
        copy.release();
      }
    },
    async forget(uploadId) {
      await keeping?.ended;
      await ports.kept.remove(uploadId);
      await copy.drop();
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
    if (await tools.ports.kept.isPaused(uploadId)) tools.pace.pause();
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
