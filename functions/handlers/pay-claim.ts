import { readStanding } from '../claims/follow-claim.ts';
import { caseStore, payoutProvider, policyStore } from '../deps.ts';
import { stepHandler } from '../events/step-handler.ts';
import { payClaim } from '../payouts/pay-claim.ts';

export const handler = stepHandler(async (input) => {
  const ports = { policies: policyStore(), cases: caseStore() };
  await payClaim(input, { ...ports, provider: await payoutProvider() });
  return readStanding(input, ports);
});
