import { jest } from '@jest/globals';
import { makeFilm } from '../../local/walkthrough-film.ts';
import { clerkOf } from './clerk.ts';
import { customerOf } from './customer.ts';
import { type Laptop, PATIENCE_MILLIS, startLaptop } from './laptop.ts';
import { specialistOf } from './specialist.ts';
import { until } from './until.ts';
import { type Message, worldOf } from './world.ts';

jest.setTimeout(PATIENCE_MILLIS);

let laptop: Laptop;
let clerk: ReturnType<typeof clerkOf>;
let world: ReturnType<typeof worldOf>;
let specialist: ReturnType<typeof specialistOf>;
let film: Uint8Array;

beforeAll(async () => {
  film = await makeFilm(6);
  laptop = await startLaptop();
  clerk = clerkOf(laptop);
  world = worldOf(laptop);
  specialist = specialistOf(laptop);
});
afterAll(() => laptop?.dispose());

async function untilStatus(customer: ReturnType<typeof customerOf>, claimId: string, status: string) {
  return until(`the claim is ${status}`, async () => {
    const answer = await customer.claim(claimId);
    return answer.body.status === status ? answer : undefined;
  });
}

/** The order in which a customer is told of the states, as far as each is told at all. */
function expectOrder(told: Message[], patterns: RegExp[]): void {
  const places = told.map(({ text }) => patterns.findIndex((pattern) => pattern.test(text)));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
  expect(new Set(places).size).toBe(places.length);
}

// A state that the claim has left before its message went out is not told: what followed is told instead.
const PAID = [/Готовим выплату/, /отправлена/, /выплата 2 500 ₽ сделана/];

describe('a claim up to 3,000 RUB', () => {
  it('filed by phone and on the page is one claim, with its first time, and is paid once', async () => {
    const { parcel, link } = await clerk.sellNew(250_000);
    const customer = customerOf(laptop, link);
    await world.untilTold(parcel, /защита действует до/);
    const told = { kind: 'wrong-item', description: 'Не тот цвет', amount: 250_000 };
    const [phone, ...others] = await Promise.all([
      specialist.fileByPhone(parcel, told),
      ...Array.from({ length: 10 }, () => customer.fileClaim('wrong-item', 250_000)),
      ...Array.from({ length: 10 }, () => specialist.fileByPhone(parcel, told)),
    ]);
    const answers = [phone, ...others];
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(new Set(answers.map(({ body }) => body.claimId)).size).toBe(1);
    expect(new Set(answers.map(({ body }) => body.filedAt)).size).toBe(1);
    const { claimId, status } = phone.body;
    expect(status).toBe('in-review');
    expect((await customer.policy()).body.claims).toHaveLength(1);
    // Another event is another claim.
    const second = await customer.fileClaim('refund-withheld', 1_000);
    expect(second.status).toBe(201);
    expect(second.body.claimId).not.toBe(claimId);
    expect((await customer.act(second.body.claimId, 'withdraw')).body.status).toBe('withdrawn');

    const queue = await specialist.queue('specialist');
    expect(queue.body.cases.filter((each: { claimId: string }) => each.claimId === claimId)).toMatchObject([
      { trackingNumber: parcel, status: 'in-review', amount: 250_000, overdue: false },
    ]);
    const approved = await specialist.act(parcel, claimId, 'approve', { amount: 250_000 });
    expect(approved.status).toBe(200);
    const paid = await untilStatus(customer, claimId, 'compensated');
    expect(paid.body).toMatchObject({ approvedAmount: 250_000, paidAmount: 250_000, allowedActions: [] });
    const { body } = await specialist.read(parcel);
    expect(body.payouts).toMatchObject([{ claimId, amount: 250_000, status: 'settled' }]);
    const reference = body.payouts[0].reference;
    expect((await world.payouts()).filter((one) => one.reference === reference)).toEqual([
      {
        reference,
        amount: 250_000,
        count: 1,
        total: 250_000,
        status: 'settled',
        recipient: { method: 'phone', lastDigits: '4567' },
      },
    ]);
    await world.untilTold(parcel, /Обращение завершено/);
    const messages = (await world.messages(parcel)).filter(
      ({ text }) => !/закрыто по вашей просьбе/.test(text),
    );
    const reviewed = messages.filter(({ text }) => /рассматривает/.test(text));
    // One for each of the two claims, unless it went on before its message went out.
    expect(reviewed.length).toBeLessThanOrEqual(2);
    const [sold, ...rest] = messages.filter((message) => !reviewed.includes(message));
    expect(sold?.text).toMatch(/защита действует до/);
    expectOrder(rest, PAID);
  });
});

