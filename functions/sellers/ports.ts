import type { Instant } from '../clock.ts';
import type { ClaimFacts, LetterFacts, SellerId } from '../contracts/facts.ts';
import type { NamedSeller } from './seller-identity.ts';

/** A seller whose claims were confirmed, as the clerk's warning is made of it. */
export interface WatchedSeller {
  sellerId: SellerId;
  /** When claims ended in the buyer's favour, newest first, at most 200. */
  confirmedAt: Instant[];
  /** Parcels with protection in the 90 days before `countedAt`. */
  parcels: number;
  countedAt: Instant;
  /** Nothing but a name says that these are one seller; more has to be behind a warning then. */
  isNameOnly?: boolean | undefined;
}

export interface SellerWatch {
  /** One look-up by one key each; undefined: nobody is warned of. `newest`: all that was saved before the call. */
  find(sellerId: SellerId, options?: { newest?: boolean }): Promise<WatchedSeller | undefined>;
  /** Those of them who are on the watch, in no order: one request for a hundred ids. */
  findAll(sellerIds: readonly SellerId[]): Promise<WatchedSeller[]>;
  /** Of at most 2,000 that are read, the 500 that were confirmed last, newest first. What cannot be read is left out. */
  list(): Promise<WatchedSeller[]>;
  /** Unless something newer stands there. */
  save(watched: WatchedSeller): Promise<void>;
}

/** The watch as a quote asks it: an answer in time or none, whatever the table does. It never rejects. */
export interface CounterWatch {
  /** Begins to look, beside what a quote does anyway; what it answers waits for the rest, and never long. */
  look(seller: NamedSeller): () => Promise<WatchedSeller | undefined>;
}

/** The watch as a sale asks it: from memory, without a request of its own. */
export interface RememberedWatch {
  find(seller: NamedSeller): Promise<WatchedSeller | undefined>;
}

/** How a seller was named on a parcel, as it was typed there. */
export interface SeenName {
  /** The surest id of that parcel's seller. */
  sellerId: SellerId;
  name: string;
  taxNumber?: string | undefined;
  firstSeenAt: Instant;
  lastSeenAt: Instant;
}

/** Claims, letters and names under each id of their seller. All writes can be repeated and come in any order. */
export interface SellerRecords {
  /** Unless a newer version stands there. */
  rememberClaim(sellerId: SellerId, claim: ClaimFacts): Promise<void>;
  /** Unless a newer version stands there. */
  rememberLetter(sellerId: SellerId, letter: LetterFacts): Promise<void>;
  rememberName(
    sellerId: SellerId,
    seen: Omit<SeenName, 'firstSeenAt' | 'lastSeenAt'>,
    at: Instant,
  ): Promise<void>;
  /** Newest first, at most 1,000; all that was written before the call. */
  claimsOf(sellerId: SellerId): Promise<ClaimFacts[]>;
  /** At most 200. */
  lettersOf(sellerId: SellerId): Promise<LetterFacts[]>;
  /** At most 50. */
  namesOf(sellerId: SellerId): Promise<SeenName[]>;
}
