import type { Instant } from '../clock.ts';
import type { SellerId } from '../contracts/facts.ts';

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
  /** One look-up by one key each; undefined: nobody is warned of. */
  find(sellerId: SellerId): Promise<WatchedSeller | undefined>;
  /** All of them, at most 2,000, the newest confirmed first. */
  list(): Promise<WatchedSeller[]>;
  /** Unless something newer stands there. */
  save(watched: WatchedSeller): Promise<void>;
}
