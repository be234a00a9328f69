import { endPolicies } from '../functions/policies/end-policies.ts';
import { sellProtection } from '../functions/policies/sell-protection.ts';
import { TERMS_ON_SALE } from '../functions/policies/terms.ts';
import { type CountedService, type PolicyChange, someSales } from './counted-service.ts';
import {
  addUsage,
  BATCH_SIZES,
  type ByBatchSize,
  type ByFollower,
  FOLLOWERS,
  noUsage,
  type ServiceCounts,
  shareOf,
  type Usage,
} from './counts.ts';

/** How many changes are followed in each size of batches. */
const FOLLOWED = { 1: 20, 10: 60, 100: 100 };
const DAY = 86_400_000;

type PolicyCounts = Pick<ServiceCounts, 'sale' | 'afterSale' | 'reminder' | 'expiry' | 'afterExpiry'>;

/** From the sale to the end, of policies that nothing comes in between. */
export async function countPolicies(service: CountedService): Promise<PolicyCounts> {
  const { deps, counted, followed, imageOf } = service;
  const parcels = await someSales(180);
  const numbers = parcels.map(({ sale }) => sale.trackingNumber);
  const ports = {
    policies: deps.policyStore(),
    ids: deps.idSource,
    links: deps.linkSigner,
    watch: { find: async () => undefined },
    publicHost: 'https://bench.example',
  };
  const sell = async () => {
    for (const { sale, idempotencyKey, receivedAt } of parcels) {
      const answer = await sellProtection({ request: sale, idempotencyKey, now: receivedAt }, ports);
      if ('refused' in answer) throw new Error(`A sale was refused: ${answer.refused}.`);
    }
  };
  // Sold here by the use case itself, to which the API and its function lead, once for each sale.
  const sale = asCalled('sell-protection', shareOf(await counted(sell), parcels.length));
  const sold = await Promise.all(numbers.map(imageOf));
  const afterSale = await inBatches(
    sold.map((after) => ({ after })),
    followed,
  );

  const soldAt = Date.parse(parcels.at(-1)?.receivedAt ?? '');
  const sweepAt = (millis: number) =>
    endPolicies(
      { now: new Date(millis).toISOString() },
      {
        policies: deps.policyStore(),
        remindedUntil: deps.sweepMark(),
        hasTime: () => true,
        remind: (policies) =>
          deps
            .noticeQueue()
            .enqueue(policies.map((policy) => ({ about: 'policy-ending' as const, ...policy }))),
        reportFailure: (_due, error) => {
          throw error;
        },
        removeFilms: () => Promise.reject(new Error('There are no films.')),
      },
    );
  let reminded = 0;
  const reminders = await counted(async () => {
    ({ reminded } = await sweepAt(soldAt + (32 - TERMS_ON_SALE.reminderBeforeEnd.days) * DAY));
  });
  let ended = 0;
  const endings = await counted(async () => {
    ({ ended } = await sweepAt(soldAt + 40 * DAY));
  });
  if (reminded !== parcels.length || ended !== parcels.length)
    throw new Error(`Of ${parcels.length} policies ${reminded} were reminded and ${ended} ended.`);
  const over = await Promise.all(numbers.map(imageOf));
  const afterExpiry = await inBatches(
    over.map((after, place): PolicyChange => ({ before: sold[place] as PolicyChange['after'], after })),
    followed,
  );
  return {
    sale,
    afterSale,
    reminder: shareOf(reminders, reminded),
    expiry: shareOf(endings, ended),
    afterExpiry,
  };
}

/** With the request and the call that lead to it. */
export function asCalled(handler: string, usage: Usage): Usage {
  return addUsage({ ...noUsage(), apiRequests: 1, invocations: { [handler]: 1 } }, usage);
}

async function inBatches(
  changes: readonly PolicyChange[],
  followed: CountedService['followed'],
): Promise<ByFollower> {
  const byFollower: [string, ByBatchSize][] = [];
  for (const follower of FOLLOWERS) {
    const usages: [number, Usage][] = [];
    let first = 0;
    for (const size of BATCH_SIZES) {
      const some = changes.slice(first, first + FOLLOWED[size]);
      first += FOLLOWED[size];
      usages.push([size, shareOf(await followed(follower, some, size), some.length)]);
    }
    byFollower.push([follower, Object.fromEntries(usages) as ByBatchSize]);
  }
  return Object.fromEntries(byFollower) as ByFollower;
}
