import { createHash } from 'node:crypto';
import type { Instant } from '../clock.ts';
import { canonicalJson } from '../contracts/canonical-json.ts';
import type { Policy } from '../contracts/policy.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import type { SaleAnswer, SaleRequest } from '../contracts/sale.ts';
import type { RememberedWatch } from '../sellers/ports.ts';
import { inWords, packWarning, unpackWarning, warningOf } from '../sellers/warnings.ts';
import { isOver, isVideoRequired } from './policy.ts';
import type { IdSource, LinkSigner, PolicyStore } from './ports.ts';
import { alreadyProtected, judgeSale, judgeSaleTime, policyOfSale } from './sale-rules.ts';
import { findTerms, type ProductTerms, termsOf } from './terms.ts';
import type { TrackingNumber } from './tracking-number.ts';

export interface SalePorts {
  policies: PolicyStore;
  ids: IdSource;
  /** Asked for beside the write, which does not need it. */
  links(): Promise<LinkSigner>;
  watch: RememberedWatch;
  /** Scheme and host of the customer's page, without a slash at the end. */
  publicHost: string;
}

/** Each change that comes in between is one attempt; more than a few on one parcel at one moment do not happen. */
const ATTEMPTS = 4;

interface Sale {
  request: SaleRequest;
  idempotencyKey: string;
  now: Instant;
}

/**
 * Sells protection for a parcel: one conditional write on the way that almost every sale takes.
 *
 * The stored policy remembers its key and the digest of its body, so a repeat answers the same bytes from what
 * the failed condition returns, however late, also after the policy was voided, ended or replaced.
 */
export async function sellProtection(sale: Sale, ports: SalePorts): Promise<SaleAnswer | Refusal> {
  const parcel = judgeSale(sale.request);
  if (isRefusal(parcel)) return parcel;

  const untimely = judgeSaleTime(sale.request, sale.now);
  if (untimely) return (await answerRepeat(sale, parcel, ports)) ?? untimely;

  const next = policyOfSale({
    ...sale,
    trackingNumber: parcel.trackingNumber,
    terms: findTerms(sale.request.consent.termsVersion) as ProductTerms,
    requestDigest: digestOf(sale.request),
    policyId: ports.ids.policyId(),
    warned: await warnedOf(sale, ports),
  });
  const [written] = await Promise.all([ports.policies.insert(next), ports.links()]);
  if (written.inserted) return answerOf(next, sale, parcel, ports);
  return sellBesideExisting(written.existing, next, sale, parcel, ports);
}

/** The number is taken: by this very sale, by a live policy, or by one that is over and makes room. */
async function sellBesideExisting(
  existing: Policy,
  next: Policy,
  sale: Sale,
  parcel: TrackingNumber,
  ports: SalePorts,
  attemptsLeft = ATTEMPTS,
): Promise<SaleAnswer | Refusal> {
  const repeat = await answerRepeat(sale, parcel, ports, existing);
  if (repeat) return repeat;
  if (!isOver(existing, sale.now)) {
    return alreadyProtected(existing, sale.now);
  }
  if ((await ports.policies.replace(existing, next)) === 'replaced')
    return answerOf(next, sale, parcel, ports);

  // Somebody changed the old policy meanwhile: another till (or our own retry) replaced it, or the expiry job ended it.
  const current = await ports.policies.find(existing.trackingNumber);
  return current && attemptsLeft > 1
    ? sellBesideExisting(current, next, sale, parcel, ports, attemptsLeft - 1)
    : refuse('try-again');
}

/** The stored answer of a sale made under this key, a refusal when the body was another, or nothing. */
async function answerRepeat(
  sale: Sale,
  parcel: TrackingNumber,
  ports: SalePorts,
  known?: Policy,
): Promise<SaleAnswer | Refusal | undefined> {
  const current = known ?? (await ports.policies.find(parcel.trackingNumber));
  if (!current) return undefined;
  const sold =
    current.idempotencyKey === sale.idempotencyKey
      ? current
      : await ports.policies.findArchived(parcel.trackingNumber, sale.idempotencyKey);
  if (!sold) return undefined;
  if (sold.requestDigest !== digestOf(sale.request)) return refuse('idempotency-key-reused');
  return answerOf(sold, sale, parcel, ports);
}

/** Built only from what a sale fixes for ever, so that a repeat gets the same bytes. */
async function answerOf(
  policy: Policy,
  sale: Sale,
  parcel: TrackingNumber,
  ports: SalePorts,
): Promise<SaleAnswer> {
  const token = (await ports.links()).tokenOf({ ...policy, linkVersion: 1 });
  return {
    policyId: policy.policyId,
    trackingNumber: policy.trackingNumber,
    status: 'active',
    amount: policy.amount,
    price: policy.price,
    termsVersion: policy.termsVersion,
    soldAt: policy.soldAt,
    startsAt: policy.startsAt,
    endsAt: policy.endsAt,
    timeZone: policy.office.timeZone,
    videoRequired: isVideoRequired(termsOf(policy), policy.amount),
    link: `${ports.publicHost}/#${token}`,
    ...(policy.warned !== undefined && { warnings: [inWords(unpackWarning(policy.warned))] }),
    ...(parcel.changes.length > 0 && {
      normalized: { given: sale.request.trackingNumber, changes: parcel.changes },
    }),
  };
}

/** What the clerk is told of the seller; it is kept with the policy, so that a repeat tells the same. */
async function warnedOf({ request, now }: Sale, { watch }: SalePorts): Promise<string | undefined> {
  const watched = await watch.find(request.seller);
  const given = watched && warningOf(watched, now);
  return given && packWarning(given);
}

function digestOf(request: SaleRequest): string {
  return createHash('sha256').update(canonicalJson(request)).digest('base64url');
}
