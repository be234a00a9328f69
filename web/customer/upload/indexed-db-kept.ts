import { deferred } from './deferred.ts';
import type { KeptUpload, KeptUploads } from './ports.ts';

const NAME = 'protected-purchase-uploads';
const UPLOADS = 'uploads';
/** Pieces of recordings, by `[uploadId, offset]`. */
const PIECES = 'pieces';

/** Survives reload and crash; where the browser has no storage (some private windows) nothing is kept. */
export function createIndexedDbKept(): KeptUploads {
  let opened: Promise<IDBDatabase> | undefined;

  function open(): Promise<IDBDatabase> {
    opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(UPLOADS, { keyPath: 'uploadId' });
        request.result.createObjectStore(PIECES);
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

  return {
    async save(upload) {
      try {
        await write([UPLOADS], (transaction) => transaction.objectStore(UPLOADS).put(upload));
        return 'kept';
      } catch (error) {
        const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
        return isFull ? 'no-space' : 'unavailable';
      }
    },
    read: (uploadId) =>
      read<KeptUpload | undefined>(UPLOADS, (store) => store.get(uploadId)).catch(() => undefined),
    list: async () => {
      const keys = await read(UPLOADS, (store) => store.getAllKeys()).catch(() => []);
      return keys.map(String);
    },
    remove: (uploadId) =>
      write([UPLOADS, PIECES], (transaction) => {
        transaction.objectStore(UPLOADS).delete(uploadId);
        transaction.objectStore(PIECES).delete(IDBKeyRange.bound([uploadId, 0], [uploadId, []]));
      }).catch(() => {}),
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
