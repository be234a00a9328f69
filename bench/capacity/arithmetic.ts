import { WORK_SHARDS } from '../../functions/claims/ports.ts';
import { DUE_SHARDS } from '../../functions/policies/ports.ts';
import type { SimulatedDay } from './hot-keys.ts';
import type { CapacityInputs } from './inputs.ts';
import { type HotKey, PARTITION_WRITE_UNITS } from './seconds.ts';

/** One line of the page: what a formula gives, and what AWS allows before somebody asks for more. */
export interface CapacityRow {
  what: string;
  value: number;
  unit: string;
  formula: string;
  limit?: { value: number; source: string };
}

const DAYS = 365;
const SECONDS_OF_DAY = 86_400;
/** What a partition holds: docs.aws.amazon.com, Partitions and data distribution. */
const PARTITION_GIGABYTES = 10;
const LAMBDA_MINUTES = 15;
/** What a specialist decides in a day. */
const CLAIMS_OF_A_PERSON = 20;

const DYNAMO = 'docs.aws.amazon.com/amazondynamodb, Quotas';
const LAMBDA = 'docs.aws.amazon.com/lambda, Quotas';
const STATES = 'docs.aws.amazon.com/step-functions, Service quotas';
/** us-east-1, us-west-2 and eu-west-1 have 300 and 5,000. */
const STATES_ELSEWHERE = 'most regions; 300 in us-east-1, us-west-2, eu-west-1; from general knowledge';
const TRANSITIONS_ELSEWHERE =
  'most regions; 5,000 in us-east-1, us-west-2, eu-west-1; from general knowledge';

export interface DaySeen {
  /** Sales of the busiest day. */
  sales: number;
  simulated: Pick<SimulatedDay, 'peak' | 'sweepAtOnce' | 'sweepMillis' | 'endedMillis' | 'countedMillis'>;
  reservedConcurrency: number;
}

