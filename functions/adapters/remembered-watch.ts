import { type Clock, toMillis } from '../clock.ts';
import type { RememberedWatch, SellerWatch, WatchedSeller } from '../sellers/ports.ts';
import { sellerIdsOf } from '../sellers/seller-identity.ts';
import type { TraceHasher } from '../signals/ports.ts';

const MINUTE = 60_000;
/** What has not been confirmed for so long is not said of anybody. */
const OLDEST = 60 * MINUTE;

interface Remembered {
  at: number;
  sellers: ReadonlyMap<string, WatchedSeller>;
}

/** The short list of watched sellers, kept between the requests of one execution environment. */
export interface WatchMemory {
  /** By id; undefined until they are known, and when they have not been confirmed for long. */
  sellers(): ReadonlyMap<string, WatchedSeller> | undefined;
}

/**
 * The list is read beside requests, at most once a minute, and nobody waits for it or hears of its failure: whoever
 * comes first after a minute starts the reading and is answered from what is there.
 */
export function createWatchMemory(watch: Pick<SellerWatch, 'list'>, clock: Clock): WatchMemory {
  let remembered: Remembered | undefined;
  let askedAt: number | undefined;
  let isReading = false;

  async function read(at: number): Promise<void> {
    try {
      const sellers = await watch.list();
      remembered = { at, sellers: new Map(sellers.map((seller) => [seller.sellerId, seller])) };
    } catch {
      // The next minute tries again.
    } finally {
      isReading = false;
    }
  }

  return {
    sellers() {
      const now = toMillis(clock.now());
      // The clock of a laptop also goes back.
      if (!isReading && (askedAt === undefined || Math.abs(now - askedAt) >= MINUTE)) {
        askedAt = now;
        isReading = true;
        // After the request that asks has sent its own, which it is not to hold up.
        setImmediate(() => void read(now));
      }
      return remembered && Math.abs(now - remembered.at) <= OLDEST ? remembered.sellers : undefined;
    },
  };
}

/** @param hasher is asked for only where there is somebody to compare with. */
export function createRememberedWatch(
  memory: WatchMemory,
  hasher: () => Promise<TraceHasher>,
): RememberedWatch {
  return {
    async find(seller) {
      const sellers = memory.sellers();
      if (!sellers?.size) return undefined;
      // A sale never fails for a warning that it could have had.
      const traceHasher = await hasher().catch(() => undefined);
      const [surest = ''] = traceHasher ? sellerIdsOf(seller, traceHasher) : [];
      return sellers.get(surest);
    },
  };
}
