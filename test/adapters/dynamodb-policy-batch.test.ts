import { jest } from '@jest/globals';
import { createDynamoPolicyBatch } from '../../functions/adapters/dynamodb-policy-batch.ts';
import { plainPersonalVault as vault } from '../../functions/adapters/plain-personal-vault.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import type { PolicyBatch } from '../../functions/policies/ports.ts';
import { preferredTableEngine, startTables, type TableEngine } from '../../local/tables/table-engine.ts';
import { somePolicy } from '../builders/policy.ts';
import { createTableStores, type TableStores } from '../contract/stores.ts';

jest.setTimeout(30_000);

const policyOf = (number: number, overrides: Partial<Policy> = {}) =>
  somePolicy({ trackingNumber: `parcel-${number}`, policyId: `policy-${number}`, ...overrides });
const endOf = ({ trackingNumber, dueAt = '', claimableUntil }: Policy) => ({
  due: { trackingNumber, dueAt },
  now: claimableUntil,
});

describe('policies written in groups', () => {
  let engine: TableEngine;
  let stores: TableStores;
  let batch: PolicyBatch;
  beforeAll(async () => {
    engine = await startTables({ engine: preferredTableEngine() });
  });
  afterAll(() => engine?.close());
  beforeEach(async () => {
    stores = await createTableStores(engine.url);
    const { client, tables } = stores;
    batch = createDynamoPolicyBatch({ client, tableName: tables.policies, vault });
  });
  afterEach(() => stores.close());

  it('are all sold, or none where one number has a policy', async () => {
    expect(await batch.insertAll([1, 2].map((number) => policyOf(number)))).toBe('inserted');
    expect(await batch.insertAll([2, 3].map((number) => policyOf(number)))).toBe('not-all-new');
    expect(await stores.policies.find('parcel-2')).toEqual(policyOf(2));
    expect(await stores.policies.find('parcel-3')).toBeUndefined();
  });

  it('end as each would by itself', async () => {
    const policies = [1, 2, 3].map((number) => policyOf(number));
    await batch.insertAll(policies);
    const [first, ...others] = policies as [Policy, ...Policy[]];
    const { due, now } = endOf(first);
    expect(await stores.policies.endIfDue(due, now)).toBe('ended');
    expect(await batch.endAllWithoutFilms(others.map(endOf))).toBe('ended');
    const {
      trackingNumber: _one,
      policyId: _first,
      ...ended
    } = (await stores.policies.find('parcel-1')) as Policy;
    expect(ended.status).toBe('ended');
    for (const number of [2, 3])
      expect(await stores.policies.find(`parcel-${number}`)).toEqual({
        ...ended,
        trackingNumber: `parcel-${number}`,
        policyId: `policy-${number}`,
      });
  });

  it.each<[string, Partial<Policy>]>([
    ['has films', { uploads: 1 }],
    ['has an open claim', { openClaims: 1 }],
    ['runs longer', { claimableUntil: '2026-04-30T21:00:00.000Z' }],
  ])('do not end, none of them, where one %s', async (_what, overrides) => {
    const policies = [policyOf(1), policyOf(2, overrides)];
    await batch.insertAll(policies);
    const now = policyOf(1).claimableUntil;
    expect(await batch.endAllWithoutFilms(policies.map((policy) => ({ ...endOf(policy), now })))).toBe(
      'not-all-due',
    );
    expect(await stores.policies.find('parcel-1')).toEqual(policyOf(1));
  });
});
