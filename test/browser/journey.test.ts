import { createHash } from 'node:crypto';
import { jest } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { claimCards } from '../../functions/messages/catalogue/claim-cards.ts';
import { customerPage as texts } from '../../functions/messages/catalogue/customer-page-ru.ts';
import { linkTokenOf } from '../e2e/clerk.ts';
import { customerOf } from '../e2e/customer.ts';
import { PATIENCE_MILLIS } from '../e2e/laptop.ts';
import { until } from '../e2e/until.ts';
import type { Watch } from './chromium.ts';
import { readMarks } from './read-marks.ts';
import { openLink, press, type Stage, setStage, takePhone, untilHeading, writeClaim } from './stage.ts';

jest.setTimeout(2 * PATIENCE_MILLIS);

let stage: Stage;
beforeAll(async () => {
  stage = await setStage({ camera: true });
});
afterAll(() => stage?.close());

let phone: BrowserContext;
beforeEach(async () => {
  phone = await takePhone(stage);
});
afterEach(() => phone.close());

const cards = claimCards.ru;
const REFUSAL = {
  reasonCode: 'evidence-insufficient',
  clause: '4.2',
  evidence: ['Фото коробки'],
  explanation: 'На фото не видно, что лежало в коробке.',
  whatWouldChange: 'Ответ продавца, в котором он признаёт ошибку.',
};
/** The control key was computed for the test of the rules (test/payouts/payee.test.ts). */
const ACCOUNT = {
  bank: '044525225',
  account: '4081 7810 4380 0000 0001',
  holder: 'Иванова Анна Петровна',
};
const JPEG = Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(2_000, 'receipt')]);

const seen = (page: Page, text: string): Promise<void> =>
  page.getByText(text, { exact: true }).first().waitFor();

/** What the address bar holds after the «#» no browser sends. */
const sentOf = (address: string): string => address.split('#')[0] ?? '';

function expectWellBehaved({ errors, addresses }: Watch, token: string): void {
  expect(errors).toEqual([]);
  expect(addresses.map(sentOf).filter((address) => address.includes(token))).toEqual([]);
  const own = `http://localhost:${new URL(stage.laptop.origin).port}`;
  const hosts = new Set(addresses.map((address) => new URL(address)).map(({ origin }) => origin));
  // The worker that digests is made of a file of the page's own host.
  expect([...hosts].filter((host) => host !== own && host !== stage.laptop.storageOrigin)).toEqual([]);
}

/** A claim for a purchase that needs no film, seen by its owner. */
async function openClaim() {
  const sold = await stage.clerk.sellNew(250_000);
  const { parcel, link } = sold;
  const customer = customerOf(stage.laptop, link);
  const { claimId } = (await customer.fileClaim('wrong-item', 250_000)).body;
  const { page, watch } = await openLink(phone, stage.linkOf(sold));
  await untilHeading(page, cards['in-review'].title);
  const act = async (action: string, body?: unknown) => {
    const answer = await stage.specialist.act(parcel, claimId, action, body);
    expect(answer.status).toBe(200);
  };
  return { parcel, link, customer, claimId, page, watch, act };
}

it('the whole way: sold, filmed, filed, approved and paid, on one page that was never reloaded', async () => {
  const sold = await stage.clerk.sellNew(450_000);
  const { parcel } = sold;
  const token = linkTokenOf(sold.answer);
  const { page, watch } = await openLink(phone, stage.linkOf(sold));
  const declared: string[] = [];
  const referrers: string[] = [];
  page.on('request', (request) => {
    if (/\/uploads\/[^/]+\/complete$/.test(request.url())) declared.push(request.postDataJSON().sha256);
    const { referer } = request.headers();
    if (referer) referrers.push(referer);
  });
  await untilHeading(page, texts.protection.active);
  await untilHeading(page, texts.video.required);
  await page.evaluate(() => Object.assign(globalThis, { isStillTheFirst: true }));

  await press(page, texts.video.film);
  await seen(page, texts.recorder.ready);
  await press(page, texts.recorder.begin);
  await page.getByText('Идёт съёмка 0:05').waitFor();
  await press(page, texts.recorder.stop);
  await untilHeading(page, texts.video.received);

  await writeClaim(page);
  await seen(page, texts.claim.reviewVideoThere);
  await press(page, texts.claim.submit);
  await seen(page, texts.claim.received);
  await untilHeading(page, cards['in-review'].title);

  const { body: file } = await stage.specialist.untilCase(
    parcel,
    'the checked film',
    ({ evidence }) => evidence[0]?.check,
  );
  const [evidence] = file.evidence;
  // Whoever watches a customer's film has taken the case.
  const { claimId } = file.claims[0];
  const taken = await stage.specialist.call('POST', `/${parcel}/claims/${claimId}/assignee`, {
    body: { assignee: 'anna' },
  });
  expect(taken.status).toBe(200);
  const download = await stage.specialist.download(parcel, evidence.evidenceId ?? evidence.uploadId);
  const film = Buffer.from(await (await fetch(download.body.url)).arrayBuffer());
  const digest = createHash('sha256').update(film).digest('hex');
  expect(declared).toEqual([digest]);
  expect(evidence).toMatchObject({ check: { sha256: digest }, size: film.length });
  const { frames, texts: marks } = readMarks(film);
  expect(marks.length).toBeGreaterThanOrEqual(frames / 2);
  const seconds = marks.map((mark) => {
    const [name, number, code, second] = mark.split(' ');
    expect([name, number, code]).toEqual(['PP', parcel, evidence.recordingCode]);
    return Number(second);
  });
  expect(seconds).toEqual([...seconds].sort((first, second) => first - second));
  expect(new Set(seconds).size).toBeGreaterThanOrEqual(4);

  expect((await stage.specialist.act(parcel, claimId, 'approve', { amount: 450_000 })).status).toBe(200);
  await untilHeading(page, cards.compensated.title);
  expect(await page.evaluate(() => 'isStillTheFirst' in globalThis)).toBe(true);

  expectWellBehaved(watch, token);
  expect(referrers).toEqual([]);
  const { headers } = await stage.laptop.call('GET', '/');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(stage.laptop.output()).not.toContain(token);
});

