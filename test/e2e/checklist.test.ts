import { jest } from '@jest/globals';
import { clerkOf } from './clerk.ts';
import { customerOf, sha256 } from './customer.ts';
import { type Laptop, PATIENCE_MILLIS, startLaptop } from './laptop.ts';
import { specialistOf } from './specialist.ts';
import { until } from './until.ts';

jest.setTimeout(PATIENCE_MILLIS);

const RECEIPT = Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(2000, 'receipt')]);

let laptop: Laptop;
beforeAll(async () => {
  laptop = await startLaptop();
});
afterAll(() => laptop?.dispose());

it('a document that the terms ask for is named to the customer, sent as what it is, and lets the claim be paid', async () => {
  const specialist = specialistOf(laptop);
  const { parcel, link } = await clerkOf(laptop).sellNew(250_000);
  const customer = customerOf(laptop, link);
  const { claimId } = (await customer.fileClaim('overcharged', 100_000)).body;

  const tooEarly = await specialist.act(parcel, claimId, 'approve', { amount: 100_000 });
  expect(tooEarly.body).toMatchObject({
    status: 422,
    code: 'documents-missing',
    missing: [['receipt', 'bank-statement']],
  });
  const question = { question: 'Пришлите чек.', requestedDocuments: ['receipt'] };
  expect((await specialist.act(parcel, claimId, 'ask-for-more', question)).status).toBe(200);
  const asked = (await customer.claim(claimId)).body;
  expect(asked).toMatchObject({
    status: 'awaiting-customer',
    requestedDocuments: [{ kind: 'receipt', label: 'Чек об оплате', received: false }],
  });

  const begun = await customer.beginUpload({
    fileName: 'Чек.jpg',
    contentType: 'image/jpeg',
    purpose: 'document',
    documentKind: 'receipt',
    size: RECEIPT.length,
  });
  expect(begun.status).toBe(201);
  const { uploadId } = begun.body;
  await customer.sendParts(RECEIPT, begun.body, [1]);
  expect((await customer.complete(uploadId, sha256(RECEIPT))).status).toBe(200);
  expect((await customer.claim(claimId)).body.requestedDocuments).toMatchObject([{ received: true }]);
  expect((await customer.act(claimId, 'answer', { documents: [uploadId] })).body.status).toBe('in-review');

  const { body } = await specialist.read(parcel);
  expect(body.claims[0].checklist[0]).toEqual({
    anyOf: ['receipt', 'bank-statement'],
    mandatory: true,
    metBy: [uploadId],
  });
  const approved = await specialist.act(parcel, claimId, 'approve', { amount: 100_000 });
  expect(approved.status).toBe(200);
  await until('the claim is paid', async () => (await customer.claim(claimId)).body.status === 'compensated');
});
