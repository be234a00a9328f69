import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { clerkOf, linkTokenOf, newParcel, saleOf } from './clerk.ts';
import { customerOf } from './customer.ts';
import { type Laptop, PATIENCE_MILLIS, startLaptop } from './laptop.ts';
import { refusedSales } from './refused-sales.ts';
import type { Answer } from './send.ts';
import { specialistOf } from './specialist.ts';
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

const HOUR = 3_600_000;
const hoursFrom = (instant: string, hours: number) =>
  new Date(Date.parse(instant) + hours * HOUR).toISOString();

function expectProblem(answer: Answer, status: number, code: string, facts: object = {}): void {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({
    status,
    code,
    type: `urn:protected-purchase:problem:${code}`,
    correlationId: expect.any(String),
    ...facts,
  });
  expect(answer.status).toBe(status);
}

describe('a sale', () => {
  it('protects the parcel for 30 days and sends the link', async () => {
    const { parcel, sale, answer, link } = await clerk.sellNew(450_000);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      trackingNumber: parcel,
      status: 'active',
      amount: 450_000,
      price: 9_900,
      soldAt: sale.soldAt,
      timeZone: 'Europe/Moscow',
      videoRequired: true,
    });
    const days = (Date.parse(answer.body.endsAt) - Date.parse(sale.soldAt)) / (24 * HOUR);
    expect(days).toBeGreaterThan(30);
    expect(days).toBeLessThanOrEqual(31);
    // The day ends at 24:00 in Moscow.
    expect(answer.body.endsAt).toMatch(/T21:00:00\.000Z$/);
    const seen = await customerOf(laptop, link).policy();
    expect(seen.body).toMatchObject({ trackingNumber: parcel, status: 'active', claims: [], uploads: [] });
    const told = await world.untilTold(parcel, /#/);
    expect(told).toMatchObject([{ to: '+79161234567', text: expect.stringContaining(answer.body.link) }]);
  });

  it('is quoted before the money is taken', async () => {
    const parcel = newParcel();
    const quote = await clerk.quote({ trackingNumber: parcel, amount: 300_000 });
    expect(quote.status).toBe(200);
    expect(quote.body).toEqual({
      trackingNumber: parcel,
      amount: 300_000,
      price: 9_900,
      termsVersion: '2026-01',
      videoRequired: false,
    });
    expect((await clerk.quote({ trackingNumber: parcel, amount: 300_001 })).body.videoRequired).toBe(true);
    const sold = await clerk.sellNew();
    const again = await clerk.quote({ trackingNumber: sold.parcel, amount: 300_000 });
    expectProblem(again, 409, 'already-protected', { endsAt: sold.answer.body.endsAt });
  });

  it('says what it changed in a number that was written in another way', async () => {
    const now = await world.now();
    // Cyrillic letters that look like ours, lower case and spaces.
    const given = 'сР 00000001 4 ru';
    const answer = await clerk.sell(saleOf(given, now));
    expect(answer.status).toBe(201);
    expect(answer.body.trackingNumber).toBe('CP000000014RU');
    expect(answer.body.normalized.given).toBe(given);
    expect([...answer.body.normalized.changes].sort()).toEqual([
      'cyrillic-letters-replaced',
      'letters-capitalized',
      'spaces-removed',
    ]);
    const plain = await clerk.read('CP000000014RU');
    expect(plain.body.policyId).toBe(answer.body.policyId);
  });

  it('is refused a second time, and an Idempotency-Key stands for one body', async () => {
    const { parcel, sale, key, answer } = await clerk.sellNew();
    expectProblem(await clerk.sell(sale), 409, 'already-protected', {
      trackingNumber: parcel,
      endsAt: answer.body.endsAt,
    });
    expectProblem(await clerk.sell({ ...sale, amount: sale.amount + 1 }, key), 422, 'idempotency-key-reused');
    const withoutKey = await laptop.call('POST', '/v1/sales', { token: await clerk.token(), body: sale });
    expectProblem(withoutKey, 400, 'idempotency-key-missing');
    expectProblem(await clerk.sell(sale, 'with a space'), 400, 'idempotency-key-invalid');
  });

  it('happens once among a hundred at the same moment', async () => {
    const parcel = newParcel();
    const token = await clerk.token();
    const sale = saleOf(parcel, await world.now());
    const keys = Array.from({ length: 20 }, () => randomUUID());
    const answers = await Promise.all(
      keys.flatMap((key) =>
        Array.from({ length: 5 }, async () => ({
          key,
          answer: await laptop.call('POST', '/v1/sales', {
            token,
            headers: { 'idempotency-key': key },
            body: sale,
          }),
        })),
      ),
    );
    const sold = answers.filter(({ answer }) => answer.status === 201);
    expect(new Set(sold.map(({ key }) => key)).size).toBe(1);
    expect(sold).toHaveLength(5);
    expect(new Set(sold.map(({ answer }) => answer.text)).size).toBe(1);
    const others = answers.filter(({ answer }) => answer.status !== 201);
    expect(new Set(others.map(({ answer }) => answer.body.code))).toEqual(new Set(['already-protected']));
  });

  it('may reach us up to 72 hours late and 5 minutes early, by the time of the server', async () => {
    const now = await world.now();
    const at = (soldAt: string) => clerk.sell(saleOf(newParcel(), soldAt));
    expect((await at(hoursFrom(now, -71.9))).status).toBe(201);
    expect((await at(hoursFrom(now, 4 / 60))).status).toBe(201);
    const late = await at(hoursFrom(now, -72.1));
    expectProblem(late, 422, 'sold-at-too-old', { oldestHours: 72 });
    expect(Date.parse(late.body.serverTime) - Date.parse(now)).toBeLessThan(10 * 60_000);
    expectProblem(await at(hoursFrom(now, 0.2)), 422, 'sold-at-ahead', { aheadMinutes: 5 });
  });
});