it('a question is answered with words and a photo right where it stands', async () => {
  const { parcel, link, page, watch, act } = await openClaim();
  await act('ask-for-more', { question: 'Пришлите фото чека.' });
  await untilHeading(page, cards['awaiting-customer'].title);
  await seen(page, 'Пришлите фото чека.');
  await press(page, texts.answer.send);
  await page.getByRole('alert').getByText(texts.answer.empty).waitFor();
  await page.getByLabel(texts.answer.field).fill('Чек во вложении.');
  await page
    .getByLabel(texts.answer.files)
    .setInputFiles({ name: 'receipt.jpg', mimeType: 'image/jpeg', buffer: JPEG });
  await seen(page, texts.upload.phases.done);
  await press(page, texts.answer.send);
  await untilHeading(page, cards['in-review'].title);
  const { body } = await stage.specialist.untilCase(
    parcel,
    'the checked photo',
    ({ evidence }) => evidence[0]?.check,
  );
  expect(body.claims[0]).toMatchObject({ answers: ['Чек во вложении.'] });
  expect(body.claims[0].documents).toHaveLength(1);
  expect(body.evidence).toMatchObject([
    { purpose: 'document', check: { sha256: createHash('sha256').update(JPEG).digest('hex') } },
  ]);
  expectWellBehaved(watch, link);
});

it('a refusal says why and what would change it, and its button asks another person to look again', async () => {
  const { parcel, link, customer, claimId, page, watch, act } = await openClaim();
  await act('refuse', REFUSAL);
  await untilHeading(page, cards.refused.title);
  const { refusal } = (await customer.claim(claimId)).body;
  const why = page.getByRole('region', { name: texts.refusal.title });
  const told = (await why.innerText()).replaceAll('\u00a0', ' ');
  for (const part of [refusal.reason, REFUSAL.clause, refusal.clauseText, ...REFUSAL.evidence])
    expect(told.toLowerCase()).toContain(part.replaceAll('\u00a0', ' ').toLowerCase());
  expect(told).toContain(REFUSAL.explanation);
  expect(told).toContain(REFUSAL.whatWouldChange);

  await press(page, texts.refusal.appeal);
  await press(page, texts.refusal.appealSend);
  await page.getByRole('alert').getByText(texts.refusal.appealEmpty).waitFor();
  await page.getByLabel(texts.refusal.appealField).fill('Наклейка видна на второй минуте.');
  await press(page, texts.refusal.appealSend);
  await untilHeading(page, cards['in-appeal'].title);
  expect(await page.getByRole('button', { name: texts.refusal.appeal }).count()).toBe(0);
  const { body } = await stage.specialist.read(parcel);
  expect(body.claims[0]).toMatchObject({ status: 'in-appeal' });
  expect(JSON.stringify(body.claims[0])).toContain('Наклейка видна на второй минуте.');
  expectWellBehaved(watch, link);
});

it('a claim is withdrawn once its owner is sure', async () => {
  const { link, customer, claimId, page, watch } = await openClaim();
  await press(page, texts.withdraw.open);
  await seen(page, texts.withdraw.sure);
  await press(page, texts.cancel);
  await press(page, texts.withdraw.open);
  await press(page, texts.withdraw.yes);
  await untilHeading(page, cards.withdrawn.title);
  expect((await customer.claim(claimId)).body.status).toBe('withdrawn');
  expectWellBehaved(watch, link);
});

it('the money goes to an account once the code of the SMS is right', async () => {
  const { payee } = texts;
  const { parcel, link, customer, claimId, page, watch, act } = await openClaim();
  const section = page.getByRole('region', { name: payee.title });
  await section.getByRole('button', { name: payee.change }).click();
  await section.getByLabel(payee.toAccount).check();
  await section.getByLabel(payee.bank).fill(ACCOUNT.bank);
  await section.getByLabel(payee.accountField).fill('4081');
  await section.getByLabel(payee.holder).fill(ACCOUNT.holder);
  await section.getByRole('button', { name: payee.getCode }).click();
  await section.getByRole('alert').getByText(payee.wrong.account).waitFor();
  await section.getByLabel(payee.accountField).fill(ACCOUNT.account);
  await section.getByRole('button', { name: payee.getCode }).click();
  const code = await until('the code has come', async () => {
    const told = await stage.world.messages(parcel);
    return told.map(({ text }) => /Код (\d{6})\./.exec(text)?.[1]).find((found) => found !== undefined);
  });
  await section.getByLabel(payee.code).fill(String((Number(code) + 1) % 1_000_000).padStart(6, '0'));
  await section.getByRole('button', { name: payee.save }).click();
  await section.getByRole('alert').waitFor();
  expect((await customer.claim(claimId)).body.payee).toMatchObject({ method: 'phone' });
  await section.getByLabel(payee.code).fill(code);
  await section.getByRole('button', { name: payee.save }).click();
  await section.getByText('•••• 0001').waitFor();
  expect((await customer.claim(claimId)).body.payee).toMatchObject({
    method: 'account',
    holder: ACCOUNT.holder,
  });

  await act('approve', { amount: 250_000 });
  await untilHeading(page, cards.compensated.title);
  expect(await section.getByRole('button', { name: payee.change }).count()).toBe(0);
  expectWellBehaved(watch, link);
});
