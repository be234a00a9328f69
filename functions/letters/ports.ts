import type { Instant } from '../clock.ts';

/** Counts outgoing letters; an answer that got lost on its way leaves a number unused, never used twice. */
export interface LetterNumbers {
  /** The next number of a year, from 1. */
  next(year: number): Promise<number>;
}

/** Where the bytes of sent letters lie, for as long as evidence does. */
export interface LetterStorage {
  /** Stores under a key that was never used, locked against removal until then. */
  put(objectKey: string, bytes: Uint8Array, keepUntil: Instant): Promise<void>;
  /** @throws Error when there is no such object. */
  read(objectKey: string): Promise<Uint8Array>;
}
