import { reconcileClaims } from '../claims/reconcile-claims.ts';
import { caseStore, claimWorkflow, clock, payoutProvider, policyStore } from '../deps.ts';
import { logger } from '../observability.ts';
import { lookAgainAtPayout } from '../payouts/pay-claim.ts';

export const handler = async () => {
  const provider = await payoutProvider();
  const ports = { policies: policyStore(), cases: caseStore() };
  const counts = await reconcileClaims(
    { now: clock.now() },
    {
      ...ports,
      workflow: claimWorkflow(),
      lookAgainAtPayout: (claim) => lookAgainAtPayout({ ...claim, now: clock.now() }, { ...ports, provider }),
    },
  );
  logger.info('reconciled', { ...counts });
  return counts;
};
