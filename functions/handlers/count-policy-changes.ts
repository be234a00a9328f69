import { ARCHIVED_POLICY, CURRENT_POLICY, policyOfItem } from '../adapters/policy-item.ts';
import { clock, counters, lake, personalVault, sellerRecords, sellerWatch, traceHasher } from '../deps.ts';
import { streamBatchHandler } from '../events/stream-handler.ts';
import { tellLake } from '../lake/tell-lake.ts';
import { countPolicies } from '../reports/count-changes.ts';
import { followSold } from '../sellers/follow-counted.ts';

export const handler = streamBatchHandler('count-policy-changes', async (changes) => {
  const items = changes.flatMap(({ recordKey, after }) => {
    const isPolicy = recordKey === CURRENT_POLICY || recordKey.startsWith(ARCHIVED_POLICY);
    return isPolicy && after ? [after] : [];
  });
  const policies = await Promise.all(items.map((item) => policyOfItem(item, personalVault)));
  const hasher = await traceHasher();
  const counted = await countPolicies(policies, { counters: counters(), hasher });
  await tellLake(counted, { lake: lake(), hasher });
  await followSold(counted, clock.now, {
    counters: counters(),
    records: sellerRecords(),
    watch: sellerWatch(),
  });
});
