import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What something asks of the services that are paid by use, as the meter counted it (meter.ts). */
export interface Usage {
  /** Requests through the HTTP API. */
  apiRequests: number;
  /** Of Lambda, by the function's handler (`sell-protection`). */
  invocations: Record<string, number>;
  /** Of DynamoDB by operation (`PutItem`), retries included. */
  storeRequests: Record<string, number>;
  /** Index writes and the doubling of transactions included. */
  writeUnits: number;
  readUnits: number;
  /** Of S3 by operation (`UploadPart`), those of browsers on signed addresses included. */
  objectRequests: Record<string, number>;
  /** Sends to SQS; with each message goes a part of a receive and of a delete, which Lambda's poller makes. */
  queueRequests: number;
  messages: number;
  /** Of Step Functions, standard workflows. */
  transitions: number;
  workflowRequests: Record<string, number>;
}

/** Changes that a follower of a stream gets in one batch. */
export const BATCH_SIZES = [1, 10, 100] as const;
export type ByBatchSize = Record<(typeof BATCH_SIZES)[number], Usage>;
/** Each has a batching of its own, so each is counted by itself. */
export const FOLLOWERS = ['follow-policy-changes', 'count-policy-changes'] as const;
export type ByFollower = Record<(typeof FOLLOWERS)[number], ByBatchSize>;

/** All of it per policy, or per claim; fractions where several share a request. */
export interface ServiceCounts {
  /** RFC 3339. */
  countedAt: string;
  /** What the clerk asks before, and the customer's first look at the page behind the link: of questions, the usual two. */
  quote: Usage;
  visit: Usage;
  /** What the till waits for. */
  sale: Usage;
  /** What the followers of the stream do behind it: notice, phone, counters, sellers, lake. */
  afterSale: ByFollower;
  /** Sending the notice that a sale, or its end, leaves in the queue. */
  notice: Usage;
  /** The sweep's part. */
  expiry: Usage;
  afterExpiry: ByFollower;
  /** Reading ahead and asking that a customer be reminded; sending is a `notice`. */
  reminder: Usage;
  /**
   * From the first part of the film to the end, in the order of what people do; what followers and the workflow do
   * behind a step stands with it, each change in a batch of its own: more than it costs when claims come close
   * together.
   */
  claim: { step: string; usage: Usage }[];
}

const FILE = fileURLToPath(new URL('../.cache/bench/counts.json', import.meta.url));

/** `npm run bench -- requests` leaves them for who reckons with them (cost). */
export function writeCounts(counts: ServiceCounts): void {
  mkdirSync(fileURLToPath(new URL('../.cache/bench/', import.meta.url)), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(counts, null, 2)}\n`);
}

/** Undefined until they were counted here, in the form that they have now. */
export function readCounts(): ServiceCounts | undefined {
  try {
    const counts = JSON.parse(readFileSync(FILE, 'utf8')) as Partial<ServiceCounts>;
    const isOfNow = counts.quote && counts.visit && counts.afterSale && FOLLOWERS[0] in counts.afterSale;
    return isOfNow ? (counts as ServiceCounts) : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function noUsage(): Usage {
  return {
    apiRequests: 0,
    invocations: {},
    storeRequests: {},
    writeUnits: 0,
    readUnits: 0,
    objectRequests: {},
    queueRequests: 0,
    messages: 0,
    transitions: 0,
    workflowRequests: {},
  };
}

/** What both followers do about a change, when batches of both are of this size. */
export function behind(followers: ByFollower, size: keyof ByBatchSize): Usage {
  return addUsage(...FOLLOWERS.map((name) => followers[name][size]));
}

/** Of many: what falls to one. */
export function shareOf(usage: Usage, among: number): Usage {
  return mapUsage(usage, (count) => count / among);
}

export function addUsage(...usages: readonly Usage[]): Usage {
  const sum = noUsage();
  for (const usage of usages)
    for (const [name, value] of Object.entries(usage) as [keyof Usage, Usage[keyof Usage]][]) {
      if (typeof value === 'number') (sum[name] as number) += value;
      else {
        const counts = sum[name] as Record<string, number>;
        for (const [key, count] of Object.entries(value)) counts[key] = (counts[key] ?? 0) + count;
      }
    }
  return sum;
}

export function totalOf(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function mapUsage(usage: Usage, change: (count: number) => number): Usage {
  return Object.fromEntries(
    Object.entries(usage).map(([name, value]) => [
      name,
      typeof value === 'number'
        ? change(value)
        : Object.fromEntries(
            Object.entries(value as Record<string, number>).map(([key, count]) => [key, change(count)]),
          ),
    ]),
  ) as unknown as Usage;
}
