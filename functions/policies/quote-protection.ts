import type { Instant } from '../clock.ts';
import { isRefusal, type Refusal } from '../contracts/refusal.ts';
import type { QuoteAnswer, QuoteRequest } from '../contracts/sale.ts';
import type { CounterWatch } from '../sellers/ports.ts';
import { warningsOf } from '../sellers/warnings.ts';
import { deadlineAfter } from './deadline.ts';
import { isOver, isVideoRequired } from './policy.ts';
import type { PolicyStore } from './ports.ts';
import { alreadyProtected, judgeQuote, judgeTrackingNumber } from './sale-rules.ts';
import { TERMS_ON_SALE } from './terms.ts';

/** Says whether protection can be sold and at what price, before the buyer's 99 RUB are taken. */
export async function quoteProtection(
  quote: { request: QuoteRequest; now: Instant },
  ports: { policies: PolicyStore; watch: CounterWatch },
): Promise<QuoteAnswer | Refusal> {
  const { request, now } = quote;
  const parcel = judgeTrackingNumber(request.trackingNumber);
  if (isRefusal(parcel)) return parcel;
  const refusal = judgeQuote(request, now);
  if (refusal) return refusal;

  const watched = request.seller && ports.watch.look(request.seller);
  const existing = await ports.policies.find(parcel.trackingNumber);
  if (existing && !isOver(existing, now)) {
    return alreadyProtected(existing, now);
  }
  const warnings = warningsOf(await watched?.(), now);
  return {
    trackingNumber: parcel.trackingNumber,
    amount: request.amount,
    price: TERMS_ON_SALE.price,
    termsVersion: TERMS_ON_SALE.version,
    videoRequired: isVideoRequired(TERMS_ON_SALE, request.amount),
    ...(request.office && { endsAt: deadlineAfter(now, TERMS_ON_SALE.duration, request.office.timeZone) }),
    ...(warnings.length > 0 && { warnings }),
    ...(parcel.changes.length > 0 && {
      normalized: { given: request.trackingNumber, changes: parcel.changes },
    }),
  };
}
