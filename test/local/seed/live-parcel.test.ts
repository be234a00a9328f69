import { expect, it, jest } from '@jest/globals';
import { isFinal } from '../../../functions/claims/claim-lifecycle.ts';
import type { Instant } from '../../../functions/clock.ts';
import type { ClaimStatus } from '../../../functions/contracts/case.ts';
import { liveParcel } from '../../../local/seed/live-parcel.ts';
import { type PlannedParcel, planYear } from '../../../local/seed/plan-year.ts';
import type { SeedPorts } from '../../../local/seed/seed-ports.ts';
import { createMemoryCaseStore } from '../../twins/memory-case-store.ts';
import { createMemoryLetterNumbers, createMemoryLetterStorage } from '../../twins/memory-letters.ts';
import { createMemoryPolicyStore } from '../../twins/memory-policy-store.ts';

jest.setTimeout(120_000);

const YEAR = { policies: 320, year: 2026, seed: 'lived', claimRate: 0.4 };
const AFTER = '2027-06-01T00:00:00.000Z';

function twins() {
  const policies = createMemoryPolicyStore();
  const cases = createMemoryCaseStore(policies);
  const letters = { numbers: createMemoryLetterNumbers(), storage: createMemoryLetterStorage() };
  return { policies, cases, letters } satisfies SeedPorts;
}

const isFinalStatus = (status: string) => isFinal(status as ClaimStatus);

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
      // Written once more where a claim stood open when it was stopped.
      policy: { ...policy, version: undefined },
      claims: file.claims,
      payouts: file.payouts,
      timeline: file.timeline.map(({ at, action, actor }) => ({ at, action, actor })),
    }));
  expect(facts(await stored(parcels, broken))).toEqual(facts(await stored(parcels, whole)));
});

it('shows a case to others only as it stands in the end', async () => {
  const [parcels, ports] = [await planned(), twins()];
  const seen: string[] = [];
  const commit: SeedPorts['cases']['commit'] = async (change) => {
    for (const { status } of change.claims ?? []) seen.push(status);
    return ports.cases.commit(change);
  };
  await liveAll(parcels, { ...ports, cases: { ...ports.cases, commit } }, AFTER);
  expect(seen.length).toBe(parcels.reduce((sum, { claims }) => sum + claims.length, 0));
  expect(seen.every(isFinalStatus)).toBe(true);
});

it('leaves open what people are still at', async () => {
  const [parcels, ports] = [await planned(), twins()];
  // While somebody was still looking at a claim of the year's second half.
  const [looked] = parcels.slice(160).flatMap(({ claims }) => claims);
  const { filedAt = '', reviewedAt = '' } = looked ?? {};
  const until = new Date((Date.parse(filedAt) + Date.parse(reviewedAt)) / 2).toISOString();
  await liveAll(parcels, ports, until);
  const lived = await stored(parcels, ports);
  const open = lived.flatMap(({ file }) => file.claims).filter(({ deadline }) => deadline !== undefined);
  expect(open.length).toBeGreaterThan(0);
  for (const { file } of lived) for (const { at } of file.timeline) expect(at <= until).toBe(true);
  expect(lived.some(({ policy }) => policy === undefined)).toBe(true);
});
