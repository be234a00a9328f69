import type { LetterNumbers, LetterStorage } from '../../functions/letters/ports.ts';

/** The counter in memory. */
export function createMemoryLetterNumbers(): LetterNumbers {
  const counts = new Map<number, number>();
  return {
    async next(year) {
      await Promise.resolve();
      const count = (counts.get(year) ?? 0) + 1;
      counts.set(year, count);
      return count;
    },
  };
}

export interface MemoryLetterStorage extends LetterStorage {
  keptUntil(objectKey: string): string | undefined;
  objects(): string[];
}

/** The bucket's letters in memory. */
export function createMemoryLetterStorage(): MemoryLetterStorage {
  const objects = new Map<string, { bytes: Uint8Array; keepUntil: string }>();
  return {
    async put(objectKey, bytes, keepUntil) {
      const given = bytes.slice();
      await Promise.resolve();
      if (objects.has(objectKey)) throw new Error(`There is an object ${objectKey} already.`);
      objects.set(objectKey, { bytes: given, keepUntil });
    },
    async read(objectKey) {
      await Promise.resolve();
      const object = objects.get(objectKey);
      if (!object) throw new Error(`There is no object ${objectKey}.`);
      return object.bytes.slice();
    },
    keptUntil: (objectKey) => objects.get(objectKey)?.keepUntil,
    objects: () => [...objects.keys()],
  };
}
