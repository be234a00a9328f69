import { randomUUID } from 'node:crypto';
import { request as requestOf } from 'node:http';
import { jest } from '@jest/globals';
import { makeFilm } from '../../local/walkthrough-film.ts';
import { clerkOf, linkTokenOf, newParcel, type SoldParcel, saleOf } from './clerk.ts';
import { bytesOfPart, customerOf, putPart, type SignedPart, sha256, type UploadPlan } from './customer.ts';
import { type Laptop, PATIENCE_MILLIS, startLaptop } from './laptop.ts';
import { SEED, seededRandom } from './seeded-random.ts';
import { specialistOf } from './specialist.ts';
import { until } from './until.ts';
import { worldOf } from './world.ts';

jest.setTimeout(PATIENCE_MILLIS);

let laptop: Laptop;
let clerk: ReturnType<typeof clerkOf>;
let world: ReturnType<typeof worldOf>;
let specialist: ReturnType<typeof specialistOf>;
let film: Uint8Array;

beforeAll(async () => {
  film = await makeFilm(12);
  laptop = await startLaptop();
  clerk = clerkOf(laptop);
  world = worldOf(laptop);
  specialist = specialistOf(laptop);
});
afterAll(() => laptop?.dispose());

/** `kill -9` and a new start. The kill itself fails the test when a process is left over. */
async function killAndRestart(): Promise<void> {
  await laptop.kill();
  await laptop.restart();
}

/** Sends a request and resolves when all of it has gone out; nobody waits for the answer. */
function sendOff(method: string, path: string, token: string, body: unknown, headers = {}): Promise<void> {
  return new Promise((resolve) => {
    const outgoing = requestOf(laptop.origin + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    });
    outgoing.once('error', () => resolve());
    outgoing.end(JSON.stringify(body), () => resolve());
  });
}

const random = seededRandom(SEED);

/** Lets so much happen as the laptop does between a few other answers: where the kill hits is decided by the seed. */
async function aMomentLater(): Promise<void> {
  for (let left = Math.floor(random() * 60); left > 0; left -= 1) await world.now();
}

/** What was paid for the one claim of the parcel, by the provider's own books. */
async function paidFor(parcel: string) {
  const { body } = await specialist.read(parcel);
  const references = body.payouts.map(({ reference }: { reference: string }) => reference);
  return (await world.payouts()).filter(({ reference }) => references.includes(reference));
}

async function untilPaid({ parcel, link }: SoldParcel, claimId: string, amount: number): Promise<void> {
  const customer = customerOf(laptop, link);
  await until('the claim is paid', async () => {
    const { body } = await customer.claim(claimId);
    return body.status === 'compensated';
  });
  expect(await paidFor(parcel)).toMatchObject([{ amount, count: 1, total: amount, status: 'settled' }]);
}

async function expectToldOnce(parcel: string): Promise<void> {
  const told = await world.messages(parcel);
  expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
  expect(new Set(told.map(({ text }) => text)).size).toBe(told.length);
}

