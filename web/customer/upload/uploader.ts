import { createRecordingReader, readAbandoned } from './abandoned-recording.ts';
import { beginUpload } from './begin-upload.ts';
import { createRecordedSource } from './byte-source.ts';
import type { UploadPorts } from './ports.ts';
import { controlUpload, type UploadLife } from './upload-controller.ts';
import { failureOf } from './upload-end.ts';
import { lifeOfNewFile, lifeOfOpenUpload, lifeOfRecording, lifeOfWhatArrived } from './upload-lives.ts';
import type {
  AbandonedRecording,
  OpenUpload,
  RecordingUpload,
  UploadController,
  Uploader,
  UploadState,
} from './upload-types.ts';

export function createUploader(ports: UploadPorts): Uploader {
  /** What this page sends, or has sent, itself. */
  const sentHere = new Set<string>();
  const has = (uploadId: string) => sentHere.has(uploadId);

  function control(life: UploadLife, first: Omit<UploadState, 'phase' | 'sentBytes'>): UploadController {
    if (first.uploadId !== undefined) sentHere.add(first.uploadId);
    const controller: UploadController = controlUpload(life, first, ports, () => {
      const { uploadId } = controller.state();
      if (uploadId !== undefined) sentHere.delete(uploadId);
    });
    return controller;
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
    startUpload(request) {
      const { fileName, purpose, file } = request;
      return control(lifeOfNewFile(request, ports, { has, add: (uploadId) => sentHere.add(uploadId) }), {
        fileName,
        purpose,
        totalBytes: file.size,
      });
    },

    async resumeUploads(uploads) {
      const open = uploads.filter(({ status }) => status === 'open' || status === 'completing');
      const controllers: UploadController[] = [];
      const abandonedRecordings: AbandonedRecording[] = [];
      for (const upload of open) {
        const kept = await ports.kept.read(upload.uploadId);
        if (has(upload.uploadId)) continue;
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
