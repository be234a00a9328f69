import { deferred } from './deferred.ts';
import type { KeptUpload, KeptUploads, UnbegunFile } from './ports.ts';

const NAME = 'protected-purchase-uploads';
const UPLOADS = 'uploads';
/** Pieces of recordings, by `[uploadId, offset]`. */
const PIECES = 'pieces';
const UNBEGUN = 'unbegun';
/** Copies of files, by the id that they were first kept under: to write one again would take minutes and room. */
const FILES = 'files';
/** Ids of what its owner has paused. */
const PAUSED = 'paused';

/** What both kinds are stored with. `fileIn`: where its copy lies, if not under its own id. */
type Stored<Kept> = Omit<Kept, 'file'> & { savedAt: number; policyId?: string; fileIn?: string };

/** No upload is open for so long: what other links have left is removed, so that a phone does not fill up. */
const FORGOTTEN_AFTER_MILLIS = 60 * 24 * 3_600_000;

/** What the device keeps for one policy. Survives reload and crash; where the browser has no storage (some private windows) nothing is kept. */
export function createIndexedDbKept(policyId?: string): KeptUploads {
  let opened: Promise<IDBDatabase> | undefined;

  function open(): Promise<IDBDatabase> {
    opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(NAME, 2);
      request.onupgradeneeded = () => {
        const { objectStoreNames } = request.result;
        const add = (store: string, options?: IDBObjectStoreParameters) => {
          if (!objectStoreNames.contains(store)) request.result.createObjectStore(store, options);
        };
        add(UPLOADS, { keyPath: 'uploadId' });
        add(UNBEGUN, { keyPath: 'id' });
        for (const store of [PIECES, FILES, PAUSED]) add(store);
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        // The browser closes it when it clears the site's data: the next use opens it anew.
        request.result.onclose = () => {
          opened = undefined;
        };
        resolve(request.result);
      };
    });
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  }

  async function write(stores: string[], change: (transaction: IDBTransaction) => void): Promise<void> {
    const database = await open();
    const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
    const { promise, resolve, reject } = deferred<void>();
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    change(transaction);
    return promise;
  }

  async function read<Value>(
    store: string,
    ask: (store: IDBObjectStore) => IDBRequest<Value>,
  ): Promise<Value> {
    const database = await open();
    const request = ask(database.transaction(store, 'readonly').objectStore(store));
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  /** The last piece that begins before this place. */
  async function pieceBefore(uploadId: string, place: number): Promise<IDBCursorWithValue | null> {
    const range = IDBKeyRange.bound([uploadId, 0], [uploadId, place], false, true);
    return read(PIECES, (store) => store.openCursor(range, 'prev'));
  }

  async function attempt(stores: string[], change: (transaction: IDBTransaction) => void) {
    try {
      await write(stores, change);
      return 'kept';
    } catch (error) {
      const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
      return isFull ? 'no-space' : 'unavailable';
    }
  }

  async function idsIn(store: string, isMeant: (each: Stored<unknown>) => boolean): Promise<string[]> {
    const all = await read<Stored<{ uploadId?: string; id?: string }>[]>(store, (from) => from.getAll());
    return all.filter(isMeant).map((each) => each.uploadId ?? each.id ?? '');
  }

  const isOwn = (each: Stored<unknown>) => each.policyId === policyId;
  const isForgotten = ({ savedAt }: Stored<unknown>) => Date.now() - savedAt > FORGOTTEN_AFTER_MILLIS;
  const askFor = (
    transaction: IDBTransaction,
    uploadId: string,
  ): IDBRequest<Stored<KeptUpload> | undefined> => transaction.objectStore(UPLOADS).get(uploadId);

  const stamp = () => ({ savedAt: Date.now(), ...(policyId !== undefined && { policyId }) });
  const fileAt = (id: string) => read<Blob | undefined>(FILES, (store) => store.get(id));
  return {
    save: ({ file, ...upload }, begunFrom) =>
      attempt([UPLOADS, UNBEGUN, FILES, PAUSED], (transaction) => {
        const fileIn = begunFrom ?? upload.uploadId;
        const files = transaction.objectStore(FILES);
        const asking = askFor(transaction, upload.uploadId);
        asking.onsuccess = () => {
          const before = asking.result?.fileIn;
          if (before !== undefined && before !== begunFrom) files.delete(before);
          transaction.objectStore(UPLOADS).put({ ...upload, ...stamp(), fileIn });
          if (file) files.put(file, fileIn);
        };
        if (begunFrom === undefined) return;
        transaction.objectStore(UNBEGUN).delete(begunFrom);
        transaction.objectStore(PAUSED).delete(begunFrom);
      }),
    async read(uploadId) {
      try {
        const upload = await read<Stored<KeptUpload> | undefined>(UPLOADS, (store) => store.get(uploadId));
        if (!upload) return undefined;
        const { fileIn, policyId: _policy, savedAt: _saved, ...kept } = upload;
        const file = await fileAt(fileIn ?? uploadId);
        return { ...kept, ...(file && { file }) };
      } catch {
        return undefined;
      }
    },
    async list() {
      try {
        const uploads = await idsIn(UPLOADS, (each) => isOwn(each) || isForgotten(each));
        return [...uploads, ...(await idsIn(UNBEGUN, isForgotten))];
      } catch {
        return [];
      }
    },
    saveUnbegun: ({ file, ...unbegun }) =>
      attempt([UNBEGUN, FILES], (transaction) => {
        transaction.objectStore(UNBEGUN).put({ ...unbegun, ...stamp() });
        transaction.objectStore(FILES).put(file, unbegun.id);
      }),
    async readUnbegun(id) {
      try {
        const unbegun = await read<Stored<UnbegunFile> | undefined>(UNBEGUN, (store) => store.get(id));
        const file = unbegun && (await fileAt(id));
        return file && { ...unbegun, file };
      } catch {
        return undefined;
      }
    },
    listUnbegun: () => idsIn(UNBEGUN, isOwn).catch(() => []),
    remove: (uploadId) =>
      write([UPLOADS, UNBEGUN, FILES, PAUSED, PIECES], (transaction) => {
        const asking = askFor(transaction, uploadId);
        asking.onsuccess = () => {
          transaction.objectStore(FILES).delete(asking.result?.fileIn ?? uploadId);
          transaction.objectStore(UPLOADS).delete(uploadId);
        };
        for (const store of [UNBEGUN, PAUSED]) transaction.objectStore(store).delete(uploadId);
        transaction.objectStore(PIECES).delete(IDBKeyRange.bound([uploadId, 0], [uploadId, []]));
      }).catch(() => {}),
    setPaused: (uploadId, isPaused) =>
      write([PAUSED], (transaction) => {
        const paused = transaction.objectStore(PAUSED);
        if (isPaused) paused.put(true, uploadId);
        else paused.delete(uploadId);
      }).catch(() => {}),
    isPaused: (uploadId) =>
      read<boolean | undefined>(PAUSED, (store) => store.get(uploadId)).then(
        (isPaused) => isPaused === true,
        () => false,
      ),
    append: (uploadId, offset, bytes) =>
      write([PIECES], (transaction) => transaction.objectStore(PIECES).put(bytes, [uploadId, offset])).then(
        () => true,
        () => false,
      ),
    async recordedBytes(uploadId) {
      const last = await pieceBefore(uploadId, Number.POSITIVE_INFINITY).catch(() => null);
      return last ? offsetOf(last.key) + (last.value as ArrayBuffer).byteLength : 0;
    },
    async readRecorded(uploadId, start, end) {
      const bytes = new Uint8Array(end - start);
      // From the piece that holds `start` on; pieces have no gaps.
      const first = await pieceBefore(uploadId, start + 1);
      let offset = first ? offsetOf(first.key) : start;
      const range = IDBKeyRange.bound([uploadId, offset], [uploadId, end], false, true);
      const pieces = await read<ArrayBuffer[]>(PIECES, (store) => store.getAll(range));
      for (const piece of pieces) {
        const from = Math.max(start, offset);
        const to = Math.min(end, offset + piece.byteLength);
        bytes.set(new Uint8Array(piece, from - offset, to - from), from - start);
        offset += piece.byteLength;
      }
      if (offset < end) throw new Error('The device has lost a part of the film.');
      return bytes;
    },
  };
}

function offsetOf(key: IDBValidKey): number {
  return Array.isArray(key) && typeof key[1] === 'number' ? key[1] : 0;
}
