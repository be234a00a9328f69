import { applyDeadline } from '../claims/follow-claim.ts';
import { caseStore, policyStore } from '../deps.ts';
import { stepHandler } from '../events/step-handler.ts';

export const handler = stepHandler((input) =>
  applyDeadline(input, { policies: policyStore(), cases: caseStore() }),
);
