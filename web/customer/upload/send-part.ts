import type { ByteSource } from './byte-source.ts';
import type { PartToSend } from './part-plan.ts';
import type { UploadPorts } from './ports.ts';
import type { SignedPart } from './upload-api.ts';
import { type Failure, failureOf } from './upload-end.ts';

/** A line on which nothing moves for so long is dead, whatever the browser believes. */
const STALLED_AFTER_MILLIS = 30_000;

/** A part that was read, digested and signed: ready to go. */
export interface PreparedPart extends PartToSend {
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
  signed: SignedPart;
}

/** What it takes to send parts of one upload. */
export interface PartWork {
  uploadId: string;
  source: ByteSource;
  ports: Pick<UploadPorts, 'api' | 'putPart' | 'clock' | 'partDigest'>;
  signal: AbortSignal;
}

export async function preparePart(part: PartToSend, work: PartWork): Promise<PreparedPart | Failure> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await work.source.read(part.start, part.until);
  } catch {
    return { end: 'broken', problem: { kind: 'storage' } };
  }
  const sha256 = await work.ports.partDigest(bytes);
  const signed = await sign({ ...part, bytes, sha256 }, work);
  return 'end' in signed ? signed : { ...part, bytes, sha256, signed };
}

async function sign(
  { partNumber, bytes, sha256 }: Omit<PreparedPart, 'signed'>,
  { uploadId, ports, signal }: PartWork,
): Promise<SignedPart | Failure> {
  if (signal.aborted) return { end: 'stopped' };
  const answer = await ports.api.sign(uploadId, { partNumber, size: bytes.length, sha256 });
  return answer.ok ? answer.value : failureOf(answer);
}

/** Sends one part, with a new signature if the one it has is not taken any more; undefined when it arrived. */
export async function sendPart(
  part: PreparedPart,
  work: PartWork,
  onProgress: (sentBytes: number) => void,
): Promise<Failure | undefined> {
  const first = await put(part, work, onProgress);
  if (first !== 403 || work.signal.aborted) return judge(first, work.signal);
  const signed = await sign(part, work);
  if ('end' in signed) return signed;
  return judge(await put({ ...part, signed }, work, onProgress), work.signal);
}

function judge(status: number, signal: AbortSignal): Failure | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (signal.aborted) return { end: 'stopped' };
  // Whatever the storage dislikes, our server knows what has become of the upload: the next round asks it.
  return { end: 'broken', problem: { kind: status === 0 ? 'offline' : 'server' } };
}

/** The status that the storage answered; 0 for none. */
async function put(
  { bytes, signed }: PreparedPart,
  { ports, signal }: PartWork,
  onProgress: (sentBytes: number) => void,
): Promise<number> {
  if (signal.aborted) return 0;
  const abort = new AbortController();
  const stop = () => abort.abort();
  signal.addEventListener('abort', stop);
  let moves = 0;

  async function watch(): Promise<void> {
    for (let seen = -1; !abort.signal.aborted && seen !== moves; ) {
      seen = moves;
      await ports.clock.wait(STALLED_AFTER_MILLIS, abort.signal);
    }
    stop();
  }

  try {
    const sending = ports.putPart({
      url: signed.url,
      headers: signed.headers,
      bytes,
      signal: abort.signal,
      onProgress(sentBytes) {
        moves += 1;
        onProgress(sentBytes);
      },
    });
    const watching = watch();
    const { status } = await sending;
    stop();
    await watching;
    return status;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
