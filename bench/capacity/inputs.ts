import { defaultAssumptions } from '../cost/assumptions.ts';
import type { FollowerFacts, StackFacts } from '../cost/read-stack.ts';
import { addUsage, behind, type ServiceCounts } from '../counts.ts';
import type { MeasuredSweep } from '../measured-sweep.ts';
import { processorShareOf } from './sweep-pace.ts';

/** A figure that the arithmetic starts from, and where it comes from. */
export interface Input {
  value: number;
  unit: string;
  source: string;
}

export interface CapacityInputs {
  policies: Input;
  claimRate: Input;
  saleMillis: Input;
  updateMillis: Input;
  policyMicros: Input;
  sweepProcessor: Input;
  transactionMillis: Input;
  saleUnits: Input;
  expiryUnits: Input;
  behindUnits: Input;
  noticeUnits: Input;
  notices: Input;
  claimUnits: Input;
  transitions: Input;
  keptMonths: Input;
  policyKilobytes: Input;
  claimDays: Input;
  batchSeconds: Input;
  writers: Input;
}

/** Asked of AWS at the first deployment that is near it; measured on a laptop it would be the laptop's. */
const ON_AWS =
  'assumed of AWS: a request to DynamoDB answered within a region; measure at the first deployment';

/** 1.4 ms, as the SDK's own work for a request takes about. */
const ASSUMED_MICROS = 1_400;
const COUNTING = 'count-policy-changes';

/** How the function that counts policies gets its changes, and how many of it run. */
export function countingOf(stack: StackFacts): { follower: FollowerFacts; reserved: number } {
  const follower = stack.followers.get(COUNTING);
  if (!follower) throw new Error(`The stack has nobody who does ${COUNTING}.`);
  return { follower, reserved: stack.functions.get(COUNTING)?.reserved ?? Number.POSITIVE_INFINITY };
}

export function inputsOf(
  counts: ServiceCounts,
  stack: StackFacts,
  isCounted: boolean,
  policies = 100_000_000,
  swept?: MeasuredSweep,
): CapacityInputs {
  const counted = isCounted ? 'npm run bench -- requests' : 'estimated; npm run bench -- requests counts it';
  const { follower, reserved } = countingOf(stack);
  const claim = addUsage(...counts.claim.map(({ usage }) => usage));
  const units = (value: number): Input => ({ value, unit: 'write units', source: counted });
  return {
    policies: { value: policies, unit: 'policies a year', source: 'the question' },
    claimRate: { value: 0.026, unit: 'claims for one policy', source: 'published figures, taken as a rate' },
    saleMillis: { value: 10, unit: 'ms', source: ON_AWS },
    updateMillis: { value: 6, unit: 'ms', source: ON_AWS },
    policyMicros: {
      value: swept?.microsecondsPerPolicy ?? ASSUMED_MICROS,
      unit: 'µs of one processor for a policy of the sweep',
      source: swept
        ? `npm run bench -- sweep, ${swept.policies.toLocaleString('en-US')} policies, ${swept.at}: time of the whole sweep on that machine, waits for the engine included`
        : 'assumed: 400 updates a second with 0.58 of a processor; npm run bench -- sweep measures it',
    },
    sweepProcessor: {
      value: processorShareOf(stack.functions.get('end-policies')?.memoryGigabytes ?? 0),
      unit: 'of a processor',
      source: 'memory of end-policies in the template; 1,769 MB come with a whole one',
    },
    transactionMillis: { value: 20, unit: 'ms', source: ON_AWS },
    saleUnits: units(counts.sale.writeUnits),
    expiryUnits: units(counts.expiry.writeUnits),
    behindUnits: units(behind(counts.afterSale, 100).writeUnits + behind(counts.afterExpiry, 100).writeUnits),
    noticeUnits: units(counts.notice.writeUnits),
    notices: {
      value: defaultAssumptions['messages-per-policy'],
      unit: 'notices for one policy',
      source: 'sold, ending, ended',
    },
    claimUnits: units(claim.writeUnits),
    transitions: { value: claim.transitions, unit: 'transitions for one claim', source: counted },
    keptMonths: { value: 36, unit: 'months', source: "the terms' retention" },
    policyKilobytes: { value: 1, unit: 'KB', source: 'test/contract: a sale is under 1,024 bytes' },
    claimDays: {
      value: 15,
      unit: 'days that a claim is open',
      source: 'deadlines of the terms; the seeded year',
    },
    batchSeconds: { value: follower.batchSeconds, unit: 's', source: 'the template' },
    writers: { value: reserved, unit: 'Lambdas that count at once', source: 'reserved in the template' },
  };
}