describe('what cannot be sold', () => {
  let now: string;
  beforeAll(async () => {
    now = await world.now();
  });

  it.each(refusedSales)('is refused: %s', async (_what, change, status, code, facts) => {
    const answer = await clerk.sell(change(saleOf(newParcel(), now)));
    expectProblem(answer, status, code, facts);
    expect(answer.body.title.length * answer.body.detail.length).toBeGreaterThan(0);
  });

  it('is refused before it is read: 70 KB, 17 levels, no JSON, another type', async () => {
    const filled = { ...saleOf(newParcel(), now), filler: 'x'.repeat(70_000) };
    expectProblem(await clerk.sell(filled), 413, 'body-too-large', { maximum: 65_536 });
    const deep = `${'['.repeat(17)}${']'.repeat(17)}`;
    expectProblem(await clerk.sell(deep), 400, 'body-too-deep', { maximum: 16 });
    expectProblem(await clerk.sell('{"trackingNumber":'), 400, 'invalid-request');
    const asText = await laptop.call('POST', '/v1/sales', {
      token: await clerk.token(),
      headers: { 'content-type': 'text/plain', 'idempotency-key': randomUUID() },
      body: JSON.stringify(saleOf(newParcel(), now)),
    });
    expectProblem(asText, 415, 'unsupported-media-type');
  });

  it('is told in English to whom English is spoken', async () => {
    const quote = (language: string) =>
      clerk.token().then((token) =>
        laptop.call('POST', '/v1/sales/quote', {
          token,
          headers: { 'accept-language': language },
          body: { trackingNumber: '60300095123456', amount: 1 },
        }),
      );
    const [english, russian] = await Promise.all([quote('en-GB'), quote('ru')]);
    expect(english.body.title).toMatch(/^[ -~’]+$/);
    expect(russian.body.title).toMatch(/[а-я]/);
    expect(english.body.code).toBe(russian.body.code);
  });
});

