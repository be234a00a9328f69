import type { Policy } from '../../functions/contracts/policy.ts';
import type { PolicyBatch, PolicyStore } from '../../functions/policies/ports.ts';

interface Waiting {
  policy: Policy;
  settle: (outcome: ReturnType<PolicyStore['insert']>) => void;
}

/**
 * The same store, with sales that come in the same turn written in one request. A use case sees no difference: where
 * one number of a group is taken, each of the group is tried by itself and gets its own answer.
 */
export function withGroupedInserts(store: PolicyStore, batch: PolicyBatch, largest: number): PolicyStore {
  const waiting: Waiting[] = [];

  async function writeGroup(): Promise<void> {
    const group = waiting.splice(0, largest);
    try {
      const policies = group.map(({ policy }) => policy);
      const isWritten = policies.length > 1 && (await batch.insertAll(policies)) === 'inserted';
      for (const { policy, settle } of group) {
        settle(isWritten ? Promise.resolve({ inserted: true }) : store.insert(policy));
      }
    } catch (error) {
      for (const { settle } of group) settle(Promise.reject(error));
    }
  }

  return {
    ...store,
    insert: (policy) =>
      new Promise((settle) => {
        waiting.push({ policy, settle });
        if (waiting.length >= largest) void writeGroup();
        else setImmediate(() => void writeGroup());
      }),
  };
}
