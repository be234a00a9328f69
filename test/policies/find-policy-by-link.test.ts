import fc from 'fast-check';
import { findPolicyByLink } from '../../functions/policies/find-policy-by-link.ts';
import { voidSale } from '../../functions/policies/void-sale.ts';
import { createMemoryPolicyStore, type MemoryPolicyStore } from '../twins/memory-policy-store.ts';
import { counting, links, NOW, PARCEL, salePorts, sold, someSale } from './sale-fixture.ts';

const AFTER_END = '2026-04-01T10:00:00.000Z';

let policies: MemoryPolicyStore;
let token: string;
beforeEach(async () => {
  policies = createMemoryPolicyStore();
  token = tokenOf(await sold(salePorts(policies)));
});
const tokenOf = ({ link }: { link: string }) => link.split('#')[1] ?? '';
const find = (given: string, now = NOW) => findPolicyByLink({ token: given, now }, { policies, links });

describe('the customer’s link', () => {
  it('opens its policy from the moment of sale', async () => {
    expect((await find(token))?.policyId).toBe('policy-1');
  });

  it.each(['', 'a', 'A'.repeat(46), '10100012123456', '../..', `${'A'.repeat(10_000)}`])(
    'that is no token (%#) opens nothing',
    async (given) => {
      expect(await find(given)).toBeUndefined();
    },
  );

  it('of a parcel that was never sold opens nothing', async () => {
    const stranger = links.tokenOf({
      trackingNumber: '69000010000420',
      policyId: 'policy-1',
      linkVersion: 1,
    });
    expect(await find(stranger)).toBeUndefined();
  });

  it('of another policy of the same parcel opens nothing', async () => {
    const guessed = links.tokenOf({ trackingNumber: PARCEL, policyId: 'policy-9', linkVersion: 1 });
    expect(await find(guessed)).toBeUndefined();
  });

  it('of another link version opens nothing', async () => {
    const policy = await policies.find(PARCEL);
    if (policy) policies.put({ ...policy, linkVersion: 2 });
    expect(await find(token)).toBeUndefined();
    expect(
      await find(links.tokenOf({ trackingNumber: PARCEL, policyId: 'policy-1', linkVersion: 2 })),
    ).toEqual(await policies.find(PARCEL));
  });

  it('of a voided policy opens nothing', async () => {
    await voidSale({ trackingNumber: PARCEL, request: {}, now: NOW }, { policies });
    expect(await find(token)).toBeUndefined();
  });

  it('that expired opens nothing, to the millisecond', async () => {
    expect((await find(token, '2026-10-01T20:59:59.999Z'))?.policyId).toBe('policy-1');
    expect(await find(token, '2026-10-01T21:00:00.000Z')).toBeUndefined();
  });

  it('with any bit flipped opens nothing', async () => {
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(await find(flipped.toString('base64url'))).toBeUndefined();
    }
  });

  it('with any character changed, added or left out opens nothing', async () => {
    const characters = fc.constantFrom(
      ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ',
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length), characters, fc.nat(1), async (place, character, removed) => {
        const changed = token.slice(0, place) + character + token.slice(place + removed);
        fc.pre(changed !== token);
        expect(await find(changed)).toBeUndefined();
        expect(await find(token.slice(0, place) + token.slice(place + 1))).toEqual(
          place === token.length ? await policies.find(PARCEL) : undefined,
        );
      }),
    );
  });

  it('of the older policy goes on opening that one after the number was sold again', async () => {
    const ports = salePorts(policies);
    const ids = { ...ports.ids, policyId: () => 'policy-2' };
    const resold = someSale({ soldAt: AFTER_END });
    const newer = tokenOf(await sold({ ...ports, ids }, resold, { key: 'key-2', now: AFTER_END }));
    expect((await find(newer, AFTER_END))?.policyId).toBe('policy-2');
    expect(await find(token, AFTER_END)).toMatchObject({ policyId: 'policy-1', idempotencyKey: 'key-1' });
    // The older one expires by its own end.
    expect(await find(token, '2026-10-01T21:00:00.000Z')).toBeUndefined();
    expect((await find(newer, '2026-10-01T21:00:00.000Z'))?.policyId).toBe('policy-2');
  });

  it('that is no token asks nothing of the store', async () => {
    const counted = counting(policies);
    await findPolicyByLink({ token: '../..', now: NOW }, { policies: counted.policies, links });
    expect(counted.calls).toEqual([]);
  });

  it('of a current policy costs one read', async () => {
    const counted = counting(policies);
    await findPolicyByLink({ token, now: NOW }, { policies: counted.policies, links });
    expect(counted.calls).toEqual(['find']);
  });

  it('that was guessed costs the same whether the parcel is protected or not', async () => {
    const callsOf = async (trackingNumber: string) => {
      const counted = counting(policies);
      const guessed = links.tokenOf({ trackingNumber, policyId: 'policy-9', linkVersion: 1 });
      await findPolicyByLink({ token: guessed, now: NOW }, { policies: counted.policies, links });
      return counted.calls;
    };
    expect(await callsOf(PARCEL)).toEqual(['find', 'findAll']);
    expect(await callsOf('69000010000420')).toEqual(await callsOf(PARCEL));
  });
});
