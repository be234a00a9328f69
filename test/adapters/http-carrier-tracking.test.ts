import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpCarrierTracking } from '../../functions/adapters/http-carrier-tracking.ts';
import { CarrierUnavailable } from '../../functions/claims/ports.ts';
import { LaptopClock } from '../../local/clock.ts';
import type { Behaviour } from '../../local/world/behaviour.ts';
import { startWorld, type World } from '../../local/world/world.ts';

const API_KEY = 'test-key';
const PARCEL = '10100012123456';
const FILED = '2026-03-05T09:00:00.000Z';
const ACCEPTED = {
  number: 'M-1',
  type: 1,
  at: '2026-03-02T01:30:00.000+03:00',
  amount: 450_000,
  payeeOffice: '101000',
};

let directory: string;
let clock: LaptopClock;
let world: World;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'world-'));
  clock = new LaptopClock();
  world = await startWorld({ directory, clock, apiKey: API_KEY });
});

afterAll(async () => {
  await world.close();
  clock.close();
  await rm(directory, { recursive: true });
});

beforeEach(async () => {
  await behave({ mode: 'normal' });
  await tell([ACCEPTED]);
});

async function behave(told: Partial<Behaviour>) {
  const init = { method: 'PUT', body: JSON.stringify(told) };
  expect((await fetch(`${world.carrierUrl}/_behaviour`, init)).status).toBe(200);
}

async function tell(events: object[]) {
  expect((await world.tellCarrier(PARCEL, { events })).status).toBe(200);
}

const carrier = (timeoutMillis?: number) =>
  createHttpCarrierTracking({
    url: world.carrierUrl,
    apiKey: API_KEY,
    ...(timeoutMillis !== undefined && { timeoutMillis }),
  });

it('tells money that is in the post, its Moscow times as instants', async () => {
  expect(await carrier().moneyOrder(PARCEL, FILED)).toEqual({
    state: 'accepted',
    orderNumber: 'M-1',
    amount: 450_000,
    acceptedAt: '2026-03-01T22:30:00.000Z',
    payeeOffice: '101000',
  });
});

it('tells when the seller got it', async () => {
  await tell([{ ...ACCEPTED, type: 3, at: '2026-03-03T03:15:00.000+03:00' }, ACCEPTED]);
  expect(await carrier().moneyOrder(PARCEL, FILED)).toMatchObject({
    state: 'paid-out',
    paidOutAt: '2026-03-03T00:15:00.000Z',
  });
});

it('knows of no money for a parcel without news', async () => {
  expect(await carrier().moneyOrder('63000045987655', FILED)).toEqual({ state: 'none' });
  expect(await carrier().moneyOrder('../odd number?', FILED)).toEqual({ state: 'none' });
});

it.each([
  'refuse',
  'fail-5xx',
  'hang',
  'accept-and-drop',
  'accept-and-hang',
  'accept-and-fail',
  'garbage',
  'oversized',
  'wrong-reference',
] as const)('is never taken to say "no money" when it does %s', async (mode) => {
  await behave({ mode, next: 1 });
  const patience = mode.includes('hang') ? 300 : undefined;
  await expect(carrier(patience).moneyOrder(PARCEL, FILED)).rejects.toThrow(CarrierUnavailable);
  expect(await carrier().moneyOrder(PARCEL, FILED)).toMatchObject({ state: 'accepted' });
});

it('believes the first of two answers on one connection and goes on after it', async () => {
  await behave({ mode: 'answer-twice', next: 1 });
  expect(await carrier().moneyOrder(PARCEL, FILED)).toMatchObject({ state: 'accepted' });
  expect(await carrier().moneyOrder(PARCEL, FILED)).toMatchObject({ state: 'accepted' });
});

it('does not take a wrong key, or an address where nobody listens, for an answer', async () => {
  const stranger = createHttpCarrierTracking({ url: world.carrierUrl, apiKey: 'wrong' });
  await expect(stranger.moneyOrder(PARCEL, FILED)).rejects.toThrow(CarrierUnavailable);
  const nobody = createHttpCarrierTracking({ url: 'http://127.0.0.1:9', apiKey: API_KEY });
  await expect(nobody.moneyOrder(PARCEL, FILED)).rejects.toThrow(CarrierUnavailable);
});

describe('an answer of another carrier', () => {
  let other: Server;
  let url: string;
  let reply: { status: number; body: unknown };
  beforeAll(async () => {
    other = createServer((_, response) =>
      response
        .writeHead(reply.status, { location: `${world.carrierUrl}/parcels/${PARCEL}/events` })
        .end(JSON.stringify(reply.body)),
    );
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => other.close(resolve)));

  const ask = (events: unknown, status = 200) => {
    reply = { status, body: { trackingNumber: PARCEL, events, page: 1 } };
    return createHttpCarrierTracking({ url, apiKey: API_KEY }).moneyOrder(PARCEL, FILED);
  };

  it('may tell more than is asked for, in events of any type', async () => {
    const more = { ...ACCEPTED, type: 40, payer: 'somebody' };
    expect(await ask([more, { ...ACCEPTED, payer: 'somebody' }])).toMatchObject({ state: 'accepted' });
  });

  it.each([
    ['a time without its offset', { at: '2026-03-02T01:30:00.000' }],
    ['a sum that is not whole', { amount: 4500.5 }],
    ['a sum below nothing', { amount: -1 }],
    ['a number of several lines', { number: 'M-1\nM-2' }],
    ['an office that is no index', { payeeOffice: 'Moscow' }],
    ['no type', { type: undefined }],
  ])('with %s cannot be read', async (_, spoilt) => {
    await expect(ask([{ ...ACCEPTED, ...spoilt }])).rejects.toThrow(CarrierUnavailable);
  });

  it('of more events than a parcel has cannot be read', async () => {
    await expect(ask(Array.from({ length: 201 }, () => ACCEPTED))).rejects.toThrow(CarrierUnavailable);
  });

  it.each([307, 404, 503])('with status %i is not believed', async (status) => {
    await expect(ask([ACCEPTED], status)).rejects.toThrow(CarrierUnavailable);
  });
});
