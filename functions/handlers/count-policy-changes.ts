import { ARCHIVED_POLICY, CURRENT_POLICY, policyOfItem } from '../adapters/policy-item.ts';
import { counters, personalVault, traceHasher } from '../deps.ts';
import { streamBatchHandler } from '../events/stream-handler.ts';
import { countPolicies } from '../reports/count-changes.ts';

export const handler = streamBatchHandler('count-policy-changes', async (changes) => {
  const items = changes.flatMap(({ recordKey, after }) => {
    const isPolicy = recordKey === CURRENT_POLICY || recordKey.startsWith(ARCHIVED_POLICY);
    return isPolicy && after ? [after] : [];
  });
  const policies = await Promise.all(items.map((item) => policyOfItem(item, personalVault)));
  await countPolicies(policies, { counters: counters(), hasher: await traceHasher() });
});