describe('a claim above 3,000 RUB', () => {
  it('waits for the film, is reviewed, asked about, answered, approved in part and paid once', async () => {
    const { parcel, link } = await clerk.sellNew(450_000);
    const customer = customerOf(laptop, link);
    // Sales and claims come by two streams: only what is waited for has an order between them.
    await world.untilTold(parcel, /снимите/);
    const filed = await customer.fileClaim('foreign-object', 450_000);
    expect(filed.body).toMatchObject({
      status: 'awaiting-video',
      allowedActions: ['withdraw'],
      card: { title: 'Ждём видео распаковки', byWhen: expect.stringMatching(/до /) },
    });
    const { claimId } = filed.body;
    await world.untilTold(parcel, /Загрузите видео/);

    await customer.upload(film);
    await untilStatus(customer, claimId, 'in-review');
    await world.untilTold(parcel, /рассматривает/);
    expect((await specialist.act(parcel, claimId, 'ask-for-more')).body).toMatchObject({
      code: 'decision-incomplete',
      missing: ['question'],
    });
    const asked = await specialist.act(parcel, claimId, 'ask-for-more', { question: 'Где чек?' });
    expect(asked.body.claims[0]).toMatchObject({ status: 'awaiting-customer' });
    await world.untilTold(parcel, /вопрос/);
    expect((await customer.claim(claimId)).body).toMatchObject({
      question: 'Где чек?',
      allowedActions: expect.arrayContaining(['answer', 'withdraw']),
    });
    const answered = await customer.act(claimId, 'answer', { answer: 'Чек в письме' });
    expect(answered.body.status).toBe('in-review');
    const known = await specialist.untilCase(
      parcel,
      'the answer',
      ({ claims }) => claims[0].answers.length > 0,
    );
    expect(known.body.claims[0].answers).toEqual(['Чек в письме']);

    const tooMuch = await specialist.act(parcel, claimId, 'approve', { amount: 450_001 });
    expect(tooMuch.body).toMatchObject({ code: 'approved-amount-out-of-range', maximum: 450_000 });
    expect((await specialist.act(parcel, claimId, 'approve', { amount: 123_457 })).status).toBe(200);
    const paid = await untilStatus(customer, claimId, 'compensated');
    expect(paid.body).toMatchObject({ amount: 450_000, approvedAmount: 123_457, paidAmount: 123_457 });
    const file = (await specialist.read(parcel)).body;
    const { reference } = file.payouts[0];
    expect((await world.payouts()).filter((one) => one.reference === reference)).toMatchObject([
      { amount: 123_457, count: 1, total: 123_457 },
    ]);
    const actions = file.timeline.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(
      expect.arrayContaining(['file', 'receive-film', 'ask-for-more', 'answer', 'approve', 'settle']),
    );
    await world.untilTold(parcel, /Обращение завершено/);
    const told = await world.messages(parcel);
    expect(told.filter(({ text }) => /рассматривает/.test(text)).length).toBeLessThanOrEqual(2);
    const once = told.filter(({ text }) => !/рассматривает/.test(text));
    expectOrder(once, [/снимите/, /Загрузите видео/, /вопрос/, ...PAID.slice(0, 2), /1 234,57 ₽ сделана/]);
  });

  it('is refused with its reasons, and never without', async () => {
    const { parcel, link } = await clerk.sellNew(250_000);
    const customer = customerOf(laptop, link);
    const { claimId } = (await customer.fileClaim('wrong-item', 100_000)).body;
    const bare = await specialist.act(parcel, claimId, 'refuse', { explanation: 'Нет' });
    expect(bare.body).toMatchObject({
      status: 422,
      code: 'decision-incomplete',
      missing: ['reasonCode', 'clause', 'evidence', 'whatWouldChange'],
    });
    const reasons = {
      reasonCode: 'evidence-insufficient',
      clause: '4.2',
      evidence: ['разговор по телефону'],
      explanation: 'На снимках не видно дефекта.',
      whatWouldChange: 'Снимок этикетки.',
    };
    expect((await specialist.act(parcel, claimId, 'refuse', reasons)).status).toBe(200);
    const { body } = await customer.claim(claimId);
    expect(body).toMatchObject({
      status: 'refused',
      allowedActions: ['appeal'],
      refusal: {
        ...reasons,
        reason: expect.any(String),
        appealUntil: expect.stringMatching(/T21:00:00\.000Z$/),
      },
    });
    const told = await world.untilTold(parcel, /отказано/);
    expect(told.filter(({ text }) => /отказано/.test(text))).toHaveLength(1);
    expect((await specialist.read(parcel)).body.payouts).toEqual([]);
  });
});

