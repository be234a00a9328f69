import { createRecordingReader, readAbandoned } from './abandoned-recording.ts';
import { beginUpload, isAlike } from './begin-upload.ts';
import { createRecordedSource } from './byte-source.ts';
import type { UploadPorts } from './ports.ts';
import { takeUnbegun, type UnbegunCopy } from './unbegun-file.ts';
import { controlUpload, type UploadLife } from './upload-controller.ts';
import { failureOf } from './upload-end.ts';
import {
  type Here,
  lifeOfNewFile,
  lifeOfOpenUpload,
  lifeOfRecording,
  lifeOfWhatArrived,
} from './upload-lives.ts';
import type {
  AbandonedRecording,
  OpenUpload,
  RecordingUpload,
  UploadController,
  Uploader,
  UploadRequest,
  UploadState,
} from './upload-types.ts';

export function createUploader(ports: UploadPorts): Uploader {
  /** What this page sends, or has sent, itself. */
  const sentHere = new Set<string>();
  const has = (uploadId: string) => sentHere.has(uploadId);
  let last: Promise<unknown> = Promise.resolve();
  const here: Here = {
    has,
    add: (uploadId) => void sentHere.add(uploadId),
    oneAfterTheOther(work) {
      const done = last.then(work);
      last = done.catch(() => {});
      return done;
    },
    beginning: new Set(),
    copies: new Set(),
  };

  function control(life: UploadLife, first: Omit<UploadState, 'phase' | 'sentBytes'>): UploadController {
    if (first.uploadId !== undefined) sentHere.add(first.uploadId);
    const controller: UploadController = controlUpload(life, first, ports, () => {
      const { uploadId } = controller.state();
      if (uploadId !== undefined) sentHere.delete(uploadId);
    });
    return controller;
  }

  function controlNew(request: UploadRequest, copy?: UnbegunCopy): UploadController {
    const { fileName, purpose, file } = request;
    return control(lifeOfNewFile(request, ports, here, copy), { fileName, purpose, totalBytes: file.size });
  }

  /** Files that were chosen without a line, before a reload. */
  async function resumeUnbegun(): Promise<UploadController[]> {
    const controllers: UploadController[] = [];
    for (const id of await ports.kept.listUnbegun()) {
      if (here.copies.has(id)) continue;
      const taken = await takeUnbegun(id, ports);
      if (taken) controllers.push(controlNew(taken.request, taken.copy));
    }
    return controllers;
  }

  function controlOpen(upload: OpenUpload): UploadController {
    const { uploadId, fileName, size } = upload;
    const purpose = upload.purpose ?? 'film';
    const first = { uploadId, fileName, purpose, ...(size !== undefined && { totalBytes: size }) };
    return control(lifeOfOpenUpload(upload, ports), first);
  }

  const readRecording = createRecordingReader(ports);
  const finish = ({ uploadId, fileName }: OpenUpload) =>
    control(lifeOfWhatArrived(uploadId, ports), { uploadId, fileName, purpose: 'film' });

  /** What was kept of uploads that ended elsewhere. What another tab holds is its own. */
  async function removeEnded(open: readonly OpenUpload[]): Promise<void> {
    for (const uploadId of await ports.kept.list()) {
      if (has(uploadId) || open.some((upload) => upload.uploadId === uploadId)) continue;
      const release = await ports.locks.take(`upload-${uploadId}`);
      if (!release) continue;
      await ports.kept.remove(uploadId);
      release();
    }
  }

  return {
    startUpload: (request) => controlNew(request),

    async resumeUploads(uploads) {
      const open = uploads.filter(({ status }) => status === 'open' || status === 'completing');
      const controllers = await resumeUnbegun();
      const abandonedRecordings: AbandonedRecording[] = [];
      for (const upload of open) {
        const kept = await ports.kept.read(upload.uploadId);
        if (has(upload.uploadId)) continue;
        // Its beginning was not answered: whoever asks for it finds it.
        if (!kept?.file && [...here.beginning].some((request) => isAlike(upload, request))) continue;
        const isAbandoned = upload.size === undefined && upload.status === 'open' && !kept;
        if (isAbandoned)
          abandonedRecordings.push(await readAbandoned(upload, { api: ports.api, readRecording, finish }));
        else controllers.push(controlOpen(upload));
      }
      await removeEnded(open);
      return { controllers, abandonedRecordings };
    },

    async startRecordingUpload({ fileName, contentType }) {
      const purpose = 'film';
      const answer = await beginUpload({ fileName, contentType, purpose }, ports, has);
      if (!answer.ok) {
        const failure = failureOf(answer);
        return { problem: failure.end === 'stopped' ? { kind: 'offline' } : failure.problem };
      }
      const { uploadId, partSize, recordingCode } = answer.value;
      if (recordingCode === undefined) return { problem: { kind: 'server' } };
      sentHere.add(uploadId);
      const source = createRecordedSource(ports.kept, uploadId);
      const life = lifeOfRecording(answer.value, source, ports);
      const controller = control(life, { uploadId, fileName, purpose });
      await ports.kept.save({ uploadId, purpose, fileName, partSize });
      return recordingOf(controller, source, { uploadId, recordingCode });
    },
  };
}

function recordingOf(
  controller: UploadController,
  source: ReturnType<typeof createRecordedSource>,
  names: Pick<RecordingUpload, 'uploadId' | 'recordingCode'>,
): RecordingUpload {
  let last: Promise<boolean> = Promise.resolve(true);
  return {
    ...names,
    controller,
    append(bytes) {
      last = last.then(async () => {
        if (hasEnded(controller.state())) return false;
        return source.append(await bytes.arrayBuffer());
      });
      return last;
    },
    async end() {
      await last;
      source.end();
    },
  };
}

function hasEnded({ phase }: UploadState): boolean {
  return phase === 'done' || phase === 'failed';
}
