import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { jest } from '@jest/globals';
import { clerkOf } from './clerk.ts';
import { customerOf } from './customer.ts';
import { type Laptop, PATIENCE_MILLIS, startLaptop } from './laptop.ts';
import { specialistOf } from './specialist.ts';
import { until } from './until.ts';
import { worldOf } from './world.ts';

jest.setTimeout(PATIENCE_MILLIS);

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

/** The control key was computed for the test of the rules (test/payouts/payee.test.ts). */
const ACCOUNT = {
  method: 'account',
  bankIdentificationCode: '044525225',
  account: '4081 7810 4380 0000 0001',
  holder: 'Анна Иванова',
};
const MASKED = { ...ACCOUNT, account: '•••• 0001' };
const CODE = /Код (\d{6})\./;

async function openClaim() {
  const { parcel, link } = await clerk.sellNew(250_000);
  const customer = customerOf(laptop, link);
  const { claimId } = (await customer.fileClaim('wrong-item', 250_000)).body;
  /** Asks for a code and reads it on the phone, as the newest of so many. */
  const newCode = async (count: number): Promise<string> => {
    const answer = await customer.act(claimId, 'payee/code');
    expect(answer.status).toBe(202);
    return until(`code ${count} has come`, async () => {
      const codes = (await world.messages(parcel)).flatMap(({ text }) => CODE.exec(text)?.[1] ?? []);
      return codes.length === count ? codes.at(-1) : undefined;
    });
  };
  const change = (code: string, payee: unknown = ACCOUNT) => customer.act(claimId, 'payee', { code, payee });
  return { parcel, customer, claimId, newCode, change };
}

const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** Files below the directory that hold this text. */
function filesWith(text: RegExp, directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => text.test(readFileSync(file, 'latin1')))
    .map((file) => relative(directory, file));
}

it('a customer names an account with the code of the SMS, and the money goes there', async () => {
  const { parcel, customer, claimId, newCode, change } = await openClaim();
  const filed = (await customer.claim(claimId)).body;
  expect(filed).toMatchObject({
    payee: { method: 'phone', phone: '+7 ••• •••-45-67' },
    payeeChangeable: true,
  });
  const code = await newCode(1);
  const etag = (await specialist.read(parcel)).headers.get('etag');
  const tooSoon = await customer.act(claimId, 'payee/code');
  expect(tooSoon).toMatchObject({ status: 429, body: { code: 'code-too-soon' } });
  expect(Number(tooSoon.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Date.parse(tooSoon.body.nextCodeAt)).toBeGreaterThan(Date.parse(await world.now()));
  // Asking for codes gets in nobody's way: the specialist's view of the case is still the newest.
  expect((await specialist.read(parcel)).headers.get('etag')).toBe(etag);

  expect(await change(code, { ...ACCOUNT, account: '40817810538000000001' })).toMatchObject({
    status: 422,
    body: { code: 'payee-invalid', field: 'account' },
  });
  expect(await change(wrongOf(code))).toMatchObject({
    status: 422,
    body: { code: 'code-wrong', attemptsLeft: 4 },
  });
  expect(await change('12345')).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  for (let time = 0; time < 2; time += 1) {
    const changed = await change(code);
    expect(changed).toMatchObject({
      status: 200,
      body: { ...filed, payee: MASKED, payeeChangeable: true },
    });
  }
  const file = (await specialist.read(parcel)).body;
  expect(file.claims).toMatchObject([{ claimId, payee: { ...MASKED, holder: 'А••• И•••' } }]);
  const changes = file.timeline.filter(({ action }: { action: string }) => action === 'payee-changed');
  expect(changes).toMatchObject([{ claimId, facts: { method: 'account' } }]);
  expect((await customer.policy()).body.claims).toMatchObject([{ claimId, payee: MASKED }]);

  expect((await specialist.act(parcel, claimId, 'approve')).status).toBe(200);
  await until('the claim is paid', async () => (await customer.claim(claimId)).body.status === 'compensated');
  expect((await customer.claim(claimId)).body).toMatchObject({ payee: MASKED, payeeChangeable: false });
  const [{ reference }] = (await specialist.read(parcel)).body.payouts;
  expect((await world.payouts()).filter((one) => one.reference === reference)).toMatchObject([
    { amount: 250_000, count: 1, recipient: { method: 'account', lastDigits: '0001' } },
  ]);
  for (const action of ['payee/code', 'payee'])
    expect(
      await customer.act(claimId, action, action === 'payee' ? { code: '123456', payee: ACCOUNT } : {}),
    ).toMatchObject({ status: 409, body: { code: 'payee-not-changeable', state: 'compensated' } });

  const told = (await world.messages(parcel)).filter(({ text }) => text.includes(code));
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ channel: 'sms', to: '+79161234567' });
  // As it would stand there: a whole number of six digits, not a piece of a longer one or of a hash.
  const whole = new RegExp(`(?<![0-9A-Za-z._+/-])${code}(?![0-9A-Za-z_+/-])`);
  // Where the challenge stands is looked into, and the only place with the code is the phone of the customer.
  expect(filesWith(/payee-code/, laptop.directory)).toContainEqual(expect.stringMatching(/^tables/));
  const places = filesWith(whole, laptop.directory);
  expect(places).toContainEqual(expect.stringMatching(/^world.messages\.sqlite/));
  expect(places.filter((file) => !/^world.messages\.sqlite/.test(file))).toEqual([]);
  expect(laptop.output()).not.toMatch(whole);
});

it('after five wrong codes there is no right one, until another is asked for; a late code is none', async () => {
  const { customer, claimId, newCode, change } = await openClaim();
  const first = await newCode(1);
  const guesses = await Promise.all(Array.from({ length: 12 }, () => change(wrongOf(first))));
  expect(guesses.filter(({ body }) => body.code === 'code-wrong')).toHaveLength(5);
  expect(guesses.filter(({ body }) => body.code === 'code-expired')).toHaveLength(7);
  expect(await change(first)).toMatchObject({ status: 409, body: { code: 'code-expired' } });
  await world.advance('PT1M');
  const second = await newCode(2);
  await world.advance('PT10M');
  expect(await change(second)).toMatchObject({ status: 409, body: { code: 'code-expired' } });
  expect((await change(await newCode(3))).body.payee).toEqual(MASKED);
  await world.advance('PT1M');
  const back = await change(await newCode(4), { method: 'phone' });
  expect(back.body.payee).toEqual({ method: 'phone', phone: '+7 ••• •••-45-67' });
  await world.advance('PT1M');
  await newCode(5);
  await world.advance('PT1M');
  expect((await customer.act(claimId, 'payee/code')).body).toMatchObject({ code: 'code-too-soon' });
});

it('nobody else’s link asks for a code or changes a payee', async () => {
  const { claimId } = await openClaim();
  const stranger = customerOf(laptop, (await clerk.sellNew(250_000)).link);
  const outsider = customerOf(laptop, 'no-link');
  for (const each of [stranger, outsider]) {
    expect((await each.act(claimId, 'payee/code')).status).toBe(404);
    expect((await each.act(claimId, 'payee', { code: '123456', payee: ACCOUNT })).status).toBe(404);
  }
});
