import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

/** How a simulated provider behaves; every mode but `normal` is something that a real one has done to somebody. */
export const behaviour = z.strictObject({
  mode: z
    .enum([
      'normal',
      // Before anything is done:
      'refuse',
      'fail-5xx',
      'hang',
      // It is done, and the answer is lost or spoilt:
      'accept-and-drop',
      'accept-and-hang',
      'accept-and-fail',
      'answer-twice',
      'garbage',
      'oversized',
      // The answer can be read and is not true:
      'wrong-amount',
      'wrong-reference',
      // What the provider does with the order:
      'pending-for',
      'reject',
      'forget-after',
    ])
    .default('normal'),
  /** Holds for so many requests, then all is normal again; without it, until told otherwise. */
  next: z.int().min(1).optional(),
  /** Laptop seconds, for `pending-for` and `forget-after`. */
  seconds: z.int().min(0).optional(),
  /** Which requests are meant: those that change something, those that look up, or both. */
  on: z.enum(['submit', 'find', 'any']).default('any'),
});
export type Behaviour = z.infer<typeof behaviour>;

const NORMAL: Behaviour = { mode: 'normal', on: 'any' };

/** Keeps the behaviour in the service's database, so that it outlives a restart like everything else. */
export class BehaviourSwitch {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(
      'CREATE TABLE IF NOT EXISTS behaviour (id INTEGER PRIMARY KEY CHECK (id = 1), told TEXT NOT NULL)',
    );
  }

  get current(): Behaviour {
    const row = this.#database.prepare('SELECT told FROM behaviour WHERE id = 1').get();
    return row ? behaviour.parse(JSON.parse(String(row.told))) : NORMAL;
  }

  set current(told: Behaviour) {
    this.#database
      .prepare(
        'INSERT INTO behaviour (id, told) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET told = excluded.told',
      )
      .run(JSON.stringify(told));
  }

  /** The behaviour for one request; counts it. */
  take(request: 'submit' | 'find'): Behaviour {
    const told = this.current;
    if (told.mode === 'normal' || (told.on !== 'any' && told.on !== request)) return NORMAL;
    if (told.next !== undefined) this.current = told.next > 1 ? { ...told, next: told.next - 1 } : NORMAL;
    return told;
  }
}
