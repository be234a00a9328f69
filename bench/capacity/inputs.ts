import type { StackFacts } from '../cost/read-stack.ts';
import { addUsage, type ServiceCounts, totalOf } from '../counts.ts';

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
  transactionMillis: Input;
  saleUnits: Input;
  expiryUnits: Input;
  behindUnits: Input;
  claimUnits: Input;
  transitions: Input;
  keptMonths: Input;
  policyKilobytes: Input;
  claimDays: Input;
  batchSeconds: Input;
}

/** Asked of AWS at the first deployment that is near it; measured on a laptop it would be the laptop's. */
const ON_AWS =
  'assumed of AWS: a request to DynamoDB answered within a region; measure at the first deployment';

export function inputsOf(
  counts: ServiceCounts,
  stack: StackFacts,
  isCounted: boolean,
  policies = 100_000_000,
): CapacityInputs {
  const counted = isCounted ? 'npm run bench -- requests' : 'estimated; npm run bench -- requests counts it';
  const claim = addUsage(...counts.claim.map(({ usage }) => usage));
  const units = (value: number): Input => ({ value, unit: 'write units', source: counted });
  return {
    policies: { value: policies, unit: 'policies a year', source: 'the question' },
    claimRate: { value: 0.026, unit: 'claims for one policy', source: 'published figures, taken as a rate' },
    saleMillis: { value: 10, unit: 'ms', source: ON_AWS },
    updateMillis: { value: 6, unit: 'ms', source: ON_AWS },
    transactionMillis: { value: 20, unit: 'ms', source: ON_AWS },
    saleUnits: units(counts.sale.writeUnits),
    expiryUnits: units(counts.expiry.writeUnits),
    behindUnits: units(counts.afterSale[100].writeUnits + counts.afterExpiry[100].writeUnits),
    claimUnits: units(claim.writeUnits),
    transitions: { value: claim.transitions, unit: 'transitions for one claim', source: counted },
    keptMonths: { value: 36, unit: 'months', source: "the terms' retention" },
    policyKilobytes: { value: 1, unit: 'KB', source: 'test/contract: a sale is under 1,024 bytes' },
    claimDays: {
      value: 15,
      unit: 'days that a claim is open',
      source: 'deadlines of the terms; the seeded year',
    },
    batchSeconds: { value: stack.batchSeconds, unit: 's', source: 'the template' },
  };
}

/** Invocations of followers behind one sale, for what they hold of Lambda's concurrency. */
export function followerCalls(counts: ServiceCounts): number {
  return totalOf(counts.afterSale[100].invocations);
}
