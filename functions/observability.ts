import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

/** Codes, ids and counts only: no field of a request or an item is ever handed to it. */
export const logger = /* @__PURE__ */ new Logger({ serviceName: 'protected-purchase' });

export const metrics = /* @__PURE__ */ new Metrics({
  namespace: 'ProtectedPurchase',
  serviceName: 'protected-purchase',
});
