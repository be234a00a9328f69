import type { CaseChange, CaseStore } from '../../functions/claims/ports.ts';
import { fileAfter } from '../../functions/claims/take-turns.ts';
import type { CaseFile } from '../../functions/contracts/case.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import type { PolicyStore } from '../../functions/policies/ports.ts';
import type { SeedPorts } from './seed-ports.ts';

/**
 * A parcel's case whose changes are gathered and written as one.
 *
 * A claim of last spring stands open for the moment between two of its steps, and its deadline is long past: the
 * running service would hand it to a supervisor in that moment, and rightly. So the service sees it only as it ends.
 */
export function inOneWrite(trackingNumber: string, ports: SeedPorts) {
  let base: CaseFile | undefined;
  let file: CaseFile | undefined;
  let changes: CaseChange[] = [];

  const read = async (): Promise<CaseFile> => {
    base ??= await ports.cases.read(trackingNumber);
    file ??= base;
    return file;
  };
  const policyNow = (stored: Policy): Policy =>
    changes
      .flatMap(({ policy }) => (policy?.next.policyId === stored.policyId ? [policy.next] : []))
      .at(-1) ?? stored;

  const cases: CaseStore = {
    ...ports.cases,
    read,
    async commit(change) {
      const before = await read();
      if (change.expectedVersion !== before.head.version) return 'conflict';
      changes.push(change);
      file = fileAfter(before, change);
      return 'committed';
    },
  };
  const policies: PolicyStore = {
    ...ports.policies,
    async find(parcel) {
      const stored = await ports.policies.find(parcel);
      return stored && policyNow(stored);
    },
    findAll: async (parcel) => (await ports.policies.findAll(parcel)).map(policyNow),
  };

  return {
    ports: { ...ports, cases, policies },
    /** `conflict` when somebody changed the case meanwhile: nothing of it was written. */
    async write(): Promise<'written' | 'conflict'> {
      if (!base || changes.length === 0) return 'written';
      const outcome = await ports.cases.commit(merged(base, changes));
      changes = [];
      return outcome === 'committed' ? 'written' : 'conflict';
    },
  };
}

function merged(base: CaseFile, changes: readonly CaseChange[]): CaseChange {
  const last = <Item>(items: (change: CaseChange) => Item[] | undefined, idOf: (item: Item) => string) => [
    ...new Map(changes.flatMap((change) => items(change) ?? []).map((item) => [idOf(item), item])).values(),
  ];
  const policies = changes.flatMap(({ policy }) => policy ?? []);
  const [first, final] = [policies[0], policies.at(-1)];
  return {
    trackingNumber: base.head.trackingNumber,
    expectedVersion: base.head.version,
    claims: last(
      ({ claims }) => claims,
      ({ claimId }) => claimId,
    ),
    payouts: last(
      ({ payouts }) => payouts,
      ({ reference }) => reference,
    ),
    letters: last(
      ({ letters }) => letters,
      ({ letterId }) => letterId,
    ),
    timeline: changes.flatMap(({ timeline }) => timeline),
    ...(first &&
      final && {
        policy: { previous: first.previous, next: { ...final.next, version: first.previous.version + 1 } },
      }),
  };
}
