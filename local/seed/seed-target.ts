import { createDynamoCaseStore } from '../../functions/adapters/dynamodb-case-store.ts';
import { createDynamoClient } from '../../functions/adapters/dynamodb-client.ts';
import { createDynamoLetterNumbers } from '../../functions/adapters/dynamodb-letter-numbers.ts';
import { createDynamoPolicyBatch } from '../../functions/adapters/dynamodb-policy-batch.ts';
import { createDynamoPolicyStore } from '../../functions/adapters/dynamodb-policy-store.ts';
import { plainPersonalVault as vault } from '../../functions/adapters/plain-personal-vault.ts';
import type { LetterStorage } from '../../functions/letters/ports.ts';
import { LAPTOP_CREDENTIALS } from '../functions/function-host.ts';
import { REGION } from '../intrinsics.ts';
import { withGroupedWrites } from './grouped-writes.ts';
import type { SeedPorts } from './seed-ports.ts';

/** Tables that a year can be lived in. */
export interface SeedTarget {
  tablesUrl: string;
  policiesTable: string;
  casesTable: string;
  /** Where letters lie; left out: none are written. */
  letterStorage?: Pick<LetterStorage, 'put'>;
  close(): Promise<void>;
}

/** As many policies as one transaction writes. It takes 100, which is no faster here. */
const POLICIES_AT_ONCE = 50;

/** The service's own adapters on the target's tables. */
export function portsOn({ tablesUrl, policiesTable, casesTable, letterStorage }: SeedTarget): SeedPorts {
  const client = createDynamoClient({
    endpoint: tablesUrl,
    region: REGION,
    credentials: LAPTOP_CREDENTIALS,
    // Nobody waits at a counter, and a laptop that is busy answers late.
    maxAttempts: 8,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 },
  });
  const policies = { client, tableName: policiesTable, vault };
  return {
    policies: withGroupedWrites(
      createDynamoPolicyStore(policies),
      createDynamoPolicyBatch(policies),
      POLICIES_AT_ONCE,
    ),
    cases: createDynamoCaseStore({
      client,
      tableName: casesTable,
      policiesTableName: policiesTable,
      vault,
    }),
    ...(letterStorage && {
      letters: {
        numbers: createDynamoLetterNumbers({ client, tableName: casesTable }),
        storage: letterStorage,
      },
    }),
  };
}
