import { applyDeadline } from '../claims/follow-claim.ts';
import { backOff, caseStore, checkQueue, evidenceStorage, policyStore } from '../deps.ts';
import { stepHandler } from '../events/step-handler.ts';
import { finishRecordings } from '../evidence/finish-recordings.ts';

export const handler = stepHandler((input) => {
  const ports = { policies: policyStore(), cases: caseStore() };
  const evidence = { ...ports, storage: evidenceStorage(), checks: checkQueue(), backOff };
  return applyDeadline(input, { ...ports, finishRecordings: (of) => finishRecordings(of, evidence) });
});