describe('a refusal that the customer does not accept', () => {
  const reasons = {
    reasonCode: 'evidence-insufficient',
    clause: '4.2',
    evidence: ['разговор по телефону'],
    whatWouldChange: 'Снимок этикетки.',
  };

  async function refusedClaim() {
    const { parcel, link } = await clerk.sellNew(250_000);
    const customer = customerOf(laptop, link);
    const { claimId } = (await customer.fileClaim('wrong-item', 100_000)).body;
    expect((await specialist.act(parcel, claimId, 'refuse', reasons)).status).toBe(200);
    return { parcel, customer, claimId };
  }

  it('is looked at again by somebody else, who approves, and is paid once', async () => {
    const { parcel, customer, claimId } = await refusedClaim();
    const boris = specialistOf(laptop, 'boris');
    expect((await customer.act(claimId, 'appeal')).body).toMatchObject({
      status: 422,
      code: 'decision-incomplete',
      missing: ['reason'],
    });
    const reason = 'На втором снимке виден скол.';
    // From two phones at once.
    const appeals = await Promise.all([1, 2].map(() => customer.act(claimId, 'appeal', { reason })));
    for (const { status, body } of appeals) {
      expect(status).toBe(200);
      expect(body).toMatchObject({
        status: 'in-appeal',
        allowedActions: ['withdraw'],
        card: { title: 'Пересматриваем решение', byWhen: expect.stringMatching(/до /) },
      });
    }
    await world.untilTold(parcel, /пересматривает другой специалист/);

    const seen = (await specialist.read(parcel)).body;
    expect(seen.claims[0]).toMatchObject({
      appealReason: reason,
      allowedActions: [],
    });
    expect(seen.timeline.filter(({ action }: { action: string }) => action === 'appeal')).toHaveLength(1);
    expect(JSON.stringify(seen.timeline)).not.toContain('скол');
    for (const [action, body] of [
      ['approve', { amount: 100_000 }],
      ['refuse', reasons],
    ] as const)
      expect((await specialist.act(parcel, claimId, action, body)).body).toMatchObject({
        status: 403,
        code: 'another-person-needed',
      });
    const queue = await boris.queue('specialist');
    expect(queue.body.cases.filter((each: { claimId: string }) => each.claimId === claimId)).toMatchObject([
      { status: 'in-appeal', allowedActions: expect.arrayContaining(['approve', 'refuse']) },
    ]);
    expect((await boris.act(parcel, claimId, 'approve', { amount: 100_000 })).status).toBe(200);
    const paid = await untilStatus(customer, claimId, 'compensated');
    expect(paid.body).toMatchObject({ approvedAmount: 100_000, paidAmount: 100_000, allowedActions: [] });
    const { reference } = (await specialist.read(parcel)).body.payouts[0];
    expect((await world.payouts()).filter((one) => one.reference === reference)).toMatchObject([
      { amount: 100_000, count: 1 },
    ]);
  });

  it('and is taken on the telephone, refused again, and final', async () => {
    const { parcel, customer, claimId } = await refusedClaim();
    const boris = specialistOf(laptop, 'boris');
    expect((await specialist.act(parcel, claimId, 'approve', { amount: 1 })).body).toMatchObject({
      status: 409,
      code: 'action-not-allowed',
      allowedActions: ['appeal'],
    });
    expect((await specialist.act(parcel, claimId, 'appeal', { reason: 'Звонил, не согласен' })).status).toBe(
      200,
    );
    expect((await boris.act(parcel, claimId, 'refuse', reasons)).status).toBe(200);
    const { body } = await customer.claim(claimId);
    expect(body).toMatchObject({ status: 'refused', allowedActions: [], refusal: { clause: '4.2' } });
    expect(body.card).not.toHaveProperty('byWhen');
    expect((await customer.act(claimId, 'appeal', { reason: 'Снова' })).body).toMatchObject({
      status: 409,
      code: 'action-not-allowed',
    });
    await world.untilTold(parcel, /отказ остаётся в силе/);
  });
});

