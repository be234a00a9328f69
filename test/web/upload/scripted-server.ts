import { createHash } from 'node:crypto';
import type { PutPart } from '../../../web/customer/upload/ports.ts';
import type { ApiAnswer, UploadApi } from '../../../web/customer/upload/upload-api.ts';
import type { OpenUpload } from '../../../web/customer/upload/upload-types.ts';
import type { SimulatedClock } from './simulated-clock.ts';

/** What becomes of a call: it is carried out; it never arrives; its answer is lost; the server cannot; a signature died. */
export type Fault = 'fine' | 'lost-request' | 'lost-answer' | 'unavailable' | 'expired';

export const PART_SIZE = 10;
const CALL_MILLIS = 100;
const PART_MILLIS = 2_000;

interface StoredUpload {
  uploadId: string;
  fileName: string;
  purpose: 'film' | 'document';
  size?: number;
  status: 'open' | 'completing' | 'received' | 'aborted';
  parts: Map<number, Uint8Array>;
  film?: Uint8Array;
  claimedSha256?: string;
}

export const sha256 = (bytes: Uint8Array, encoding: 'hex' | 'base64') =>
  createHash('sha256').update(bytes).digest(encoding);

/** Our API and the storage behind it, which fail as they are told: each call takes the next fault of the script. */
export function createScriptedServer(clock: SimulatedClock, script: Fault[] = []) {
  const uploads = new Map<string, StoredUpload>();
  /** `mostUnderWay`: parts of one upload that were sent at the same time. */
  const log = { puts: [] as string[], calls: [] as string[], brokenPuts: 0, mostUnderWay: 0 };
  const underWay = new Map<string, number>();
  let last = 0;

  const refuse = (status: number, code: string, facts = {}): ApiAnswer<never> => ({
    ok: false,
    ...{ status, code, facts, detail: `text of ${code}` },
  });

  async function call<Value>(name: string, answer: () => ApiAnswer<Value>): Promise<ApiAnswer<Value>> {
    log.calls.push(name);
    const fault = script.shift() ?? 'fine';
    await clock.wait(CALL_MILLIS, new AbortController().signal);
    if (fault === 'lost-request') return { ok: false, status: 0 };
    if (fault === 'unavailable') return refuse(503, 'try-again');
    const said = answer();
    return fault === 'lost-answer' ? { ok: false, status: 0 } : said;
  }

  function sizes(upload: StoredUpload) {
    return [...upload.parts].map(([partNumber, { length }]) => ({ partNumber, size: length }));
  }

  function compose(upload: StoredUpload, size: number | undefined): Uint8Array | undefined {
    const film: Uint8Array[] = [];
    for (let number = 1; upload.parts.has(number); number += 1)
      film.push(upload.parts.get(number) ?? new Uint8Array());
    const whole = new Uint8Array(Buffer.concat(film));
    return whole.length > 0 && (size === undefined || whole.length === size) ? whole : undefined;
  }

  const api: UploadApi = {
    list: () =>
      call('list', () => ({
        ok: true,
        value: [...uploads.values()].map(
          ({ uploadId, fileName, purpose, size, status }): OpenUpload => ({
            ...{ uploadId, fileName, purpose, status },
            ...(size !== undefined && { size }),
          }),
        ),
      })),
    start: ({ fileName, size, purpose }) =>
      call('start', () => {
        last += 1;
        const uploadId = `upload-${last}`;
        uploads.set(uploadId, {
          ...{ uploadId, fileName, purpose, status: 'open', parts: new Map() },
          ...(size !== undefined && { size }),
        });
        return {
          ok: true,
          value: { uploadId, partSize: PART_SIZE, ...(size === undefined && { recordingCode: 'A1B2C3' }) },
        };
      }),
    read: (uploadId) =>
      call('read', () => {
        const upload = uploads.get(uploadId);
        if (!upload) return refuse(404, 'not-found');
        const { status, size } = upload;
        const receivedParts = status === 'aborted' ? [] : sizes(upload);
        return {
          ok: true,
          value: {
            ...{ uploadId, status, partSize: PART_SIZE, receivedParts },
            ...(size === undefined ? { recordingCode: 'A1B2C3' } : { size }),
          },
        };
      }),
    sign: (uploadId, { partNumber, size, sha256: digest }) =>
      call('sign', () => {
        const upload = uploads.get(uploadId);
        if (upload?.status !== 'open') return refuse(409, 'upload-not-open', { state: upload?.status });
        const url = JSON.stringify({ uploadId, partNumber, size, digest });
        return { ok: true, value: { partNumber, url, headers: {} } };
      }),
    complete: (uploadId, { sha256: claimed, size }) =>
      call('complete', () => {
        const upload = uploads.get(uploadId);
        if (!upload || upload.status === 'aborted')
          return refuse(409, 'upload-not-open', { state: 'aborted' });
        if (upload.status !== 'received') {
          const film = compose(upload, upload.size ?? size);
          if (!film) return refuse(409, 'upload-parts-missing');
          Object.assign(upload, { status: 'received', film, ...(claimed && { claimedSha256: claimed }) });
        }
        return { ok: true, value: { evidenceId: uploadId } };
      }),
    abort: (uploadId) =>
      call('abort', () => {
        const upload = uploads.get(uploadId);
        if (upload?.status === 'received') return refuse(409, 'upload-not-open', { state: 'received' });
        if (upload) upload.status = 'aborted';
        return { ok: true, value: undefined };
      }),
  };

  /** As the storage does it: exactly the signed bytes or nothing, half of them seen on the way. */
  const putPart: PutPart = async ({ url, bytes, onProgress, signal }) => {
    const { uploadId, partNumber, size, digest } = JSON.parse(url);
    log.puts.push(`${uploadId} ${partNumber}`);
    underWay.set(uploadId, (underWay.get(uploadId) ?? 0) + 1);
    log.mostUnderWay = Math.max(log.mostUnderWay, underWay.get(uploadId) ?? 0);
    const fault = script.shift() ?? 'fine';
    if (fault !== 'fine') log.brokenPuts += 1;
    await clock.wait(PART_MILLIS / 2, signal);
    if (!signal.aborted) onProgress(bytes.length / 2);
    await clock.wait(PART_MILLIS / 2, signal);
    underWay.set(uploadId, (underWay.get(uploadId) ?? 0) - 1);
    if (signal.aborted || fault === 'lost-request') return { status: 0 };
    if (fault === 'expired') return { status: 403 };
    if (fault === 'unavailable') return { status: 503 };
    const upload = uploads.get(uploadId);
    if (upload?.status !== 'open') return { status: 404 };
    if (bytes.length !== size || sha256(bytes, 'base64') !== digest) return { status: 400 };
    upload.parts.set(partNumber, bytes.slice());
    return { status: fault === 'lost-answer' ? 0 : 200 };
  };

  return { api, putPart, uploads, log, script };
}
export type ScriptedServer = ReturnType<typeof createScriptedServer>;
