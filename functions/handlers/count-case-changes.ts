import { caseKeys, claimOfItem, letterOfItem } from '../adapters/case-items.ts';
import {
  clock,
  counters,
  lake,
  policyStore,
  sellerRecords,
  sellerWatch,
  traceHasher,
  personalVault as vault,
} from '../deps.ts';
import { streamBatchHandler } from '../events/stream-handler.ts';
import { tellLake } from '../lake/tell-lake.ts';
import { countCaseChanges } from '../reports/count-changes.ts';
import { followCounted } from '../sellers/follow-counted.ts';

export const handler = streamBatchHandler('count-case-changes', async (changes) => {
  const ofKind = (prefix: string) =>
    changes.flatMap(({ recordKey, after }) => (after && recordKey.startsWith(prefix) ? [after] : []));
  const claims = await Promise.all(ofKind(caseKeys.claim('')).map((item) => claimOfItem(item, vault)));
  const letters = await Promise.all(ofKind(caseKeys.letter('')).map((item) => letterOfItem(item, vault)));
  const ports = { counters: counters(), policies: policyStore(), hasher: await traceHasher() };
  const counted = await countCaseChanges({ claims, letters }, ports);
  await tellLake(counted, { lake: lake(), hasher: ports.hasher });
  await followCounted(counted, clock.now, { ...ports, records: sellerRecords(), watch: sellerWatch() });
});
