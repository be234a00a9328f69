import type { SellerId } from '../contracts/facts.ts';
import type { TraceHasher } from '../signals/ports.ts';
import { namesSomebody, normalizedSellerName } from './seller-name.ts';

/** What names a seller on a parcel. */
export interface NamedSeller {
  name: string;
  taxNumber?: string | undefined;
  account?: string | undefined;
  phone?: string | undefined;
}

/** Stands for a name that names nobody, on parcels of many sellers: it has no history and is never spoken of. */
export const NOBODY: SellerId = '0'.repeat(22);

/**
 * Ids of all that names the seller, the surest first: tax number, account, phone, name. The name is always there and always
 * the last, `NOBODY` where it tells nothing. Keyed hashes, so that no list of sellers can be searched by trying names.
 */
export function sellerIdsOf(seller: NamedSeller, hasher: TraceHasher): SellerId[] {
  const { name, taxNumber, account, phone } = seller;
  return [
    ...(taxNumber ? [`tax:${taxNumber}`] : []),
    ...(account ? [`account:${account}`] : []),
    ...(phone ? [`phone:${phone}`] : []),
    ...(namesSomebody(name) ? [`name:${normalizedSellerName(name)}`] : []),
  ]
    .map((text) => hasher.hashOf('seller', text))
    .concat(namesSomebody(name) ? [] : [NOBODY]);
}
