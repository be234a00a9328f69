import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpMessageProvider } from '../../functions/adapters/http-message-provider.ts';
import { MessageProviderFault, type OutgoingMessage } from '../../functions/messages/ports.ts';
import { LaptopClock } from '../../local/clock.ts';
import type { Behaviour } from '../../local/world/behaviour.ts';
import { startWorld, type World } from '../../local/world/world.ts';

const API_KEY = 'test-key';
const message = (id: string): OutgoingMessage => ({
  id,
  channel: 'sms',
  to: '+79991234567',
  locale: 'ru',
  text: 'Посылка защищена: https://protected.example.ru/#link-token',
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
  expect((await fetch(`${world.messagesUrl}/_behaviour`, init)).status).toBe(200);
}

const deliveredOf = async (id: string) => (await world.messages()).filter((each) => each.id === id);

const provider = (timeoutMillis?: number) =>
  createHttpMessageProvider({
    url: world.messagesUrl,
    apiKey: API_KEY,
    ...(timeoutMillis !== undefined && { timeoutMillis }),
  });

it('delivers an id once and knows it afterwards', async () => {
  const { providerId } = await provider().send(message('once'));
  expect(await provider().send(message('once'))).toEqual({ providerId });
  expect(await provider().find('once')).toEqual({ providerId });
  expect(await deliveredOf('once')).toEqual([
    { ...message('once'), at: expect.stringMatching(/^\d{4}-.*Z$/) },
  ]);
});

it('keeps an e-mail’s subject and laptop time', async () => {
  clock.advance(30 * 86_400_000);
  await provider().send({ ...message('mail'), channel: 'email', to: 'a@example.org', subject: 'Тема' });
  const [mail] = await deliveredOf('mail');
  expect(mail).toMatchObject({ channel: 'email', subject: 'Тема' });
  expect(Math.abs(Date.parse(mail?.at ?? '') - clock.now())).toBeLessThan(60_000);
});

it('knows nothing of a message that it never took', async () => {
  expect(await provider().find('never')).toBeUndefined();
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
] as const)('when the provider does %s', (mode, delivered) => {
  const patience = mode.includes('hang') ? 300 : undefined;

  it('sending fails without a word of what was sent, and a look-up tells what happened', async () => {
    await tell({ mode, next: 1 });
    const id = `fault-${mode}`;
    const error = await provider(patience)
      .send(message(id))
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MessageProviderFault);
    const shown = `${(error as Error).stack} ${String((error as Error).cause)}`;
    for (const secret of ['+7999', 'link-token', 'Посылка']) expect(shown).not.toContain(secret);
    expect(await deliveredOf(id)).toHaveLength(delivered);
    expect((await provider().find(id)) !== undefined).toBe(delivered === 1);
  });

  it('looking up fails too: it is never taken for "never took it"', async () => {
    await tell({ mode, next: 1, on: 'find' });
    await expect(provider(patience).find(`look-up-${mode}`)).rejects.toThrow(MessageProviderFault);
  });
});

it('believes the first of two answers on one connection and goes on after it', async () => {
  await tell({ mode: 'answer-twice', next: 1 });
  await provider().send(message('twice'));
  expect(await provider().find('twice')).toBeDefined();
  expect(await deliveredOf('twice')).toHaveLength(1);
});

it('a provider that forgets delivers again', async () => {
  await tell({ mode: 'forget-after', seconds: 60, next: 1 });
  await provider().send(message('forgotten'));
  expect(await provider().find('forgotten')).toBeDefined();
  clock.advance(61_000);
  expect(await provider().find('forgotten')).toBeUndefined();
  await provider().send(message('forgotten'));
  expect(await deliveredOf('forgotten')).toHaveLength(2);
});

it('a wrong key is a fault', async () => {
  const stranger = createHttpMessageProvider({ url: world.messagesUrl, apiKey: 'wrong' });
  await expect(stranger.send(message('key'))).rejects.toThrow(MessageProviderFault);
  await expect(stranger.find('key')).rejects.toThrow(MessageProviderFault);
});
