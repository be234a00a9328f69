import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { clerkOf, linkTokenOf, newParcel, saleOf } from './clerk.ts';
import { customerOf } from './customer.ts';
import { type Laptop, PATIENCE_MILLIS, startLaptop } from './laptop.ts';
import { specialistOf } from './specialist.ts';
import { until } from './until.ts';
import { worldOf } from './world.ts';

jest.setTimeout(PATIENCE_MILLIS);

let laptop: Laptop;
beforeAll(async () => {
  laptop = await startLaptop();
});
afterAll(() => laptop?.dispose());

const seller = { name: 'ООО «Ловкие люди», магазин «Удача»', taxNumber: '7707083893' };
const warnings = [
  {
    rule: 'many-confirmed',
    ru: 'За 90 дней по посылкам этого продавца подтверждено 7 обращений.',
    en: 'In the last 90 days: 7 claims confirmed on this seller’s parcels.',
  },
];

it('a seller with seven confirmed claims: the quote of the next parcel says so, the sale too, and for ever', async () => {
  const clerk = clerkOf(laptop);
  const world = worldOf(laptop);
  const anna = specialistOf(laptop);
  const saleNow = async (of: object = seller) => ({ ...saleOf(newParcel(), await world.now()), seller: of });
  const quote = async (of: object) => (await clerk.quote(await saleNow(of))).body;

  const unwarned = await saleNow();
  const firstKey = randomUUID();
  const first = await clerk.sell(unwarned, firstKey);
  expect(first.body).not.toHaveProperty('warnings');
  const parcels = [first];
  while (parcels.length < 7) parcels.push(await clerk.sell(await saleNow()));
  for (const { body } of parcels) {
    const link = linkTokenOf({ body } as typeof first);
    const { claimId } = (await customerOf(laptop, link).fileClaim('empty-or-incomplete', 250_000)).body;
    const approved = await anna.act(body.trackingNumber, claimId, 'approve', { amount: 250_000 });
    expect(approved.status).toBe(200);
  }

  // As soon as the money has gone out and was counted; by the tax number, whatever the name on the parcel is.
  await until('the quote carries the warning', async () =>
    (await quote(seller)).warnings?.some(({ rule }: { rule: string }) => rule === 'many-confirmed'),
  );
  expect((await quote(seller)).warnings).toEqual(warnings);
  expect((await quote({ name: 'Удача', taxNumber: seller.taxNumber })).warnings).toEqual(warnings);
  expect(await quote({ name: 'ООО «Честные люди»', taxNumber: '5001234567' })).not.toHaveProperty('warnings');

  // The till's function reads its list anew after a minute, beside a sale that does not wait for it.
  await world.advance('PT2M');
  const warned = await until('a sale carries the warning', async () => {
    const sale = await saleNow();
    const key = randomUUID();
    const answer = await clerk.sell(sale, key);
    return answer.body.warnings ? { sale, key, answer } : undefined;
  });
  expect(warned.answer).toMatchObject({ status: 201, body: { warnings } });

  await world.advance('P100D');
  expect(await quote(seller)).not.toHaveProperty('warnings');
  expect((await clerk.sell(warned.sale, warned.key)).text).toBe(warned.answer.text);
  expect((await clerk.sell(unwarned, firstKey)).text).toBe(first.text);
});

it('the seller’s page shows the seven claims to an analyst and a specialist', async () => {
  const kira = specialistOf(laptop, 'kira', 'analyst');
  const day = (daysAgo: number, now: string) =>
    new Date(Date.parse(now) - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const now = await worldOf(laptop).now();
  const read = async (path: string, token: string) => laptop.call('GET', path, { token });
  const claims = await read(
    `/v1/reports/claims?from=${day(120, now)}&to=${day(0, now)}&region=MOW&measure=compensated&limit=50`,
    await kira.token(),
  );
  expect(claims.body.claims).toHaveLength(7);
  const [taxId] = claims.body.claims[0].sellerIds;
  for (const reader of [kira, specialistOf(laptop)]) {
    const page = await read(`/v1/sellers/${taxId}`, await reader.token());
    expect(page.status).toBe(200);
    expect(page.body).toMatchObject({
      aliases: [{ ...seller, sellerId: taxId }],
      totals: { filed: 7, confirmed: 7, refused: 0, paid: 1_750_000 },
      warnings: [],
    });
    expect(page.body.totals.parcels).toBeGreaterThanOrEqual(7);
  }
  const unknown = await read(`/v1/sellers/${'x'.repeat(22)}`, await kira.token());
  expect(unknown).toMatchObject({ status: 404, body: { code: 'not-found' } });
});