describe('who may ask', () => {
  const ask = (token: string | undefined, path: string) => laptop.call('GET', path, { token });

  it('is asked for a token, and for the right one', async () => {
    const { parcel } = await clerk.sellNew();
    const [sale, file] = [`/v1/sales/${parcel}`, `/v1/cases/${parcel}`];
    for (const path of [sale, file]) {
      expect((await ask(undefined, path)).status).toBe(401);
      expect((await ask('garbage', path)).status).toBe(401);
      expect((await ask(`${await clerk.token()}x`, path)).status).toBe(401);
    }
    expect((await ask(await clerk.token(), sale)).status).toBe(200);
    expect((await ask(await specialist.token(), file)).status).toBe(200);
    // A till is no specialist, nor the other way round: each token is for its own client.
    expect((await ask(await clerk.token(), file)).status).toBe(401);
    expect((await ask(await specialist.token(), sale)).status).toBe(401);
  });

  it('shows cases to specialists and supervisors, and not to analysts', async () => {
    const { parcel, link } = await clerk.sellNew();
    const filed = await customerOf(laptop, link).fileClaim('other', 1_000);
    const analyst = specialistOf(laptop, 'gleb', 'analyst');
    expect((await specialistOf(laptop, 'vera', 'supervisor').read(parcel)).status).toBe(200);
    const answers = await Promise.all([
      analyst.read(parcel),
      analyst.queue('specialist'),
      analyst.call('POST', '/search', { body: { phone: '+79161234567' } }),
      analyst.fileByPhone(parcel, { kind: 'other', description: 'нет', amount: 1_000 }),
      analyst.actOn(parcel, filed.body.claimId, 'approve', '"1"'),
      analyst.download(parcel, 'any'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
  });

  it('is served the OpenAPI document without any', async () => {
    const { status, body } = await laptop.call('GET', '/v1/openapi.json');
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\.1/);
    expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/v1/sales', '/v1/my/claims']));
  });

  it('ages: a token of two hours ago opens nothing', async () => {
    const { parcel } = await clerk.sellNew();
    const [pos, console_] = await Promise.all([clerk.token(), specialist.token()]);
    await world.advance('PT2H');
    expect((await ask(pos, `/v1/sales/${parcel}`)).status).toBe(401);
    expect((await ask(console_, `/v1/cases/${parcel}`)).status).toBe(401);
    expect((await ask(await clerk.token(), `/v1/sales/${parcel}`)).status).toBe(200);
  });
});

// These move the clock by months, so they come last, in this order.
describe('as time goes by', () => {
  const unknown = `${Buffer.from('10100012123456 ').toString('base64url')}${'A'.repeat(22)}`;
  const seenThrough = async (link: string) => {
    const { status, body } = await customerOf(laptop, link).policy();
    const { correlationId, ...rest } = body;
    if (status !== 200) expect(correlationId).toEqual(expect.any(String));
    return { httpStatus: status, ...rest };
  };

  it('a sale is voided within 14 days, its repeat answers the same bytes, and the parcel can be sold again', async () => {
    const first = await clerk.sellNew();
    const voided = await clerk.voidSale(first.parcel);
    expect(voided.body).toMatchObject({ status: 'voided', refund: 9_900 });
    expect((await clerk.voidSale(first.parcel)).text).toBe(voided.text);
    expect((await clerk.sell(first.sale, first.key)).text).toBe(first.answer.text);
    expect(await seenThrough(first.link)).toEqual(await seenThrough(unknown));

    const key = randomUUID();
    const second = await clerk.sell(first.sale, key);
    expect(second.status).toBe(201);
    expect(second.body.policyId).not.toBe(first.answer.body.policyId);
    expect((await clerk.sell(first.sale, first.key)).text).toBe(first.answer.text);
    expect((await clerk.sell(first.sale, key)).text).toBe(second.text);
    expect((await seenThrough(linkTokenOf(second))).status).toBe('active');
    expect((await seenThrough(first.link)).httpStatus).toBe(404);
    const told = await world.untilTold(first.parcel, /отменена/);
    expect(told.filter(({ text }) => /отменена/.test(text))).toHaveLength(1);
  });

  it('a sale with a claim, or after 14 days, is not voided; after 31 days it can be sold again', async () => {
    const claimed = await clerk.sellNew();
    await customerOf(laptop, claimed.link).fileClaim('other', 1_000);
    expectProblem(await clerk.voidSale(claimed.parcel), 409, 'void-claim-open', { openClaims: 1 });

    const kept = await clerk.sellNew();
    await world.advance('P13D');
    const { voidableUntil } = (await clerk.read(kept.parcel)).body;
    await world.setClock(voidableUntil);
    expectProblem(await clerk.voidSale(kept.parcel), 409, 'void-too-late', { voidableUntil });
    expect((await clerk.sell(kept.sale, kept.key)).text).toBe(kept.answer.text);

    await world.advance('P17D');
    expect((await clerk.read(kept.parcel)).body.status).toBe('ended');
    expect((await clerk.sell(kept.sale, kept.key)).text).toBe(kept.answer.text);
    expectProblem(await clerk.sell({ ...kept.sale, amount: 1 }, kept.key), 422, 'idempotency-key-reused');
    const again = await clerk.sell(saleOf(kept.parcel, await world.now()));
    expect(again.status).toBe(201);
    expect((await clerk.sell(kept.sale, kept.key)).text).toBe(kept.answer.text);
  });

  it('a link that is unknown, expired or revoked answers the same', async () => {
    const old = await clerk.sellNew();
    await world.advance('P31D');
    expect((await seenThrough(old.link)).status).toBe('ended');
    await world.advance('P190D');
    const revoked = await clerk.sellNew();
    await clerk.voidSale(revoked.parcel);
    const answers = await Promise.all(
      [old.link, revoked.link, unknown, `${old.link.slice(0, -1)}-`, 'short'].map(seenThrough),
    );
    expect(answers[0]).toMatchObject({ httpStatus: 404, code: 'not-found' });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});
