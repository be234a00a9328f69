import * as operations from '../contracts/operations/sales.ts';
import { counterWatch, policyStore, traceHasher } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';
import { metrics } from '../observability.ts';
import { quoteProtection } from '../policies/quote-protection.ts';

// A quote waits only a moment for a warning, so the key is on its way before the first one comes; if it does not arrive,
// whoever needs it asks again.
traceHasher().catch(() => {});

export const handler = apiHandler(operations.quoteProtection, async ({ body, now }) => {
  const ports = { policies: policyStore(), watch: counterWatch(countMissed) };
  return answer(await quoteProtection({ request: body, now }, ports));
});

/** A quote that went out without knowing of the seller: too slow, or the look-up failed. */
function countMissed(why: 'slow' | 'failed'): void {
  metrics.addMetric(`SellerWarningMissed-${why}`, 'Count', 1);
  metrics.publishStoredMetrics();
}