describe('two people at one case', () => {
  it('cannot decide it twice: the second is told the present state, the same one again is answered the same', async () => {
    const { parcel, link } = await clerk.sellNew(250_000);
    const { claimId } = (await customerOf(laptop, link).fileClaim('wrong-item', 70_000)).body;
    const boris = specialistOf(laptop, 'boris');
    const etag = (await specialist.read(parcel)).headers.get('etag') ?? '';
    const bare = await specialist.call('POST', `/${parcel}/claims/${claimId}/approve`, { body: {} });
    expect(bare.body).toMatchObject({ status: 428, code: 'precondition-missing' });

    const approve = () => specialist.actOn(parcel, claimId, 'approve', etag, { amount: 70_000 });
    const refuse = () =>
      boris.actOn(parcel, claimId, 'refuse', etag, {
        reasonCode: 'no-deceit-found',
        clause: '3.2',
        evidence: ['снимки'],
        whatWouldChange: 'Ответ продавца.',
      });
    const answers = await Promise.all([approve(), refuse()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const isApproved = answers[0].status === 200;
    const lost = answers.find(({ status }) => status === 409);
    expect(lost?.body.code).toBe('case-changed');
    expect(isApproved ? ['approved', 'paying', 'compensated'] : ['refused']).toContain(lost?.body.state);
    const again = await (isApproved ? approve() : refuse());
    expect(isApproved ? [200, 409] : [200]).toContain(again.status);
  });

  it('answers the same decision once more with 200 while it stands', async () => {
    const { parcel, link } = await clerk.sellNew(250_000);
    const { claimId } = (await customerOf(laptop, link).fileClaim('wrong-item', 70_000)).body;
    const { headers } = await specialist.read(parcel);
    const ask = () =>
      specialist.actOn(parcel, claimId, 'ask-for-more', headers.get('etag') ?? '', { question: 'Где чек?' });
    const [first, ...repeats] = [await ask(), await ask(), await ask()];
    expect([first, ...repeats].map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(repeats.map(({ body }) => body.version)).toEqual([first.body.version, first.body.version]);
    const unknown = await specialist.act(parcel, claimId, 'applaud');
    expect(unknown.body).toMatchObject({ status: 404, code: 'action-unknown' });
    const notNow = await specialist.act(parcel, claimId, 'approve', { amount: 1 });
    expect(notNow.body).toMatchObject({ code: 'action-not-allowed' });
    expect(notNow.body.allowedActions).toEqual(expect.arrayContaining(['answer', 'withdraw']));
  });
});

// These move the clock, so they come last.
describe('a claim that its customer leaves', () => {
  it('withdrawn is closed and can be filed again as a new one', async () => {
    const { parcel, link } = await clerk.sellNew(250_000);
    const customer = customerOf(laptop, link);
    const { claimId } = (await customer.fileClaim('counterfeit', 50_000)).body;
    expect((await customer.act(claimId, 'withdraw')).body.status).toBe('withdrawn');
    expect((await customer.act(claimId, 'withdraw')).body.status).toBe('withdrawn');
    await world.untilTold(parcel, /закрыто по вашей просьбе/);
    const again = await customer.fileClaim('counterfeit', 50_000);
    expect(again.status).toBe(201);
    expect(again.body.claimId).not.toBe(claimId);
    expect((await customer.act(claimId, 'approve')).body.code).toBe('action-not-allowed');
  });

  it('without its film lapses after seven days, but not while an upload is under way', async () => {
    const [silent, filming] = [await clerk.sellNew(450_000), await clerk.sellNew(450_000)];
    const lapsing = customerOf(laptop, silent.link);
    const uploading = customerOf(laptop, filming.link);
    const left = (await lapsing.fileClaim('damaged', 450_000)).body;
    const begun = (await uploading.fileClaim('damaged', 450_000)).body;
    await world.untilTold(filming.parcel, /Загрузите видео/);
    await world.advance('P6D');
    const plan = await uploading.startUpload(film);
    await world.advance('P2D');
    const lapsed = await untilStatus(lapsing, left.claimId, 'lapsed');
    expect(lapsed.body).toMatchObject({ allowedActions: [] });
    await world.untilTold(silent.parcel, /не дождались/);
    const waiting = await until('the deadline of the begun upload', async () => {
      const { body } = await uploading.claim(begun.claimId);
      return body.deadline > begun.deadline ? body : undefined;
    });
    expect(waiting.status).toBe('awaiting-video');
    await uploading.sendParts(film, plan, await uploading.missingParts(plan));
    expect((await uploading.complete(plan.uploadId)).status).toBe(200);
    await untilStatus(uploading, begun.claimId, 'in-review');
    // The protection still lasts: the other one files again.
    const again = await lapsing.fileClaim('damaged', 450_000);
    expect(again.status).toBe(201);
    expect(again.body.claimId).not.toBe(left.claimId);
  });

  it('refused is refused for good when the time to appeal is over', async () => {
    const { parcel, link } = await clerk.sellNew(250_000);
    const customer = customerOf(laptop, link);
    const { claimId } = (await customer.fileClaim('wrong-item', 100_000)).body;
    const reasons = {
      reasonCode: 'no-deceit-found',
      clause: '3.2',
      evidence: ['снимки'],
      whatWouldChange: 'Ответ продавца.',
    };
    expect((await specialist.act(parcel, claimId, 'refuse', reasons)).status).toBe(200);
    const { appealUntil } = (await customer.claim(claimId)).body.refusal;
    await world.setClock(appealUntil);
    expect((await customer.act(claimId, 'appeal', { reason: 'Не согласна' })).body).toMatchObject({
      status: 409,
      code: 'appeal-too-late',
      appealUntil,
      timeZone: expect.any(String),
    });
    const { body } = await customer.claim(claimId);
    expect(body).toMatchObject({ status: 'refused', allowedActions: [], refusal: { appealUntil } });
    expect(body.card).not.toHaveProperty('byWhen');
  });

  it('to our deadline goes to a supervisor, who gives it back', async () => {
    const { parcel, link } = await clerk.sellNew(250_000);
    const customer = customerOf(laptop, link);
    const { claimId } = (await customer.fileClaim('wrong-item', 5_000)).body;
    await world.untilTold(parcel, /рассматривает/);
    await world.advance('P6D');
    await untilStatus(customer, claimId, 'needs-attention');
    await world.untilTold(parcel, /старший специалист/);
    const vera = specialistOf(laptop, 'vera', 'supervisor');
    const queue = await vera.queue('supervisor');
    expect(queue.body.cases.map((each: { claimId: string }) => each.claimId)).toContain(claimId);
    expect((await vera.act(parcel, claimId, 'return-to-review')).status).toBe(200);
    expect((await vera.act(parcel, claimId, 'approve', { amount: 5_000 })).body).toMatchObject({
      status: 409,
      code: 'action-not-allowed',
    });
    expect((await specialist.act(parcel, claimId, 'approve', { amount: 5_000 })).status).toBe(200);
    await untilStatus(customer, claimId, 'compensated');
  });
});

it('nothing of all this was told twice', async () => {
  const all = await world.messages('');
  expect(all.length).toBeGreaterThan(20);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});
