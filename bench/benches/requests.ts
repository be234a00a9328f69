import type { Bench, Figure } from '../bench.ts';
import { countClaim } from '../count-claim.ts';
import { countPolicies } from '../count-policies.ts';
import { startCountedService } from '../counted-service.ts';
import {
  addUsage,
  BATCH_SIZES,
  type ByFollower,
  behind,
  totalOf,
  type Usage,
  writeCounts,
} from '../counts.ts';

export const bench: Bench = {
  title: 'Requests and write units',
  async run({ progress }) {
    progress('the life of policies');
    const service = await startCountedService();
    const policies = await countPolicies(service).finally(() => service.close());
    const claims = await countClaim(progress);
    writeCounts({ countedAt: new Date().toISOString(), ...policies, ...claims });

    const { quote, visit, notice, claim } = claims;
    const { sale, expiry, reminder, afterSale, afterExpiry } = policies;
    return [
      {
        what: 'requests to stores per sale',
        value: totalOf(sale.storeRequests),
        unit: 'requests',
        goal: { atMost: 1 },
        against:
          'one conditional put; the list of watched sellers is stubbed: deployed, each environment reads it once a minute, and the secret at its start',
      },
      {
        what: 'write units per sale',
        value: sale.writeUnits,
        unit: 'write units',
        goal: { atMost: 2 },
        against: 'the item and its entry in the index of due policies, a kilobyte each',
      },
      {
        what: 'updates per expired policy',
        value: expiry.storeRequests.UpdateItem ?? 0,
        unit: 'requests',
        against: `1 by construction; with reading the index and the run's mark ${shortOf(totalOf(expiry.storeRequests))}, at so small a size; the goal's 1.01 is judged by the sweep on a large day`,
      },
      {
        what: 'write units per expired policy',
        value: expiry.storeRequests.UpdateItem ? writeUnitsPerUpdate(expiry) : Number.NaN,
        unit: 'write units',
        goal: { atMost: 2 },
        against: 'the item and the removal of its index entry; a run writes its mark once besides',
      },
      figureOf('per quote', quote),
      figureOf('per look at the page', visit),
      figureOf('per reminded policy', reminder),
      figureOf('per notice', notice),
      ...followed('behind a sale (links, phone, counters, sellers, lake)', afterSale),
      ...followed('behind an expiry (counters, lake)', afterExpiry),
      ...claim.map(({ step, usage }) => figureOf(`a claim: ${step}`, usage)),
      figureOf('a claim: all of it', addUsage(...claim.map(({ usage }) => usage))),
    ];
  },
};

/** Without the one mark of a run, which is no policy's. */
function writeUnitsPerUpdate({ writeUnits, storeRequests }: Usage): number {
  return writeUnits - (storeRequests.PutItem ?? 0);
}

function followed(what: string, followers: ByFollower): Figure[] {
  return BATCH_SIZES.map((size) => figureOf(`${what}, in batches of ${size}`, behind(followers, size)));
}

/** Write units as the value; whatever else is paid by use beside it. */
function figureOf(what: string, usage: Usage): Figure {
  const { apiRequests, queueRequests, messages, transitions, readUnits } = usage;
  const counts: [number, string][] = [
    [apiRequests, 'API'],
    [totalOf(usage.invocations), 'invocations'],
    [totalOf(usage.storeRequests), 'to tables'],
    [readUnits, 'read units'],
    [totalOf(usage.objectRequests), 'to S3'],
    [queueRequests, 'sends'],
    [messages, 'messages'],
    [transitions, 'transitions'],
    [totalOf(usage.workflowRequests), 'to Step Functions'],
  ];
  const against = counts.flatMap(([count, of]) => (count > 0 ? [`${shortOf(count)} ${of}`] : [])).join(', ');
  return { what, value: usage.writeUnits, unit: 'write units', against };
}

function shortOf(count: number): string {
  return String(Number(count.toPrecision(3)));
}
