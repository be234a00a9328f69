import type { Catalog } from './catalog.ts';
import { type ObjectCreated, sequencer } from './storage-state.ts';

const RETRY_MILLIS = 1_000;

/**
 * Hands events to the listener at least once, as S3 does: an event is recorded with its object, and is forgotten
 * only when the listener has taken it. What a crash or a failing listener left over is delivered again.
 */
export class EventDelivery {
  readonly #catalog: Catalog;
  readonly #listener: (event: ObjectCreated) => void | Promise<void>;
  readonly #running = new Set<Promise<void>>();
  readonly #retries = new Set<NodeJS.Timeout>();
  #closed = false;

  constructor(catalog: Catalog, listener: (event: ObjectCreated) => void | Promise<void>) {
    this.#catalog = catalog;
    this.#listener = listener;
  }

  /** Delivers what an earlier run left over. */
  resume(): void {
    for (const { sequence, event } of this.#catalog.pendingEvents()) {
      this.deliver(sequence, { ...(JSON.parse(event) as ObjectCreated), sequencer: sequencer(sequence) });
    }
  }

  deliver(sequence: number, event: ObjectCreated): void {
    const delivery = this.#attempt(sequence, event).finally(() => this.#running.delete(delivery));
    this.#running.add(delivery);
  }

  async #attempt(sequence: number, event: ObjectCreated): Promise<void> {
    try {
      await this.#listener(event);
      this.#catalog.removeEvent(sequence);
    } catch (fault) {
      if (this.#closed) return;
      console.error(`The event of ${event.bucket}/${event.key} was not taken and is delivered again:`, fault);
      const retry = setTimeout(() => {
        this.#retries.delete(retry);
        this.deliver(sequence, event);
      }, RETRY_MILLIS);
      this.#retries.add(retry);
    }
  }

  /** Waits for the deliveries under way; those that still failed stay recorded. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const retry of this.#retries) clearTimeout(retry);
    await Promise.all(this.#running);
  }
}