/** Every figure from a formula that stands beside it, so that it can be done again with other inputs. */
export function arithmeticOf(inputs: CapacityInputs, seen: DaySeen): CapacityRow[] {
  const value = Object.fromEntries(
    Object.entries(inputs).map(([name, { value: figure }]) => [name, figure]),
  ) as Record<keyof CapacityInputs, number>;
  const { policies, claimRate } = value;
  const { peak, sweepAtOnce, sweepMillis, endedMillis, countedMillis } = seen.simulated;
  const aDay = policies / DAYS;
  const unitsOfPolicy =
    value.saleUnits +
    value.expiryUnits +
    value.behindUnits +
    value.notices * value.noticeUnits +
    claimRate * value.claimUnits;
  const partitions = partitionsOf(inputs);
  const claimsADay = aDay * claimRate;
  const busy = seen.sales / aDay;
  const claimPeak = ((claimsADay * busy) / SECONDS_OF_DAY) * 10;
  return [
    row('Sales, average', policies / DAYS / SECONDS_OF_DAY, 'a second', 'policies / seconds of a year'),
    row('Sales, busiest day', seen.sales, 'a day', 'simulated'),
    row('Sales, busiest second', peak, 'a second', 'simulated', 1_000, 'lib/api.ts, throttling of the stage'),
    row(
      'Writes to the policies at that second',
      peak * value.saleUnits,
      'write units a second',
      'peak × write units of a sale',
      40_000,
      `${DYNAMO}: on demand, per table`,
    ),
    row('Policies stored', gigabytesOf(inputs), 'GB', 'policies × KB × months / 12'),
    row('Partitions of the policies, and shards of their stream', partitions, 'partitions', 'GB / 10'),
    row(
      'Lambdas that count them',
      partitions,
      'at once',
      'one writer a shard',
      value.writers,
      'reserved in the template',
    ),
    row(
      'Policies that end on the day',
      seen.sales / DUE_SHARDS,
      'a shard',
      `sales of the day / ${DUE_SHARDS} shards`,
    ),
    row('Policies in the index of due ones', aDay * 31, 'entries', '31 days of sales'),
    row(
      'Sweep of that day',
      sweepMillis / 60_000,
      'minutes',
      `sales of the day × the larger of ms of an update / ${sweepAtOnce} at once and µs of a policy / share of a processor`,
      LAMBDA_MINUTES,
      `${LAMBDA}: one run; the next hour goes on`,
    ),
    row(
      'Its last policy is swept',
      endedMillis / 60_000,
      'minutes after midnight',
      'quarters of an hour at each full hour',
    ),
    row(
      'The latest figure behind that sweep',
      countedMillis / 60_000,
      'minutes after the policy was swept',
      'simulated: a writer a shard, as many as are reserved; each transaction its ms, each partition its 1,000 a second',
      1_200,
      'changes older than 20 hours are given up',
    ),
    row(
      'Sales at work',
      (peak * value.saleMillis) / 1_000,
      'Lambdas at once',
      'peak × ms of a sale',
      1_000 - seen.reservedConcurrency,
      `${LAMBDA}: 1,000 an account, less what is reserved`,
    ),
    row(
      'Concurrency that is reserved',
      seen.reservedConcurrency,
      'Lambdas',
      'the template',
      900,
      `${LAMBDA}: 100 stay unreserved`,
    ),
    row('Claims', claimsADay * busy, 'on the busiest day', 'sales a day × rate × busiest day / mean day'),
    row(
      'Executions started, busiest second',
      claimPeak,
      'a second',
      'ten times the mean of the busiest day',
      150,
      STATES_ELSEWHERE,
    ),
    row(
      'Transitions, busiest second',
      claimPeak * value.transitions,
      'a second',
      'starts × transitions of a claim',
      800,
      TRANSITIONS_ELSEWHERE,
    ),
    row(
      'Executions open',
      claimsADay * value.claimDays,
      'executions',
      'claims a day × days open',
      1_000_000,
      STATES,
    ),
    row(
      'Open work, a shard',
      (claimsADay * value.claimDays) / WORK_SHARDS,
      'entries',
      `open claims / ${WORK_SHARDS} shards`,
    ),
    row(
      'Claims that nobody took, a shard',
      (claimsADay * busy) / WORK_SHARDS,
      'entries',
      `a busy day's claims / ${WORK_SHARDS} shards`,
    ),
    row(
      'Open work of one person',
      CLAIMS_OF_A_PERSON * value.claimDays,
      'entries',
      `${CLAIMS_OF_A_PERSON} claims a day × days open`,
    ),
    row(
      'Writes for claims, busiest second',
      claimPeak * value.claimUnits,
      'write units a second',
      'all writes of a claim as if at once',
      40_000,
      `${DYNAMO}: on demand, per table`,
    ),
    row(
      'Write units in a year',
      (policies * unitsOfPolicy) / 1e9,
      'thousand millions',
      'policies × (sale + end + what follows both + notices × units of one + claim rate × units of a claim)',
    ),
  ];
}

function gigabytesOf({ policies, policyKilobytes, keptMonths }: CapacityInputs): number {
  return (policies.value * policyKilobytes.value * keptMonths.value) / 12 / 1e6;
}

/** A table has a partition for each ten gigabytes, and four to begin with; its stream as many shards. */
export function partitionsOf(inputs: CapacityInputs): number {
  return Math.max(4, Math.ceil(gigabytesOf(inputs) / PARTITION_GIGABYTES));
}

function row(
  what: string,
  value: number,
  unit: string,
  formula: string,
  limit?: number,
  source = '',
): CapacityRow {
  return { what, value, unit, formula, ...(limit !== undefined && { limit: { value: limit, source } }) };
}

/** Who is over half of what is allowed: what has to be raised or changed before that size. */
export function tight(rows: readonly CapacityRow[], keys: readonly HotKey[]): string[] {
  return [
    ...rows.filter(({ value, limit }) => limit && value > limit.value / 2).map(({ what }) => what),
    ...keys.filter(({ peak }) => peak > PARTITION_WRITE_UNITS / 2).map(({ what }) => what),
  ];
}
