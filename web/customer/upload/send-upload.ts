import type { ByteSource } from './byte-source.ts';
import { followDigest } from './follow-digest.ts';
import type { ObservableState } from './observable-state.ts';
import type { Pace } from './pace.ts';
import { arrivedInOnePiece, nextPart, safeBytes, settledBytes } from './part-plan.ts';
import type { UploadPorts } from './ports.ts';
import { type PreparedPart, preparePart, sendPart } from './send-part.ts';
import { createTails } from './send-tail.ts';
import { createSpeed } from './speed.ts';
import { empty, type Failure, failureOf, gone, isFailure } from './upload-end.ts';
import type { UploadProblem, UploadState } from './upload-types.ts';

export interface UploadJob {
  uploadId: string;
  partSize: number;
  source: ByteSource;
  isRecording: boolean;
  /** False: nobody knows whether what has arrived is of this file, so that all of it is sent again. */
  trustsArrived: boolean;
  /** What is not quite right although it goes on, to be shown while it does. */
  lastingProblem(): UploadProblem | undefined;
}

interface Done {
  end: 'done';
  evidenceId: string;
}

export type UploadEnd = Done | Exclude<Failure, { end: 'broken' }>;

export interface UploadTools {
  ports: UploadPorts;
  pace: Pace;
  state: ObservableState<UploadState>;
}

/**
 * Sends what is missing until all is there and the server has made one file of it. After every break it asks the
 * server what has arrived and goes on from there, for as long as the server takes the upload.
 */
export async function sendUpload(job: UploadJob, tools: UploadTools): Promise<UploadEnd> {
  const { ports, pace, state } = tools;
  const digest = followDigest(job.source, ports);
  const speed = createSpeed(ports.clock.now);
  const tails = createTails(job.partSize, ports);
  const sentHere = new Map<number, number>();
  let sentSinceBegun = 0;

  async function round(): Promise<Done | Failure> {
    const answer = await ports.api.read(job.uploadId);
    if (!answer.ok) return failureOf(answer);
    const { status, receivedParts } = answer.value;
    if (status === 'aborted') return gone;
    const received = new Map(receivedParts.map(({ partNumber, size }) => [partNumber, size]));
    if (status !== 'open') {
      // Another phone has ended the film: what was filmed here since then is not in it.
      const composed = answer.value.size ?? arrivedInOnePiece(job.partSize, received);
      const isShorter = composed > 0 && (!job.source.isWhole() || composed < job.source.size());
      return job.isRecording && isShorter ? gone : completeUpload(job.uploadId, {}, tools);
    }
    // A device that died may have kept less than it had sent: then what arrived is the film.
    const isMoreThere = job.source.isWhole() && arrivedInOnePiece(job.partSize, received) > job.source.size();
    if (job.isRecording && isMoreThere) return completeUpload(job.uploadId, {}, tools);
    const arrived = job.trustsArrived ? received : inBoth(received, sentHere);
    return (await sendMissing(arrived)) ?? finish();
  }

  async function sendMissing(arrived: Map<number, number>): Promise<Failure | undefined> {
    const { source, partSize } = job;
    const work = { uploadId: job.uploadId, source, ports, signal: pace.signal() };
    let ahead: { partNumber: number; size: number; prepared: Promise<PreparedPart | Failure> } | undefined;
    speed.forget();
    showProgress(arrived);

    while (!work.signal.aborted) {
      const next = nextPart(source, partSize, arrived);
      if (next === 'none') return undefined;
      if (next === 'later') {
        const sent = await tails.waitOrSend(work, arrived);
        if (typeof sent === 'object') return sent;
        if (sent > 0) pace.recovered();
        sentSinceBegun += sent;
        showProgress(arrived);
        continue;
      }
      const size = next.until - next.start;
      const isAhead = ahead?.partNumber === next.partNumber && ahead.size === size;
      const part = await (isAhead && ahead ? ahead.prepared : preparePart(next, work));
      ahead = undefined;
      if ('end' in part) return part;
      // While this one is on its way the next one is read and signed, and no more than that.
      const following = nextPart(source, partSize, arrived, next.partNumber);
      if (typeof following === 'object') {
        const { partNumber, start, until } = following;
        ahead = { partNumber, size: until - start, prepared: preparePart(following, work) };
      }
      tails.postpone();
      const { partNumber } = next;
      const failure = await sendPart(part, work, (bytes) => showProgress(arrived, { partNumber, bytes }));
      if (failure) return failure;
      pace.recovered();
      arrived.set(partNumber, size);
      sentHere.set(partNumber, size);
      sentSinceBegun += size;
      source.release(Math.min(settledBytes(partSize, arrived), digest.place()));
      showProgress(arrived);
    }
    return { end: 'stopped' };
  }

  function showProgress(
    arrived: ReadonlyMap<number, number>,
    underWay?: { partNumber: number; bytes: number },
  ): void {
    if (pace.signal().aborted) return;
    const { source } = job;
    const sentBytes = safeBytes(arrived, underWay);
    const bytesPerSecond = speed.measure(sentSinceBegun + (underWay?.bytes ?? 0));
    const left =
      source.isWhole() && bytesPerSecond ? (source.size() - sentBytes) / bytesPerSecond : undefined;
    state.change({
      phase: 'sending',
      problem: job.lastingProblem(),
      sentBytes: source.isWhole() ? Math.min(sentBytes, source.size()) : sentBytes,
      totalBytes: source.isWhole() ? source.size() : undefined,
      bytesPerSecond,
      secondsLeft: left === undefined ? undefined : Math.ceil(left),
    });
  }

  async function finish(): Promise<Done | Failure> {
    const { source, uploadId, isRecording } = job;
    const size = source.size();
    if (size === 0) return empty;
    if (pace.signal().aborted) return { end: 'stopped' };
    state.change({
      phase: 'finishing',
      problem: undefined,
      bytesPerSecond: undefined,
      secondsLeft: undefined,
    });
    const sha256 = await digest.whole;
    return completeUpload(
      uploadId,
      { ...(sha256 !== undefined && { sha256 }), ...(isRecording && { size }) },
      tools,
    );
  }

  try {
    return await untilItEnds(round, tools);
  } finally {
    digest.close();
  }
}

/** Tries again after every break, resting in between, until it succeeds, fails for good or is given up. */
export async function untilItEnds<Success extends object>(
  attempt: () => Promise<Success | Failure>,
  { pace, state }: Pick<UploadTools, 'pace' | 'state'>,
): Promise<Success | Exclude<Failure, { end: 'broken' }>> {
  while (await pace.mayGoOn()) {
    if (state.get().phase === 'paused') state.change({ phase: 'preparing' });
    const outcome = await attempt();
    if (!isFailure(outcome)) return outcome;
    if (outcome.end === 'failed') return outcome;
    if (outcome.end === 'broken') await pace.rest(outcome.problem);
  }
  return { end: 'stopped' };
}

/** Lets the server make one file of what has arrived; repeated, it answers the same. */
export async function completeUpload(
  uploadId: string,
  whole: { sha256?: string; size?: number },
  { ports, pace, state }: UploadTools,
): Promise<Done | Failure> {
  if (pace.signal().aborted) return { end: 'stopped' };
  state.change({ phase: 'finishing', problem: undefined });
  const answer = await ports.api.complete(uploadId, whole);
  return answer.ok ? { end: 'done', evidenceId: answer.value.evidenceId } : failureOf(answer);
}

function inBoth(some: ReadonlyMap<number, number>, others: ReadonlyMap<number, number>): Map<number, number> {
  return new Map([...some].filter(([partNumber, size]) => others.get(partNumber) === size));
}
