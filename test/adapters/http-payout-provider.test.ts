import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpPayoutProvider } from '../../functions/adapters/http-payout-provider.ts';
import { PayoutInDoubt } from '../../functions/payouts/ports.ts';
import { LaptopClock } from '../../local/clock.ts';
import type { Behaviour } from '../../local/world/behaviour.ts';
import type { LedgerEntry } from '../../local/world/payout-provider.ts';
import { startWorld, type World } from '../../local/world/world.ts';

const API_KEY = 'test-key';
const order = (reference: string, amount = 450_000) => ({
  reference,
  amount,
  currency: 'RUB' as const,
  recipient: { phone: '+79991234567' },
});

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

beforeEach(() => tell({ mode: 'normal' }));

async function tell(told: Partial<Behaviour>) {
  const init = { method: 'PUT', body: JSON.stringify(told) };
  expect((await fetch(`${world.payoutsUrl}/_behaviour`, init)).status).toBe(200);
}

async function ledgerOf(reference: string): Promise<LedgerEntry | undefined> {
  const reply = await fetch(`${world.payoutsUrl}/_ledger`);
  const { payouts } = (await reply.json()) as { payouts: LedgerEntry[] };
  return payouts.find((entry) => entry.reference === reference);
}

const provider = (timeoutMillis?: number) =>
  createHttpPayoutProvider({
    url: world.payoutsUrl,
    apiKey: API_KEY,
    ...(timeoutMillis !== undefined && { timeoutMillis }),
  });

it('pays a reference once and says so as often as it is asked', async () => {
  const answer = await provider().submit(order('once'));
  expect(answer).toEqual({
    reference: 'once',
    status: 'settled',
    amount: 450_000,
    providerId: expect.stringMatching(/^payout-\d+$/),
  });
  expect(await provider().submit(order('once'))).toEqual(answer);
  expect(await provider().find('once')).toEqual(answer);
  expect(await ledgerOf('once')).toMatchObject({ count: 1, total: 450_000, status: 'settled' });
});

it('knows nothing of a reference that it never heard', async () => {
  expect(await provider().find('never')).toBeUndefined();
  expect(await provider().find('../odd reference?')).toBeUndefined();
});

describe.each([
  ['refuse', 0],
  ['fail-5xx', 0],
  ['hang', 0],
  ['accept-and-drop', 1],
  ['accept-and-hang', 1],
  ['accept-and-fail', 1],
  ['garbage', 1],
  ['oversized', 1],
  ['wrong-reference', 1],
] as const)('when the provider does %s', (mode, paid) => {
  it('the payout is in doubt, and a look-up tells what happened', async () => {
    const reference = `doubt-${mode}`;
    await tell({ mode, next: 1 });
    const patience = mode.includes('hang') ? 300 : undefined;
    await expect(provider(patience).submit(order(reference))).rejects.toThrow(PayoutInDoubt);
    expect((await ledgerOf(reference))?.count ?? 0).toBe(paid);
    const found = await provider().find(reference);
    if (paid) expect(found).toMatchObject({ reference, status: 'settled', amount: 450_000 });
    else expect(found).toBeUndefined();
  });

  it('a look-up is in doubt too: it is never taken for "never heard of it"', async () => {
    await tell({ mode, next: 1, on: 'find' });
    const patience = mode.includes('hang') ? 300 : undefined;
    await expect(provider(patience).find(`look-up-${mode}`)).rejects.toThrow(PayoutInDoubt);
  });
});

it('believes the first of two answers on one connection and goes on after it', async () => {
  await tell({ mode: 'answer-twice', next: 1 });
  expect(await provider().submit(order('twice'))).toMatchObject({ status: 'settled' });
  expect(await provider().find('twice')).toMatchObject({ reference: 'twice', status: 'settled' });
  expect(await ledgerOf('twice')).toMatchObject({ count: 1 });
});

it('hands on a rejection, which is an answer', async () => {
  await tell({ mode: 'reject', next: 1 });
  const expected = { status: 'rejected', rejection: 'recipient-unknown' };
  expect(await provider().submit(order('rejected'))).toMatchObject(expected);
  expect(await provider().find('rejected')).toMatchObject(expected);
  expect(await ledgerOf('rejected')).toMatchObject({ count: 0, total: 0 });
});

