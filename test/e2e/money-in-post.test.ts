import { jest } from '@jest/globals';
import { clerkOf } from './clerk.ts';
import { customerOf } from './customer.ts';
import { type Laptop, PATIENCE_MILLIS, startLaptop } from './laptop.ts';
import { specialistOf } from './specialist.ts';
import { until } from './until.ts';
import { worldOf } from './world.ts';

jest.setTimeout(PATIENCE_MILLIS);

const AMOUNT = 450_000;

let laptop: Laptop;
let clerk: ReturnType<typeof clerkOf>;
let world: ReturnType<typeof worldOf>;
let specialist: ReturnType<typeof specialistOf>;

beforeAll(async () => {
  laptop = await startLaptop();
  clerk = clerkOf(laptop);
  world = worldOf(laptop);
  specialist = specialistOf(laptop);
});
afterAll(() => laptop?.dispose());

const queued = async (queue: string): Promise<[string, boolean][]> =>
  (await specialist.queue(queue)).body.cases.map(
    ({ trackingNumber, moneyInPost }: { trackingNumber: string; moneyInPost: boolean }) => [
      trackingNumber,
      moneyInPost,
    ],
  );

const moneyOf = async (parcel: string, state: string) => {
  const { body } = await specialist.untilCase(
    parcel,
    `money ${state}`,
    ({ claims }) => claims[0]?.moneyInPost?.state === state,
  );
  return body.claims[0];
};

it('money that has not reached the seller puts its case before all others, until the seller has it', async () => {
  const earlier = await clerk.sellNew(250_000);
  await customerOf(laptop, earlier.link).fileClaim('wrong-item', 250_000);

  const { parcel, link } = await clerk.sellNew(AMOUNT);
  const accepted = { type: 1, at: await world.now(), amount: AMOUNT };
  await world.tellCarrier(parcel, [accepted]);
  const filed = await customerOf(laptop, link).fileClaim('foreign-object', AMOUNT);
  // The customer still owes a film; the money will not wait for it.
  expect(filed.body.status).toBe('awaiting-video');
  expect(await moneyOf(parcel, 'accepted')).toMatchObject({
    status: 'awaiting-video',
    suggestedStep: 'recall-of-money-order',
    urgentUntil: expect.any(String),
    moneyInPost: { amount: AMOUNT, payeeOffice: '620000', orderNumber: 'M-1', acceptedAt: accepted.at },
  });
  await until('it is the first of the queue', async () => (await queued('specialist'))[0]?.[0] === parcel);
  expect(await queued('specialist')).toEqual([
    [parcel, true],
    [earlier.parcel, false],
  ]);
  expect(await queued('customer')).toEqual([]);

  await world.tellCarrier(parcel, [accepted, { ...accepted, type: 3, at: await world.now() }]);
  await world.advance('PT16M');
  const paid = await moneyOf(parcel, 'paid-out');
  expect(paid).not.toHaveProperty('urgentUntil');
  expect(paid.suggestedStep).toBe('claim-to-seller');
  await until('it waits for the customer again', async () => (await queued('customer')).length === 1);
  expect(await queued('customer')).toEqual([[parcel, false]]);
  expect(await queued('specialist')).toEqual([[earlier.parcel, false]]);
});

it('a carrier that does not answer holds up nobody’s claim, and is asked again', async () => {
  const { parcel, link } = await clerk.sellNew(250_000);
  await world.tellCarrier(parcel, [{ type: 1, at: await world.now(), amount: 250_000 }]);
  // As often as the claim's workflow asks.
  await world.behave('carrier', { mode: 'fail-5xx', next: 3 });
  const customer = customerOf(laptop, link);
  const { claimId } = (await customer.fileClaim('wrong-item', 250_000)).body;
  await world.untilBehavesAgain('carrier');
  expect((await specialist.read(parcel)).body.claims[0]).not.toHaveProperty('moneyInPost');
  // Within its hour: what nobody knows of is asked after in one quarter of each.
  await world.advance('PT62M');
  await moneyOf(parcel, 'accepted');
  expect((await specialist.act(parcel, claimId, 'approve', { amount: 250_000 })).status).toBe(200);
  const paid = await until('the claim is paid', async () => {
    const { body } = await customer.claim(claimId);
    return body.status === 'compensated' ? body : undefined;
  });
  expect(paid.paidAmount).toBe(250_000);
});
