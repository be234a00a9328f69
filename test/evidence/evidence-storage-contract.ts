import { createHash, randomBytes } from 'node:crypto';
import type { Instant } from '../../functions/clock.ts';
import type { EvidenceStorage, ReceivedPart, SignedPart } from '../../functions/evidence/ports.ts';

const MEBIBYTE = 1024 ** 2;

export interface OpenedStorage {
  storage: EvidenceStorage;
  /** As a browser sends a part. */
  send(part: SignedPart, bytes: Uint8Array): Promise<'sent' | 'refused'>;
  now(): Instant;
  advanceMinutes(minutes: number): void;
  close(): Promise<void>;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

/** What every storage of evidence does: the bucket and its twin alike. */
export function describeEvidenceStorage(name: string, open: () => Promise<OpenedStorage>): void {
  describe(`${name} keeps evidence`, () => {
    let opened: OpenedStorage;
    let storage: EvidenceStorage;
    let objectKey: string;
    let keys = 0;
    beforeAll(async () => {
      opened = await open();
      storage = opened.storage;
    });
    afterAll(() => opened.close());
    beforeEach(() => {
      keys += 1;
      objectKey = `evidence/10100012123456/policy-1/upload-${keys}`;
    });

    function sign(multipartId: string, partNumber: number, bytes: Uint8Array): Promise<SignedPart> {
      const [size, sha256, now] = [bytes.length, sha256Of(bytes), opened.now()];
      return storage.signPart({
        ...{ objectKey, multipartId, partNumber, size, sha256, now },
        expiresInSeconds: 900,
      });
    }
    async function send(multipartId: string, partNumber: number, bytes: Uint8Array): Promise<void> {
      expect(await opened.send(await sign(multipartId, partNumber, bytes), bytes)).toBe('sent');
    }
    async function partsOf(multipartId: string): Promise<ReceivedPart[]> {
      const parts = await storage.listParts(objectKey, multipartId);
      if (parts === 'gone') throw new Error('The multipart upload is gone.');
      return parts;
    }
    async function store(bytes: Uint8Array): Promise<void> {
      const multipartId = await storage.begin(objectKey);
      await send(multipartId, 1, bytes);
      expect(await storage.complete(objectKey, multipartId, await partsOf(multipartId))).toBe('completed');
    }

    it('composes the parts in order, whatever order they came in', async () => {
      const multipartId = await storage.begin(objectKey);
      const first = randomBytes(5 * MEBIBYTE);
      const second = randomBytes(1000);
      expect(await partsOf(multipartId)).toEqual([]);
      await send(multipartId, 2, second);
      await send(multipartId, 1, first);
      const parts = await partsOf(multipartId);
      expect(parts.map(({ partNumber, size, sha256 }) => ({ partNumber, size, sha256 }))).toEqual([
        { partNumber: 1, size: first.length, sha256: sha256Of(first) },
        { partNumber: 2, size: second.length, sha256: sha256Of(second) },
      ]);
      expect(await storage.find(objectKey)).toBeUndefined();
      expect(await storage.complete(objectKey, multipartId, parts)).toBe('completed');
      const whole = Buffer.concat([first, second]);
      expect(await storage.find(objectKey)).toEqual({ size: whole.length, versionId: expect.any(String) });
      const pieces: Uint8Array[] = [];
      for await (const piece of storage.readAll(objectKey)) pieces.push(piece);
      expect(Buffer.concat(pieces).equals(whole)).toBe(true);
      const range = await storage.readRange(objectKey, first.length - 3, first.length + 4);
      expect(Buffer.from(range).equals(whole.subarray(first.length - 3, first.length + 4))).toBe(true);
    });

    it('takes exactly the bytes that were signed', async () => {
      const multipartId = await storage.begin(objectKey);
      const bytes = randomBytes(1000);
      const part = await sign(multipartId, 1, bytes);
      expect(await opened.send(part, randomBytes(1000))).toBe('refused');
      expect(await opened.send(part, bytes.subarray(0, 999))).toBe('refused');
      expect(await opened.send(part, Buffer.concat([bytes, bytes]))).toBe('refused');
      expect(await partsOf(multipartId)).toEqual([]);
      expect(await opened.send(part, bytes)).toBe('sent');
      expect(await opened.send(part, bytes)).toBe('sent');
      expect(await partsOf(multipartId)).toHaveLength(1);
    });

    it('takes nothing once a URL has expired', async () => {
      const multipartId = await storage.begin(objectKey);
      const bytes = randomBytes(10);
      const part = await sign(multipartId, 1, bytes);
      expect(part.expiresAt > opened.now()).toBe(true);
      opened.advanceMinutes(16);
      expect(await opened.send(part, bytes)).toBe('refused');
    });

    it('completes once: whoever comes later hears that it is gone or exists', async () => {
      const multipartId = await storage.begin(objectKey);
      await send(multipartId, 1, randomBytes(100));
      const parts = await partsOf(multipartId);
      const outcomes = await Promise.all([
        storage.complete(objectKey, multipartId, parts),
        storage.complete(objectKey, multipartId, parts),
      ]);
      expect(outcomes.filter((outcome) => outcome === 'completed')).toHaveLength(1);
      expect(['gone', 'exists']).toContain(outcomes.find((outcome) => outcome !== 'completed'));
      expect(await storage.listParts(objectKey, multipartId)).toBe('gone');
    });

    it('never composes over an object that is there', async () => {
      const first = randomBytes(100);
      await store(first);
      const again = await storage.begin(objectKey);
      await send(again, 1, randomBytes(100));
      expect(await storage.complete(objectKey, again, await partsOf(again))).toBe('exists');
      expect(Buffer.from(await storage.readRange(objectKey, 0, 100)).equals(first)).toBe(true);
    });

    it('says when a part was sent again since it was listed', async () => {
      const multipartId = await storage.begin(objectKey);
      await send(multipartId, 1, randomBytes(100));
      const parts = await partsOf(multipartId);
      await send(multipartId, 1, randomBytes(100));
      expect(await storage.complete(objectKey, multipartId, parts)).toBe('changed');
      expect(await storage.complete(objectKey, multipartId, await partsOf(multipartId))).toBe('completed');
    });

    it('aborts, also twice, and never was what it does not know', async () => {
      const multipartId = await storage.begin(objectKey);
      const bytes = randomBytes(10);
      const part = await sign(multipartId, 1, bytes);
      await storage.abort(objectKey, multipartId);
      await storage.abort(objectKey, multipartId);
      expect(await opened.send(part, bytes)).toBe('refused');
      expect(await storage.listParts(objectKey, multipartId)).toBe('gone');
      expect(await storage.complete(objectKey, multipartId, [])).toBe('gone');
      expect(await storage.find(objectKey)).toBeUndefined();
    });

    it('removes for good, and once more does nothing', async () => {
      await store(randomBytes(100));
      const object = await storage.find(objectKey);
      await storage.remove(objectKey, object?.versionId);
      await storage.remove(objectKey, object?.versionId);
      await storage.remove(objectKey, undefined);
      expect(await storage.find(objectKey)).toBeUndefined();
    });

    it('removes nothing that is locked, and a lock is never shortened', async () => {
      await store(randomBytes(100));
      const object = await storage.find(objectKey);
      await storage.retain(objectKey, object?.versionId, '2190-01-01T00:00:00.000Z');
      await storage.retain(objectKey, object?.versionId, '2190-01-01T00:00:00.000Z');
      await storage.retain(objectKey, object?.versionId, '2191-01-01T00:00:00.000Z');
      await expect(
        storage.retain(objectKey, object?.versionId, '2189-01-01T00:00:00.000Z'),
      ).rejects.toThrow();
      await expect(storage.remove(objectKey, object?.versionId)).rejects.toThrow();
      expect(await storage.find(objectKey)).toEqual(object);
    });
  });
}