describe(`kill -9 (E2E_SEED=${SEED})`, () => {
  it('while sales are under way loses none that was answered and doubles none', async () => {
    const now = await world.now();
    const token = await clerk.token();
    const sales = Array.from({ length: 12 }, () => ({ sale: saleOf(newParcel(), now), key: randomUUID() }));
    const answered = new Map<string, string>();
    const first = Promise.withResolvers<void>();
    const underWay = sales.map(async ({ sale, key }) => {
      const answer = await laptop
        .call('POST', '/v1/sales', { token, headers: { 'idempotency-key': key }, body: sale })
        .catch(() => undefined);
      if (answer?.status === 201) answered.set(key, answer.text);
      first.resolve();
    });
    await first.promise;
    await laptop.kill();
    await Promise.all(underWay);
    await laptop.restart();
    expect(answered.size).toBeGreaterThan(0);
    for (const { sale, key } of sales) {
      const again = await clerk.sell(sale, key);
      expect(again.status).toBe(201);
      expect(again.text).toBe(answered.get(key) ?? again.text);
      expect((await clerk.sell(sale, key)).text).toBe(again.text);
      expect((await customerOf(laptop, linkTokenOf(again)).policy()).status).toBe(200);
    }
    for (const { sale } of sales) {
      await world.untilTold(sale.trackingNumber, /#/);
      await expectToldOnce(sale.trackingNumber);
    }
  });

  describe('at every step of one case', () => {
    let sold: SoldParcel;
    let customer: ReturnType<typeof customerOf>;
    let plan: UploadPlan;
    let claimId: string;

    beforeAll(async () => {
      sold = await clerk.sellNew(450_000);
      customer = customerOf(laptop, sold.link);
    });

    it('in the middle of a part: what had arrived stays, the part comes again', async () => {
      plan = await customer.startUpload(film);
      await customer.sendParts(film, plan, [1]);
      const [signed] = (await customer.signParts(film, plan, [2])) as [SignedPart];
      const outcome = putPart(signed, bytesOfPart(film, plan, 2), 2_000_000);
      await killAndRestart();
      expect(await outcome).toBe('broken');
      expect(await customer.missingParts(plan)).toEqual([2, 3]);
      await customer.sendParts(film, plan, [2, 3]);
    });

    it('while the film is composed: it is composed once, whole, and checked', async () => {
      await sendOff('POST', `/v1/my/uploads/${plan.uploadId}/complete`, sold.link, { sha256: sha256(film) });
      await aMomentLater();
      await killAndRestart();
      const done = await customer.complete(plan.uploadId, sha256(film));
      expect(done.body).toEqual({ evidenceId: plan.uploadId, status: 'received' });
      const { body } = await specialist.untilCase(
        sold.parcel,
        'the check',
        ({ evidence }) => evidence[0]?.check,
      );
      expect(body.evidence).toHaveLength(1);
      expect(body.evidence[0].check).toMatchObject({ sha256: sha256(film), size: film.length });
    });

    it('while the claim is filed: it is one claim', async () => {
      const claim = { kind: 'foreign-object', description: 'Вместо телефона кирпич', amount: 450_000 };
      await sendOff('POST', '/v1/my/claims', sold.link, claim);
      await aMomentLater();
      await killAndRestart();
      const filed = await customer.fileClaim('foreign-object', 450_000);
      expect([200, 201]).toContain(filed.status);
      claimId = filed.body.claimId;
      expect((await customer.fileClaim('foreign-object', 450_000)).status).toBe(200);
      expect((await customer.policy()).body.claims).toMatchObject([{ claimId, status: 'in-review' }]);
      await world.untilTold(sold.parcel, /рассматривает/);
    });

    it('right after the decision: it stands and is carried out, once', async () => {
      const decided = await specialist.act(sold.parcel, claimId, 'approve', { amount: 449_999 });
      expect(decided.status).toBe(200);
      await aMomentLater();
      await killAndRestart();
      await untilPaid(sold, claimId, 449_999);
      await world.untilTold(sold.parcel, /Обращение завершено/);
      await expectToldOnce(sold.parcel);
      const { body } = await specialist.read(sold.parcel);
      const steps = body.timeline.map(({ action }: { action: string }) => action);
      for (const once of ['upload-started', 'file', 'approve', 'start-payout', 'settle'])
        expect(steps.filter((step: string) => step === once)).toEqual([once]);
    });
  });

  it.each(['hang', 'accept-and-hang', 'accept-and-drop'])(
    'while money is on its way and the provider would %s: it is paid, once',
    async (mode) => {
      const sold = await clerk.sellNew(250_000);
      const { claimId } = (await customerOf(laptop, sold.link).fileClaim('empty-or-incomplete', 200_000))
        .body;
      await world.behave('payouts', { mode, next: 1, on: 'submit' });
      expect((await specialist.act(sold.parcel, claimId, 'approve', { amount: 123_400 })).status).toBe(200);
      await world.untilBehavesAgain('payouts');
      await killAndRestart();
      await untilPaid(sold, claimId, 123_400);
      await world.untilTold(sold.parcel, /Обращение завершено/);
      await expectToldOnce(sold.parcel);
    },
  );

  it.each(['hang', 'accept-and-hang'])(
    'while a message is sent and the provider would %s: it arrives, once',
    async (mode) => {
      await world.behave('messages', { mode, next: 1, on: 'submit' });
      const { parcel } = await clerk.sellNew();
      await world.untilBehavesAgain('messages');
      expect(await world.messages(parcel)).toHaveLength(mode === 'hang' ? 0 : 1);
      await killAndRestart();
      await world.untilTold(parcel, /#/);
      await expectToldOnce(parcel);
    },
  );

  it('while the expiry job runs: every protection ends and is told so, once', async () => {
    const sold = await Promise.all(Array.from({ length: 10 }, () => clerk.sellNew()));
    await Promise.all(sold.map(({ parcel }) => world.untilTold(parcel, /#/)));
    await world.advance('P31D');
    await aMomentLater();
    await killAndRestart();
    for (const { parcel } of sold) expect((await clerk.read(parcel)).body.status).toBe('ended');
    await world.advance('PT2H');
    for (const { parcel } of sold) {
      await world.untilTold(parcel, /закончилась/);
      await expectToldOnce(parcel);
    }
  });

  it('leaves nothing that was told twice, and no money but what was approved', async () => {
    const all = await world.messages('');
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const payouts = await world.payouts();
    expect(payouts.map(({ total }) => total).sort()).toEqual([123_400, 123_400, 123_400, 449_999]);
  });
});
