import { awaitChange } from '../claims/follow-claim.ts';
import { caseStore, claimWorkflow, policyStore } from '../deps.ts';
import { stepHandler } from '../events/step-handler.ts';

export const handler = stepHandler(async ({ status, taskToken, ...input }) => {
  if (!status || !taskToken) throw new Error('A wait needs the state that it is in and its task token.');
  const ports = { policies: policyStore(), cases: caseStore(), workflow: claimWorkflow() };
  await awaitChange({ ...input, status, taskToken }, ports);
});