it('hands on a wrong amount as it is told, for the caller to compare', async () => {
  await tell({ mode: 'wrong-amount', next: 1 });
  expect(await provider().submit(order('amount'))).toMatchObject({ amount: 450_001 });
});

it('does not take another sum under a known reference for an answer', async () => {
  await provider().submit(order('other-sum'));
  await expect(provider().submit(order('other-sum', 1))).rejects.toThrow(PayoutInDoubt);
  expect(await ledgerOf('other-sum')).toMatchObject({ count: 1, total: 450_000 });
});

it('pays to an account, and takes another account under a known reference for no answer', async () => {
  const account = {
    bankIdentificationCode: '044525225',
    account: '40817810438000000001',
    holder: 'Анна Иванова',
  };
  const toAccount = { ...order('to-account'), recipient: { account } };
  expect(await provider().submit(toAccount)).toMatchObject({ status: 'settled' });
  expect(await provider().submit(toAccount)).toMatchObject({ status: 'settled' });
  const elsewhere = { ...account, account: '40817810738000000002' };
  await expect(provider().submit({ ...toAccount, recipient: { account: elsewhere } })).rejects.toThrow(
    PayoutInDoubt,
  );
  await expect(provider().submit(order('to-account'))).rejects.toThrow(PayoutInDoubt);
  expect(await ledgerOf('to-account')).toMatchObject({
    count: 1,
    recipient: { method: 'account', lastDigits: '0001' },
  });
});

it('is pending until laptop time has come', async () => {
  await tell({ mode: 'pending-for', seconds: 86_400, next: 1 });
  expect(await provider().submit(order('pending'))).toMatchObject({ status: 'pending' });
  clock.advance(86_399_000);
  expect((await provider().find('pending'))?.status).toBe('pending');
  clock.advance(2_000);
  expect((await provider().find('pending'))?.status).toBe('settled');
  expect(await ledgerOf('pending')).toMatchObject({ count: 1 });
});

it('a provider that forgets pays again: the ledger shows what a blind resend would cost', async () => {
  await provider().submit(order('forgotten'));
  await tell({ mode: 'forget-after', seconds: 0, next: 1 });
  await tell({ mode: 'normal' });
  expect(await provider().find('forgotten')).toBeUndefined();
  await provider().submit(order('forgotten'));
  expect(await ledgerOf('forgotten')).toMatchObject({ count: 2, total: 900_000 });
});

it('a wrong key is no answer about the money', async () => {
  const stranger = createHttpPayoutProvider({ url: world.payoutsUrl, apiKey: 'wrong' });
  await expect(stranger.submit(order('key'))).rejects.toThrow(PayoutInDoubt);
  await expect(stranger.find('key')).rejects.toThrow(PayoutInDoubt);
});

it('an address where nobody listens is in doubt', async () => {
  const nobody = createHttpPayoutProvider({ url: 'http://127.0.0.1:9', apiKey: API_KEY });
  await expect(nobody.submit(order('nobody'))).rejects.toThrow(PayoutInDoubt);
});

describe('a host in between', () => {
  let between: Server;
  let url: string;
  let status = 404;
  let seen: string[] = [];
  beforeAll(async () => {
    between = createServer((request, response) => {
      seen.push(request.url ?? '');
      const location = { location: `${world.payoutsUrl}/payouts/once` };
      const answer = { reference: 'x', status: 'rejected', amount: 1, providerId: 'p', rejection: 'no' };
      response
        .writeHead(status, status === 307 ? location : {})
        .end(status === 503 ? JSON.stringify(answer) : '{}');
    });
    await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => between.close(resolve)));

  it.each([404, 200, 307, 503])('that answers %i by itself is not believed', async (answered) => {
    status = answered;
    seen = [];
    const through = createHttpPayoutProvider({ url, apiKey: API_KEY });
    await expect(through.find('x')).rejects.toThrow(PayoutInDoubt);
    await expect(through.submit(order('x'))).rejects.toThrow(PayoutInDoubt);
    expect(seen).toEqual(['/payouts/x', '/payouts']);
  });
});
