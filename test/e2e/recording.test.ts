import { jest } from '@jest/globals';
import { clerkOf, type SoldParcel } from './clerk.ts';
import { customerOf, putPart, type SignedPart, sha256, type UploadPlan } from './customer.ts';
import { filmOf } from './film-maker.ts';
import { type Laptop, PATIENCE_MILLIS, startLaptop } from './laptop.ts';
import { specialistOf } from './specialist.ts';
import { until } from './until.ts';
import { worldOf } from './world.ts';

const PART = 5_242_880;
const MEGABYTES = 12;

jest.setTimeout(PATIENCE_MILLIS);

let laptop: Laptop;
let clerk: ReturnType<typeof clerkOf>;
let world: ReturnType<typeof worldOf>;
let specialist: ReturnType<typeof specialistOf>;
let film: Buffer;

beforeAll(async () => {
  laptop = await startLaptop();
  clerk = clerkOf(laptop);
  world = worldOf(laptop);
  specialist = specialistOf(laptop);
  film = filmOf(MEGABYTES, await world.now());
});
afterAll(() => laptop?.dispose());

type Customer = ReturnType<typeof customerOf>;

/** Begins a recording, as the page does when the camera starts. */
async function record(customer: Customer): Promise<UploadPlan> {
  const begun = await customer.beginUpload({ fileName: 'recording', contentType: 'video/mp4' });
  expect(begun.status).toBe(201);
  expect(begun.body).toEqual({
    uploadId: expect.any(String),
    partSize: PART,
    recordingCode: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{6}$/),
    finishUntil: expect.any(String),
  });
  return begun.body;
}

/** Sends one part as soon as it has been filmed. */
async function sendPart(customer: Customer, plan: UploadPlan, partNumber: number): Promise<void> {
  const [signed] = await customer.signParts(film, plan, [partNumber]);
  const bytes = film.subarray((partNumber - 1) * PART, partNumber * PART);
  expect(await putPart(signed as SignedPart, bytes)).toMatchObject({ status: 200 });
}

describe('a film that is recorded in the page', () => {
  it('is finished from another phone with its length, once every part is there', async () => {
    const { parcel, link } = await clerk.sellNew();
    const customer = customerOf(laptop, link);
    const plan = await record(customer);
    await sendPart(customer, plan, 1);
    await sendPart(customer, plan, 3);
    const other = customerOf(laptop, link);
    const early = await other.complete(plan.uploadId, { size: film.length });
    expect(early.body).toMatchObject({ code: 'upload-parts-missing', partNumbers: [2], missing: 1 });
    expect((await other.readUpload(plan.uploadId)).body).toMatchObject({
      status: 'open',
      purpose: 'film',
      receivedParts: [{ partNumber: 1 }, { partNumber: 3 }],
    });
    await sendPart(customer, plan, 2);
    const done = await other.complete(plan.uploadId, { size: film.length, sha256: sha256(film) });
    expect(done.body).toEqual({ evidenceId: plan.uploadId, status: 'received' });
    expect((await customer.complete(plan.uploadId, {})).text).toBe(done.text);
    const { body } = await specialist.untilCase(parcel, 'the check', ({ evidence }) => evidence[0]?.check);
    expect(body.evidence[0]).toMatchObject({
      recordingCode: expect.stringMatching(/^.{6}$/),
      size: film.length,
      check: { sha256: sha256(film), findings: [] },
    });
    expect((await customer.policy()).body.uploads[0]).toMatchObject({
      recordingCode: body.evidence[0].recordingCode,
      finishUntil: expect.any(String),
    });
  });

  it('is finished from another phone without its length, of all that came in one piece', async () => {
    const { parcel, link } = await clerk.sellNew();
    const plan = await record(customerOf(laptop, link));
    for (const partNumber of [1, 2]) await sendPart(customerOf(laptop, link), plan, partNumber);
    expect((await customerOf(laptop, link).complete(plan.uploadId, {})).status).toBe(200);
    const { body } = await specialist.untilCase(parcel, 'the check', ({ evidence }) => evidence[0]?.check);
    const arrived = film.subarray(0, 2 * PART);
    expect(body.evidence[0]).toMatchObject({ size: 2 * PART, check: { sha256: sha256(arrived) } });
  });

  it('that nobody finishes is composed when its time is over, and its claim goes on', async () => {
    const { parcel, link } = await clerk.sellNew(450_000);
    const customer = customerOf(laptop, link);
    const plan = await record(customer);
    await sendPart(customer, plan, 1);
    const filed = await customer.fileClaim('foreign-object', 450_000);
    expect(filed.body.status).toBe('awaiting-video');
    const { finishUntil } = (await customer.readUpload(plan.uploadId)).body;
    const left = Date.parse(finishUntil) - Date.parse(await world.now());
    await world.advance(`PT${Math.ceil(left / 1000) + 1}S`);
    // Time goes on while the service is at it: a step that failed on a busy machine is tried again minutes later.
    const { body } = await until(`the claim on ${parcel} goes on`, async () => {
      await world.advance('PT2S');
      const answer = await specialist.read(parcel);
      return answer.body.claims?.[0]?.status === 'in-review' ? answer : undefined;
    });
    expect(body.evidence[0]).toMatchObject({ status: 'received', size: PART });
    const received = body.timeline.filter(({ action }: { action: string }) => action === 'upload-received');
    // Its deadline composes it; that, or the check that hears of the new object, writes down that it is there.
    expect(['clock', 'system']).toContain(received[0]?.actor.role);
    expect(received).toHaveLength(1);
  });
});

