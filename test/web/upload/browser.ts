import { createHash } from 'node:crypto';
import type {
  KeptUpload,
  KeptUploads,
  UnbegunFile,
  UploadPorts,
} from '../../../web/customer/upload/ports.ts';
import { createUploader } from '../../../web/customer/upload/uploader.ts';
import { type ScriptedServer, sha256 } from './scripted-server.ts';
import type { SimulatedClock } from './simulated-clock.ts';

/** A file whose bytes are there at once, so that only the simulated clock decides about order. */
export function fileOf(bytes: Uint8Array): Blob {
  const slice = (start = 0, end = bytes.length) => fileOf(bytes.slice(start, end));
  return { size: bytes.length, slice, arrayBuffer: async () => bytes.slice().buffer } as unknown as Blob;
}

/** What a device keeps, in memory: it outlives the pages of the browser. */
export function createKept(limits: { fileBytes?: number; recordedBytes?: number } = {}) {
  const uploads = new Map<string, KeptUpload>();
  const recorded = new Map<string, Uint8Array>();
  const unbegun = new Map<string, UnbegunFile>();
  const paused = new Set<string>();
  const kept: KeptUploads = {
    async save(upload, begunFrom) {
      if (begunFrom !== undefined) {
        const copy = unbegun.get(begunFrom);
        unbegun.delete(begunFrom);
        paused.delete(begunFrom);
        uploads.set(upload.uploadId, { ...upload, ...(copy && { file: copy.file }) });
        return 'kept';
      }
      if ((upload.file?.size ?? 0) > (limits.fileBytes ?? Number.POSITIVE_INFINITY)) return 'no-space';
      uploads.set(upload.uploadId, upload);
      return 'kept';
    },
    read: async (uploadId) => uploads.get(uploadId),
    list: async () => [...uploads.keys()],
    async saveUnbegun(file) {
      if (file.file.size > (limits.fileBytes ?? Number.POSITIVE_INFINITY)) return 'no-space';
      unbegun.set(file.id, file);
      return 'kept';
    },
    readUnbegun: async (id) => unbegun.get(id),
    listUnbegun: async () => [...unbegun.keys()],
    async setPaused(uploadId, isPaused) {
      if (isPaused) paused.add(uploadId);
      else paused.delete(uploadId);
    },
    isPaused: async (uploadId) => paused.has(uploadId),
    async remove(uploadId) {
      uploads.delete(uploadId);
      unbegun.delete(uploadId);
      paused.delete(uploadId);
      recorded.delete(uploadId);
    },
    async append(uploadId, offset, bytes) {
      const before = recorded.get(uploadId) ?? new Uint8Array();
      if (before.length !== offset) throw new Error('A piece leaves a gap.');
      if (offset + bytes.byteLength > (limits.recordedBytes ?? Number.POSITIVE_INFINITY)) return false;
      recorded.set(uploadId, new Uint8Array(Buffer.concat([before, new Uint8Array(bytes)])));
      return true;
    },
    recordedBytes: async (uploadId) => recorded.get(uploadId)?.length ?? 0,
    async readRecorded(uploadId, start, end) {
      return (recorded.get(uploadId) ?? new Uint8Array()).slice(start, end);
    },
  };
  return {
    ...kept,
    uploads,
    recorded,
    unbegun,
    isEmpty: () => uploads.size + recorded.size + unbegun.size + paused.size === 0,
  };
}

/** Pages of one browser on one device: they share what is kept and the locks, and each can be closed or crash. */
export function createBrowser(
  server: ScriptedServer,
  clock: SimulatedClock,
  kept = createKept(),
  random = () => 0.5,
) {
  const held = new Map<string, object>();
  const waiting = new Map<string, (() => void)[]>();
  const attentive = new Set<() => void>();
  const faults: unknown[] = [];

  function releaseAll(page: object): void {
    for (const [name, holder] of [...held]) if (holder === page) release(name);
  }

  function release(name: string): void {
    held.delete(name);
    waiting.get(name)?.shift()?.();
  }

  function openPage() {
    const page = { isOpen: true };
    const never = new Promise<never>(() => {});
    /** A page that is gone neither acts nor hears of anything. */
    const living =
      <Values extends unknown[], Value>(work: (...values: Values) => Promise<Value>) =>
      async (...values: Values): Promise<Value> => {
        if (!page.isOpen) return never;
        const value = await work(...values);
        return page.isOpen ? value : never;
      };

    async function take(name: string): Promise<(() => void) | undefined> {
      if (held.has(name)) return undefined;
      held.set(name, page);
      return () => release(name);
    }

    const { api } = server;
    const crash = new AbortController();
    const ports: UploadPorts = {
      api: {
        list: living(api.list),
        start: living(api.start),
        read: living(api.read),
        sign: living(api.sign),
        complete: living(api.complete),
        abort: living(api.abort),
      },
      putPart: living((part) =>
        server.putPart({ ...part, signal: AbortSignal.any([part.signal, crash.signal]) }),
      ),
      kept: {
        save: living(kept.save),
        read: living(kept.read),
        list: living(kept.list),
        saveUnbegun: living(kept.saveUnbegun),
        readUnbegun: living(kept.readUnbegun),
        listUnbegun: living(kept.listUnbegun),
        setPaused: living(kept.setPaused),
        isPaused: living(kept.isPaused),
        remove: living(kept.remove),
        append: living(kept.append),
        recordedBytes: living(kept.recordedBytes),
        readRecorded: living(kept.readRecorded),
      },
      mostUnbegun: 3,
      locks: {
        take: living(take),
        wait: living(async (name, signal) => {
          const { promise, resolve } = Promise.withResolvers<void>();
          signal.addEventListener('abort', () => resolve());
          waiting.set(name, [...(waiting.get(name) ?? []), () => resolve()]);
          if (held.has(name) && !signal.aborted) await promise;
          // A page that went while it waited leaves its turn to the next one.
          if (!page.isOpen) waiting.get(name)?.shift()?.();
          return signal.aborted || !page.isOpen ? undefined : take(name);
        }),
      },
      clock: { now: clock.now, wait: living(clock.wait) },
      onAttention(listener) {
        attentive.add(listener);
        return () => attentive.delete(listener);
      },
      partDigest: living(async (bytes) => sha256(bytes, 'base64')),
      wholeDigest() {
        const hash = createHash('sha256');
        return {
          add: async (bytes) => void hash.update(bytes),
          finish: async () => hash.digest('hex'),
          close() {},
        };
      },
      random,
      reportFault: (error) => faults.push(error),
    };
    return {
      uploader: createUploader(ports),
      /** Closed, reloaded or crashed: it makes no difference. */
      close() {
        page.isOpen = false;
        crash.abort();
        releaseAll(page);
      },
    };
  }

  return { openPage, kept, faults, comeBack: () => [...attentive].forEach((listener) => void listener()) };
}
