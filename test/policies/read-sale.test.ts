import { saleView } from '../../functions/contracts/sale.ts';
import { readSale } from '../../functions/policies/read-sale.ts';
import { voidSale } from '../../functions/policies/void-sale.ts';
import { createMemoryPolicyStore, type MemoryPolicyStore } from '../twins/memory-policy-store.ts';
import { NOW, PARCEL, salePorts, sold, someSale } from './sale-fixture.ts';

let policies: MemoryPolicyStore;
beforeEach(() => {
  policies = createMemoryPolicyStore();
});
const read = (trackingNumber: string, now = NOW) => readSale({ trackingNumber, now }, { policies });

describe('reading a sale', () => {
  it('tells a till what it may know: nothing personal and no link', async () => {
    await sold(salePorts(policies));
    const view = await read(PARCEL);
    expect(view).toEqual({
      policyId: 'policy-1',
      trackingNumber: PARCEL,
      status: 'active',
      amount: 450_000,
      price: 9_900,
      termsVersion: '2026-01',
      soldAt: '2026-03-01T09:30:00.000Z',
      startsAt: '2026-03-01T09:30:00.000Z',
      endsAt: '2026-03-31T21:00:00.000Z',
      timeZone: 'Europe/Moscow',
      videoRequired: true,
      openClaims: 0,
      voidableUntil: '2026-03-15T21:00:00.000Z',
      earlierPolicies: [],
    });
    expect(saleView.parse(view)).toEqual(view);
  });

  it('tells what the clock says, whatever the expiry job did', async () => {
    const { endsAt } = await sold(salePorts(policies));
    const before = await read(PARCEL, endsAt);
    expect(before).toMatchObject({ status: 'ended' });
    expect(before).not.toHaveProperty('voidableUntil');
    await policies.endIfDue({ trackingNumber: PARCEL, dueAt: endsAt }, endsAt);
    expect(await read(PARCEL, endsAt)).toEqual(before);
  });

  it('tells when a sale was voided', async () => {
    await sold(salePorts(policies));
    await voidSale({ trackingNumber: PARCEL, request: {}, now: NOW }, { policies });
    expect(await read(PARCEL)).toMatchObject({ status: 'voided', voidedAt: NOW });
  });

  it('offers a void only where one would be carried out', async () => {
    await sold(salePorts(policies));
    const policy = await policies.find(PARCEL);
    if (!policy) throw new Error('Nothing was sold.');
    await policies.save(policy, { ...policy, lastClaimClosedAt: NOW, version: 2 });
    expect(await read(PARCEL)).not.toHaveProperty('voidableUntil');
  });

  it('keeps the policy that a number had before readable', async () => {
    const ports = salePorts(policies);
    const first = await sold(ports);
    await voidSale({ trackingNumber: PARCEL, request: {}, now: NOW }, { policies });
    const second = await sold(ports, someSale({ amount: 100_000 }), { key: 'key-2' });
    const view = await read(PARCEL);
    expect(view).toMatchObject({ policyId: second.policyId, status: 'active' });
    expect(view).toMatchObject({
      earlierPolicies: [
        { policyId: first.policyId, status: 'voided', amount: 450_000, soldAt: first.soldAt, voidedAt: NOW },
      ],
    });
    expect(saleView.parse(view)).toEqual(view);
  });

  it('refuses what is no number and what was never sold', async () => {
    expect(await read('1')).toMatchObject({ refused: 'tracking-number-malformed' });
    expect(await read('69000010000420')).toEqual({ refused: 'not-found', facts: {} });
  });
});