describe('a document', () => {
  const receipt = Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(2000, 'receipt')]);
  let sold: SoldParcel;
  let customer: Customer;

  beforeAll(async () => {
    sold = await clerk.sellNew(250_000);
    customer = customerOf(laptop, sold.link);
  });

  it('goes with an answer to the specialist, and comes to them as a download', async () => {
    const begin = {
      fileName: 'receipt.jpg',
      contentType: 'image/jpeg',
      purpose: 'document',
      size: receipt.length,
    };
    expect((await customer.beginUpload(begin)).body).toMatchObject({ status: 409, code: 'no-open-claim' });
    const { claimId } = (await customer.fileClaim('overcharged', 100_000)).body;
    expect((await customer.beginUpload({ ...begin, size: undefined })).body.code).toBe('invalid-request');
    const begun = await customer.beginUpload(begin);
    expect(begun.status).toBe(201);
    const { uploadId } = begun.body;
    await customer.sendParts(receipt, begun.body, [1]);
    await specialist.act(sold.parcel, claimId, 'ask-for-more', { question: 'Где чек?' });

    const early = await customer.act(claimId, 'answer', { documents: [uploadId] });
    expect(early.body).toMatchObject({ status: 422, code: 'document-unknown', uploadId });
    expect((await customer.act(claimId, 'answer', { documents: [] })).body.code).toBe('decision-incomplete');
    expect((await customer.complete(uploadId, sha256(receipt))).status).toBe(200);
    const answered = await customer.act(claimId, 'answer', { documents: [uploadId] });
    expect(answered.body.status).toBe('in-review');
    expect((await customer.act(claimId, 'answer', { documents: [uploadId] })).text).toBe(answered.text);

    const { body } = await specialist.untilCase(
      sold.parcel,
      'the check',
      ({ evidence }) => evidence[0]?.check,
    );
    expect(body.claims[0]).toMatchObject({ documents: [uploadId] });
    expect(body.evidence[0]).toMatchObject({
      purpose: 'document',
      check: { container: 'jpeg', sha256: sha256(receipt), findings: [] },
    });
    const taken = await specialist.download(sold.parcel, uploadId);
    const response = await fetch(taken.body.url);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(sha256(new Uint8Array(await response.arrayBuffer()))).toBe(sha256(receipt));
  });

  it('stands in what the customer reads of it all, in their language', async () => {
    const { body } = await customer.policy();
    expect(body.documents).toMatchObject({ maximumBytes: 26_214_400, filesPerPolicy: 20 });
    const texts = body.timeline.map(({ text }: { text: string }) => text.replaceAll('\u00a0', ' '));
    expect(texts).toEqual([
      'Защита оформлена. Сумма покупки: 2 500 ₽.',
      'Обращение принято. Вы указали потерю: 1 000 ₽.',
      'Начата загрузка документа.',
      expect.stringMatching(/^Специалист задал вам вопрос\. Ответить можно до .+\.$/),
      'Документ получен.',
      'Ваш ответ передан специалисту. Приложено документов: 1.',
    ]);
  });
});
