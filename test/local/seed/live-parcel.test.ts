import { expect, it, jest } from '@jest/globals';
import type { Instant } from '../../../functions/clock.ts';
import { liveParcel } from '../../../local/seed/live-parcel.ts';
import { type PlannedParcel, planYear } from '../../../local/seed/plan-year.ts';
import type { SeedPorts } from '../../../local/seed/seed-ports.ts';
import { createMemoryCaseStore } from '../../twins/memory-case-store.ts';
import { createMemoryLetterNumbers, createMemoryLetterStorage } from '../../twins/memory-letters.ts';
import { createMemoryPolicyStore } from '../../twins/memory-policy-store.ts';

jest.setTimeout(60_000);

const YEAR = { policies: 400, year: 2026, seed: 'lived', claimRate: 0.3 };
const AFTER = '2027-06-01T00:00:00.000Z';

function twins() {
  const policies = createMemoryPolicyStore();
  const cases = createMemoryCaseStore(policies);
  const letters = { numbers: createMemoryLetterNumbers(), storage: createMemoryLetterStorage() };
  return { policies, cases, letters } satisfies SeedPorts;
}

async function planned(): Promise<PlannedParcel[]> {
  const parcels: PlannedParcel[] = [];
  for await (const parcel of planYear(YEAR)) parcels.push(parcel);
  return parcels;
}

async function liveAll(parcels: PlannedParcel[], ports: SeedPorts, until: Instant) {
  for (const parcel of parcels) await liveParcel(parcel, ports, until);
}

async function stored(parcels: PlannedParcel[], ports: SeedPorts) {
  return Promise.all(
    parcels.map(async ({ sale }) => ({
      policy: await ports.policies.find(sale.trackingNumber),
      file: await ports.cases.read(sale.trackingNumber),
    })),
  );
}

it('lives every claim to the end that was planned for it, and ends or voids every policy', async () => {
  const [parcels, ports] = [await planned(), twins()];
  await liveAll(parcels, ports, AFTER);
  const lived = await stored(parcels, ports);
  for (const [place, { policy, file }] of lived.entries()) {
    const plan = parcels[place] as PlannedParcel;
    expect(policy?.status).toBe(plan.voidedAt ? 'voided' : 'ended');
    expect(file.claims.map(({ status }) => status).sort()).toEqual(
      plan.claims.map(({ course }) => course).sort(),
    );
    for (const payout of file.payouts) expect(payout.status).toBe('settled');
  }
  const letters = lived.flatMap(({ file }) => file.letters);
  expect(new Set(letters.map(({ kind }) => kind)).size).toBe(2);
  expect(new Set(letters.map(({ status }) => status))).toEqual(new Set(['answered', 'sent']));
});

it('comes to the same when it was stopped and begun again, any number of times', async () => {
  const [parcels, whole, broken] = [await planned(), twins(), twins()];
  await liveAll(parcels, whole, AFTER);
  await liveAll(parcels, broken, '2026-05-20T00:00:00.000Z');
  await liveAll(parcels, broken, '2026-09-20T00:00:00.000Z');
  await liveAll(parcels, broken, AFTER);
  await liveAll(parcels, broken, AFTER);
  const facts = (lived: Awaited<ReturnType<typeof stored>>) =>
    lived.map(({ policy, file }) => ({
      policy,
      claims: file.claims,
      payouts: file.payouts,
      timeline: file.timeline.map(({ at, action, actor }) => ({ at, action, actor })),
    }));
  expect(facts(await stored(parcels, broken))).toEqual(facts(await stored(parcels, whole)));
});

it('leaves open what people are still at', async () => {
  const [parcels, ports] = [await planned(), twins()];
  const until = '2026-12-20T12:00:00.000Z';
  await liveAll(parcels, ports, until);
  const lived = await stored(parcels, ports);
  const open = lived.flatMap(({ file }) => file.claims).filter(({ deadline }) => deadline !== undefined);
  expect(open.length).toBeGreaterThan(0);
  for (const { file } of lived) for (const { at } of file.timeline) expect(at <= until).toBe(true);
  expect(lived.some(({ policy }) => policy === undefined)).toBe(true);
});
