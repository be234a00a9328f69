import { jest } from '@jest/globals';
import { lineOfPdf } from '../letters/read-pdf.ts';
import { clerkOf } from './clerk.ts';
import { customerOf, sha256 } from './customer.ts';
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

const EMAIL = 'otvet@romashka.example';
/** Enough of a picture for whoever looks at the first bytes. */
const PICTURE = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  Buffer.alloc(2_000, 7),
]);

async function openClaim() {
  const { parcel, link } = await clerk.sellNew(250_000);
  const customer = customerOf(laptop, link);
  const { claimId } = (await customer.fileClaim('wrong-item', 250_000)).body;
  return { parcel, customer, claimId };
}

async function sendPicture(customer: ReturnType<typeof customerOf>): Promise<string> {
  const begun = await customer.beginUpload({
    fileName: 'ярлык.png',
    contentType: 'image/png',
    size: PICTURE.length,
    purpose: 'document',
  });
  expect(begun.status).toBe(201);
  await customer.sendParts(PICTURE, begun.body, [1]);
  expect((await customer.complete(begun.body.uploadId, sha256(PICTURE))).status).toBe(200);
  return begun.body.uploadId;
}

/** A PDF of the API, with the headers that it came with. */
async function readPdf(parcel: string, letterId: string) {
  const answer = await fetch(`${laptop.origin}/v1/cases/${parcel}/letters/${letterId}/pdf`, {
    headers: { authorization: `Bearer ${await specialist.token()}` },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  return { bytes: new Uint8Array(await answer.arrayBuffer()), headers: answer.headers };
}

interface Mail {
  to: string;
  subject: string;
  attachments: { fileName: string; contentType: string; size: number; sha256: string; url: string }[];
}

const mailsTo = async (address: string, number: string): Promise<Mail[]> =>
  (await laptop.call('GET', '/_local/messages')).body.messages.filter(
    (message: Mail) => message.to === address && message.subject?.includes(number),
  );

it('a claim to the seller is written, edited, looked at, sent once with its enclosure, and answered', async () => {
  const { parcel, customer, claimId } = await openClaim();
  const picture = await sendPicture(customer);

  const begun = await specialist.call('POST', `/${parcel}/claims/${claimId}/letters`, {
    body: { kind: 'claim-to-seller' },
  });
  expect(begun.status).toBe(201);
  const { letterId, version, recipient, subject, body: text } = begun.body;
  expect(begun.body).toMatchObject({ status: 'draft', recipient: { name: 'ООО «Ромашка»' }, missing: [] });
  const edited = await specialist.call('POST', `/${parcel}/letters/${letterId}`, {
    body: {
      version,
      recipient: { ...recipient, email: EMAIL },
      subject,
      body: `${text}\nЖдём вашего ответа.`,
      enclosures: [picture],
    },
  });
  expect(edited).toMatchObject({ status: 200, body: { version: 2 } });

  const preview = await readPdf(parcel, letterId);
  expect(preview.headers.get('content-disposition')).toMatch(/^inline; filename="[\w-]+\.pdf"$/);
  expect(lineOfPdf(preview.bytes)).toContain('Проект письма');
  expect(lineOfPdf(preview.bytes)).toContain('Ждём вашего ответа.');

  const send = () =>
    specialist.call('POST', `/${parcel}/letters/${letterId}/send`, {
      body: { version: 2, channel: 'email' },
    });
  const sent = await send();
  expect(sent.status).toBe(200);
  const [claim] = sent.body.claims;
  const [letter] = sent.body.letters;
  expect(claim).toMatchObject({ status: 'awaiting-reply', deadline: letter.replyDueAt });
  expect(letter).toMatchObject({
    status: 'sent',
    channel: 'email',
    outgoingNumber: expect.stringMatching(/^\d\d-000001$/),
    pages: 1,
  });
  expect((await send()).body.letters).toEqual(sent.body.letters);

  const [mail, ...others] = await until('the letter has arrived', async () => {
    const mails = await mailsTo(EMAIL, letter.outgoingNumber);
    return mails.length > 0 ? mails : undefined;
  });
  expect(others).toEqual([]);
  const [pdf, enclosure] = mail?.attachments ?? [];
  const stored = await readPdf(parcel, letterId);
  expect(pdf).toMatchObject({ fileName: `${letter.outgoingNumber}.pdf`, sha256: sha256(stored.bytes) });
  expect(enclosure).toMatchObject({
    fileName: '1-document.png',
    size: PICTURE.length,
    sha256: sha256(PICTURE),
  });
  const carried = await fetch(laptop.origin + pdf?.url);
  const read = lineOfPdf(new Uint8Array(await carried.arrayBuffer()));
  for (const part of [
    `Исх. № ${letter.outgoingNumber}`,
    'Кому: ООО «Ромашка»',
    `посылку № ${parcel}`,
    '1-document.png',
  ])
    expect(read).toContain(part);
  expect(read).not.toContain('9161234567');

  const told = (await customer.policy()).body.timeline.map((step: { text: string }) => step.text);
  expect(told.at(-1)).toMatch(/^Мы отправили претензию продавцу\. Ждём ответа до /);

  const replied = await specialist.call('POST', `/${parcel}/letters/${letterId}/replies`, {
    body: { receivedAt: await world.now(), outcome: 'declined', summary: 'Продавец не согласен.' },
  });
  expect(replied).toMatchObject({
    status: 200,
    body: {
      claims: [{ status: 'in-review', suggestedStep: 'decide' }],
      letters: [{ status: 'answered', replies: [{ outcome: 'declined', summary: 'Продавец не согласен.' }] }],
    },
  });
});

it('a seller who does not answer in time brings the claim back, with the next step proposed', async () => {
  const { parcel, claimId } = await openClaim();
  const begun = await specialist.call('POST', `/${parcel}/claims/${claimId}/letters`, {
    body: { kind: 'claim-to-seller' },
  });
  const { letterId, version, recipient, subject, body, enclosures } = begun.body;
  await specialist.call('POST', `/${parcel}/letters/${letterId}`, {
    body: {
      version,
      recipient: { ...recipient, address: '350000, Краснодар, а/я 1' },
      subject,
      body,
      enclosures,
    },
  });
  const sent = await specialist.call('POST', `/${parcel}/letters/${letterId}/send`, {
    body: { version: 2, channel: 'post', postalTrackingNumber: '39000024000019' },
  });
  expect(sent).toMatchObject({
    status: 200,
    body: { letters: [{ outgoingNumber: expect.stringMatching(/-000002$/) }] },
  });
  await world.advance('P16D');
  const { body: after } = await specialist.untilCase(
    parcel,
    'that nobody answered',
    ({ claims }) => claims[0].status === 'in-review',
  );
  expect(after.claims[0]).toMatchObject({ suggestedStep: 'request-to-bank' });
  expect(after.letters[0]).toMatchObject({ status: 'sent', isOverdue: true });
});
