import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHttpPayoutProvider } from '../../../functions/adapters/http-payout-provider.ts';
import { LaptopClock } from '../../../local/clock.ts';
import { startWorld, type World } from '../../../local/world/world.ts';

const API_KEY = 'test-key';
let directory: string;
let clock: LaptopClock;
let world: World | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'world-'));
  clock = new LaptopClock();
});

afterEach(async () => {
  await world?.close();
  world = undefined;
  clock.close();
  await rm(directory, { recursive: true });
});

async function start(): Promise<World> {
  world = await startWorld({ directory, clock, apiKey: API_KEY });
  return world;
}

const order = {
  reference: 'r-1',
  amount: 100,
  currency: 'RUB',
  recipient: { phone: '+79991234567' },
} as const;

const json = async (url: string, method = 'GET', body?: unknown) => {
  const init = {
    method,
    headers: { 'x-api-key': API_KEY },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
  const reply = await fetch(url, init);
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
};

describe('the carrier', () => {
  it('tells the money-order events that were put in, and none of a parcel without news', async () => {
    const { carrierUrl } = await start();
    const events = [
      { number: 'M-1', type: 1, at: '2026-03-02T12:00:00.000+03:00', amount: 450_000 },
      { number: 'M-1', type: 3, at: '2026-03-03T13:45:00.000+03:00', amount: 450_000 },
    ];
    expect((await json(`${carrierUrl}/_parcels/10100012123456`, 'PUT', { events })).status).toBe(200);
    expect(await json(`${carrierUrl}/parcels/10100012123456/events`)).toEqual({
      status: 200,
      body: { trackingNumber: '10100012123456', events },
    });
    expect((await json(`${carrierUrl}/parcels/63000045987655/events`)).body.events).toEqual([]);
    const withOffice = [{ ...events[0], payeeOffice: '101000' }];
    await json(`${carrierUrl}/_parcels/10100012123456`, 'PUT', { events: withOffice });
    expect((await json(`${carrierUrl}/parcels/10100012123456/events`)).body.events).toEqual(withOffice);
    const inUtc = [{ ...events[0], at: '2026-03-02T09:00:00.000Z' }];
    expect((await json(`${carrierUrl}/_parcels/1`, 'PUT', { events: inUtc })).status).toBe(400);
  });

  it('fails like the others when told to', async () => {
    const { carrierUrl } = await start();
    await json(`${carrierUrl}/_behaviour`, 'PUT', { mode: 'fail-5xx', next: 2 });
    const url = `${carrierUrl}/parcels/10100012123456/events`;
    expect([(await json(url)).status, (await json(url)).status, (await json(url)).status]).toEqual([
      503, 503, 200,
    ]);
  });
});

describe('a simulated provider', () => {
  it('asks for the key, and knows its own calls only', async () => {
    const { payoutsUrl, messagesUrl, carrierUrl } = await start();
    for (const url of [payoutsUrl, messagesUrl, carrierUrl]) {
      expect((await fetch(`${url}/payouts/r-1`)).status).toBe(401);
      expect((await json(`${url}/unheard-of`)).status).toBe(404);
      expect((await json(`${url}/_behaviour`, 'PUT', { mode: 'unheard-of' })).status).toBe(400);
    }
    expect((await json(`${payoutsUrl}/payouts`, 'POST', { ...order, amount: 0.5 })).status).toBe(400);
    expect((await json(`${messagesUrl}/messages`, 'POST', { id: 'x' })).status).toBe(400);
    expect((await json(`${messagesUrl}/messages`, 'POST', 'x'.repeat(100_000))).status).toBe(400);
  });

  it('holds a behaviour for as many requests as it was told, and only for those that are meant', async () => {
    const { payoutsUrl } = await start();
    await json(`${payoutsUrl}/_behaviour`, 'PUT', { mode: 'fail-5xx', next: 2, on: 'submit' });
    const statuses: number[] = [];
    for (const call of ['GET', 'POST', 'GET', 'POST', 'POST']) {
      const reply =
        call === 'GET'
          ? await json(`${payoutsUrl}/payouts/r-1`)
          : await json(`${payoutsUrl}/payouts`, 'POST', order);
      statuses.push(reply.status);
    }
    expect(statuses).toEqual([404, 503, 404, 503, 201]);
  });

  it('remembers everything over a restart, also how it behaves', async () => {
    const first = await start();
    await createHttpPayoutProvider({ url: first.payoutsUrl, apiKey: API_KEY }).submit(order);
    await json(`${first.payoutsUrl}/_behaviour`, 'PUT', { mode: 'refuse' });
    await first.close();
    const { payoutsUrl } = await start();
    expect((await json(`${payoutsUrl}/payouts/r-1`)).status).toBe(422);
    expect((await json(`${payoutsUrl}/_ledger`)).body.payouts).toEqual([
      {
        reference: 'r-1',
        amount: 100,
        count: 1,
        total: 100,
        status: 'settled',
        recipient: { method: 'phone', lastDigits: '4567' },
      },
    ]);
  });

  it('pays once when many ask at once', async () => {
    const { payoutsUrl } = await start();
    const provider = createHttpPayoutProvider({ url: payoutsUrl, apiKey: API_KEY });
    await Promise.all(Array.from({ length: 20 }, () => provider.submit(order)));
    expect((await json(`${payoutsUrl}/_ledger`)).body.payouts).toMatchObject([{ count: 1 }]);
  });

  it('loses nothing when its process is killed right after an answer', async () => {
    const child = await startInProcess(directory);
    try {
      await createHttpPayoutProvider({ url: child.url, apiKey: API_KEY }).submit(order);
    } finally {
      const gone = once(child.process, 'exit');
      child.process.kill('SIGKILL');
      await gone;
    }
    const { payoutsUrl } = await start();
    expect((await json(`${payoutsUrl}/_ledger`)).body.payouts).toMatchObject([
      { reference: 'r-1', count: 1 },
    ]);
  });
});

/** The world in a process of its own, which prints the payout provider's address. */
async function startInProcess(at: string): Promise<{ process: ChildProcess; url: string }> {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const code = `
    const { LaptopClock } = await import('./local/clock.ts');
    const { startWorld } = await import('./local/world/world.ts');
    const world = await startWorld({ directory: ${JSON.stringify(at)}, clock: new LaptopClock(), apiKey: '${API_KEY}' });
    console.log(world.payoutsUrl);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const piece of child.stdout) {
    printed += String(piece);
    if (printed.includes('\n')) break;
  }
  return { process: child, url: printed.trim() };
}
