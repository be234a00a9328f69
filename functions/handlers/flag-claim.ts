import { flagClaim } from '../claims/follow-claim.ts';
import { caseStore, policyStore } from '../deps.ts';
import { stepHandler } from '../events/step-handler.ts';

export const handler = stepHandler((input) =>
  flagClaim({ ...input, attention: 'workflow-error' }, { policies: policyStore(), cases: caseStore() }),
);
