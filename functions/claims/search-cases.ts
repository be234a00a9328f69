import type { SearchAnswer } from '../contracts/console.ts';
import type { PhoneHasher, PolicyStore } from '../policies/ports.ts';
import { type CaseStore, LOOKUP_PREFIX, type LookupEntry } from './ports.ts';
import { readSearch, type SearchTerms } from './search-terms.ts';

type Parcel = SearchAnswer['parcels'][number];

const MOST_PARCELS = 20;

/** Parcels by whatever a person has at hand. Everything that the text may mean is looked for at once. */
export async function searchCases(
  { text }: { text: string },
  ports: {
    policies: Pick<PolicyStore, 'find'>;
    cases: Pick<CaseStore, 'listByPhone' | 'findByPrefix'>;
    phones: PhoneHasher;
  },
): Promise<SearchAnswer> {
  const terms = readSearch(text);
  const found = await Promise.all([
    byTrackingNumber(terms, ports.policies),
    byPhone(terms, ports),
    byPrefix('letter', terms.letterNumber, ports.cases),
    byPrefix('claim', terms.number, ports.cases),
    byPrefix('tracking-number', terms.number, ports.cases),
  ]);
  // A parcel that is found in two ways is told once, by the nearest of them.
  const seen = new Set<string>();
  const parcels = found.flat().filter((parcel) => {
    const key = parcel.matched === 'letter' ? `letter ${parcel.outgoingNumber}` : parcel.trackingNumber;
    return !seen.has(key) && seen.add(key);
  });
  return { parcels: parcels.slice(0, MOST_PARCELS) };
}

async function byTrackingNumber(
  { trackingNumber }: SearchTerms,
  policies: Pick<PolicyStore, 'find'>,
): Promise<Parcel[]> {
  const policy = trackingNumber === undefined ? undefined : await policies.find(trackingNumber);
  if (!policy) return [];
  return [{ trackingNumber: policy.trackingNumber, matched: 'tracking-number', soldAt: policy.soldAt }];
}

async function byPhone(
  { phone }: SearchTerms,
  { cases, phones }: { cases: Pick<CaseStore, 'listByPhone'>; phones: PhoneHasher },
): Promise<Parcel[]> {
  if (phone === undefined) return [];
  const parcels = await cases.listByPhone(phones.hashOf(phone), MOST_PARCELS);
  return parcels.map((parcel) => ({ ...parcel, matched: 'phone' }));
}

async function byPrefix(
  kind: LookupEntry['kind'],
  prefix: string | undefined,
  cases: Pick<CaseStore, 'findByPrefix'>,
): Promise<Parcel[]> {
  if (prefix === undefined || prefix.length < LOOKUP_PREFIX) return [];
  const entries = await cases.findByPrefix(kind, prefix, MOST_PARCELS);
  return entries.map(({ trackingNumber, text, claimId }) => ({
    trackingNumber,
    matched: kind,
    ...(claimId !== undefined && { claimId }),
    ...(kind === 'letter' && { outgoingNumber: text }),
  }));
}
