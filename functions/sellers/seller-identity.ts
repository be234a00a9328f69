import type { SellerId } from '../contracts/facts.ts';
import type { TraceHasher } from '../signals/ports.ts';
import { normalizedSellerName } from './seller-name.ts';

/** What names a seller on a parcel. */
export interface NamedSeller {
  name: string;
  taxNumber?: string | undefined;
  phone?: string | undefined;
}

/**
 * Ids of all that names the seller, the surest first: tax number, phone, name. The name is always there and always
 * the last. Keyed hashes, so that no list of sellers can be searched by trying names.
 */
export function sellerIdsOf(seller: NamedSeller, hasher: TraceHasher): SellerId[] {
  const { name, taxNumber, phone } = seller;
  return [
    ...(taxNumber ? [`tax:${taxNumber}`] : []),
    ...(phone ? [`phone:${phone}`] : []),
    `name:${normalizedSellerName(name)}`,
  ].map((text) => hasher.hashOf('seller', text));
}
