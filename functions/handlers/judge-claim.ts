import * as z from 'zod';
import {
  caseStore,
  clock,
  counters,
  filmFrames,
  judgementStore,
  policyStore,
  sellerHistory,
  signalQueue,
  traceHasher,
  traceIndex,
} from '../deps.ts';
import { queueHandler } from '../events/queue-handler.ts';
import { logger } from '../observability.ts';
import { judgeClaim } from '../signals/judge-claim.ts';
import { CURRENT_RULE_SET } from '../signals/rule-sets.ts';

const request = z.strictObject({ trackingNumber: z.string(), claimId: z.string() });

export const handler = queueHandler('judge-claim', async (body) => {
  const input = { ...request.parse(body), ruleSet: CURRENT_RULE_SET, now: clock.now() };
  const outcome = await judgeClaim(input, {
    policies: policyStore(),
    cases: caseStore(),
    traces: traceIndex(),
    films: filmFrames(),
    sellers: sellerHistory(),
    counters: counters(),
    judgements: judgementStore(),
    hasher: await traceHasher(),
    queue: signalQueue(),
  });
  logger.info('claim judged', { claimId: input.claimId, ...outcome });
});
