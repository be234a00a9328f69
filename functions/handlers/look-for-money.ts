import { readStanding } from '../claims/follow-claim.ts';
import { lookForMoney } from '../claims/look-for-money.ts';
import { carrierTracking, caseStore, policyStore } from '../deps.ts';
import { stepHandler } from '../events/step-handler.ts';

export const handler = stepHandler(async (input) => {
  const ports = { policies: policyStore(), cases: caseStore() };
  await lookForMoney(input, { ...ports, carrier: await carrierTracking() });
  return readStanding(input, ports);
});
