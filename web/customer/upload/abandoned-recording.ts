import { arrivedInOnePiece } from './part-plan.ts';
import type { UploadPorts } from './ports.ts';
import type { AbandonedRecording, OpenUpload, UploadController } from './upload-types.ts';

/** A phone that films sends something every few seconds; so long it may be in a lift. */
const FILMING_FOR_MILLIS = 30_000;
/** Two looks that are nearer than this say nothing: between them a phone that films may have sent nothing. */
const LOOKED_FOR_MILLIS = 10_000;

type Reading = Pick<AbandonedRecording, 'receivedBytes' | 'isGrowing'>;

/** Tells from what the server has of a recording, and how it changes, whether somebody is filming it now. */
export function createRecordingReader({ api, clock }: Pick<UploadPorts, 'api' | 'clock'>) {
  const known = new Map<string, { firstAt: number; grownAt?: number; reading: Reading }>();

  return async (uploadId: string): Promise<Reading> => {
    const answer = await api.read(uploadId);
    const before = known.get(uploadId);
    if (!answer.ok) return before?.reading ?? { receivedBytes: 0 };
    const { partSize, receivedParts } = answer.value;
    const arrived = new Map(receivedParts.map(({ partNumber, size }) => [partNumber, size]));
    const receivedBytes = arrivedInOnePiece(partSize, arrived);
    const now = clock.now();
    const firstAt = before?.firstAt ?? now;
    const hasGrown = before !== undefined && before.reading.receivedBytes !== receivedBytes;
    const grownAt = hasGrown ? now : before?.grownAt;
    const isGrowing = grownAt !== undefined && now - grownAt < FILMING_FOR_MILLIS;
    const isSure = isGrowing || now - firstAt >= LOOKED_FOR_MILLIS;
    const reading = { receivedBytes, ...(isSure && { isGrowing }) };
    known.set(uploadId, { firstAt, reading, ...(grownAt !== undefined && { grownAt }) });
    return reading;
  };
}

export async function readAbandoned(
  upload: OpenUpload,
  ports: {
    api: UploadPorts['api'];
    readRecording: ReturnType<typeof createRecordingReader>;
    finish: (upload: OpenUpload) => UploadController;
  },
): Promise<AbandonedRecording> {
  const { uploadId, fileName, recordingCode } = upload;
  return {
    uploadId,
    fileName,
    ...(recordingCode !== undefined && { recordingCode }),
    ...(await ports.readRecording(uploadId)),
    refresh: () => readAbandoned(upload, ports),
    finishWithWhatArrived: () => ports.finish(upload),
  };
}
