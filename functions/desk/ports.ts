import type { Instant } from '../clock.ts';
import type { ConsoleRole, Locale } from '../contracts/primitives.ts';

/** Somebody of the console, known from their first call on. */
export interface Colleague {
  personId: string;
  role: ConsoleRole;
  lastSeenAt: Instant;
  /** Away until then; long past is as good as left out. */
  absentUntil?: Instant;
  /** Languages that they work in. */
  locales: Locale[];
}

/** Somebody who has a case open. */
export interface Presence {
  trackingNumber: string;
  personId: string;
  role: ConsoleRole;
  since: Instant;
  seenAt: Instant;
  /** Has begun a decision, question or letter. */
  writing: boolean;
}

/** Who works at the desk and who looks at what: nothing here is about a case, and losing it loses no decision. */
export interface Desk {
  find(personId: string): Promise<Colleague | undefined>;
  /** Everybody by name, at most 500. */
  list(): Promise<Colleague[]>;
  /** Enters somebody into the directory, or that they were seen again; leaves alone what they or others set. */
  noteSeen(seen: Pick<Colleague, 'personId' | 'role'> & { at: Instant }): Promise<void>;
  /** Changes what is given, `null` takes the absence away; undefined when nobody of that name is known. */
  change(
    personId: string,
    change: { absentUntil?: Instant | null | undefined; locales?: Locale[] | undefined },
  ): Promise<Colleague | undefined>;
  /** Replaces what this person said of this case before. */
  watch(presence: Presence): Promise<void>;
  /** Who said so lately, also what is over but not removed yet; at most 100. */
  listWatching(trackingNumber: string): Promise<Presence[]>;
}
