import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { consoleCase as texts } from '../../functions/messages/catalogue/console-case-ru.ts';
import { deskScreens as screens } from '../../functions/messages/catalogue/desk-screens-ru.ts';
import { labels } from '../../functions/messages/catalogue/labels.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { customerOf } from '../e2e/customer.ts';
import { specialistOf } from '../e2e/specialist.ts';
import { until } from '../e2e/until.ts';
import { DESKTOP, watchPage } from './chromium.ts';
import { type Stage, setStage, takePhone } from './stage.ts';

/** A day of the desk in small, on a laptop: page, service, workflow, storage and the world outside are the real ones. */
let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
}, 240_000);
afterAll(() => stage?.close());

const desks: BrowserContext[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
});

async function signIn(user: string): Promise<Page> {
  const desk = await takePhone(stage, DESKTOP);
  desks.push(desk);
  desk.setDefaultTimeout(20_000);
  const page = await desk.newPage();
  const watch = watchPage(page);
  await page.goto(`${stage.laptop.origin}/console/`);
  await page.getByRole('button', { name: new RegExp(`^${user} `) }).click();
  await page.getByRole('navigation').first().waitFor();
  watches.set(page, watch);
  return page;
}
const watches = new Map<Page, ReturnType<typeof watchPage>>();

const openCase = (page: Page, parcel: string) => page.goto(`${stage.laptop.origin}/console/#/case/${parcel}`);
const action = (page: Page, name: keyof typeof labels.ru.actions) =>
  page
    .locator('.actions .action-list')
    .getByRole('button', { name: new RegExp(`^${labels.ru.actions[name]}`) });
const untilStatus = (page: Page, status: keyof typeof labels.ru.claimStatuses) =>
  page.locator('.case-bar').getByText(labels.ru.claimStatuses[status]).waitFor();
const send = (page: Page) => page.locator('.action-form [type="submit"]').click();

/** A film that this browser can play, for a parcel above the limit of one person. */
async function filmedClaim(amount: number) {
  const { parcel, link } = await stage.clerk.sellNew(amount);
  const customer = customerOf(stage.laptop, link);
  const film = readFileSync(new URL('../../local/demo/files/unboxing.webm', import.meta.url));
  await customer.upload(film, { fileName: 'unboxing.webm', contentType: 'video/webm' });
  const { claimId } = (await customer.fileClaim('foreign-object', amount)).body;
  await stage.specialist.untilCase(parcel, 'the check', ({ evidence }) => evidence[0]?.check);
  return { parcel, customer, claimId };
}

/** The queue is there; with its counts the directory has heard of this person. */
async function untilInDirectory(page: Page): Promise<void> {
  await page.getByRole('heading', { name: screens.queue.title }).waitFor();
  await page.getByText(/обновлено в/).waitFor();
}

// First, while the desk is empty.
it('whoever took a claim down by telephone has it: nothing is left to take until it was handed over and returned', async () => {
  const { parcel } = await stage.clerk.sellNew(250_000);
  const filed = await stage.specialist.fileByPhone(parcel, {
    kind: 'wrong-item',
    description: 'Прислали чехол вместо телефона.',
    amount: 250_000,
  });
  expect(filed.status).toBe(201);
  const assignee = async () =>
    (await specialistOf(stage.laptop, 'vera', 'supervisor').read(parcel)).body.claims[0].assignee?.id;
  expect(await assignee()).toBe('anna');

  const anna = await signIn('anna');
  await untilInDirectory(anna);
  await anna.getByRole('button', { name: /^Взять следующее/ }).click();
  await anna.getByText(screens.queue.takenNone).waitFor();
  expect(new URL(anna.url()).hash).not.toContain('case');

  // Boris has been at the desk, so he can be chosen.
  const boris = await signIn('boris');
  await untilInDirectory(boris);
  await anna.goto(`${stage.laptop.origin}/console/#/case/${parcel}`);
  await anna.getByRole('button', { name: texts.assignee.handOver, exact: true }).click();
  await anna.getByRole('radio', { name: /^boris/ }).check();
  await anna.getByRole('button', { name: texts.assignee.send }).click();
  await anna.getByText(render(texts.assignee.done, { name: 'boris' })).waitFor();
  expect(await assignee()).toBe('boris');

  // He goes; what he had is there for her.
  await boris.getByRole('button', { name: new RegExp(`${screens.shift.open}$`) }).click();
  const shift = boris.getByRole('dialog', { name: screens.shift.title });
  await shift.getByText(/в работе: 1\./).waitFor();
  await shift.getByRole('button', { name: screens.shift.goAway }).click();
  await shift.getByText(screens.shift.wentAway).waitFor();
  expect(await assignee()).toBeUndefined();
  await anna.goto(`${stage.laptop.origin}/console/#/queue`);
  await anna.getByRole('button', { name: /^Взять следующее/ }).click();
  await anna.getByRole('heading', { name: render(texts.title, { number: parcel }) }).waitFor();
  await anna.getByText(texts.assignee.you, { exact: true }).waitFor();
  for (const each of [anna, boris]) expect(watches.get(each)?.errors).toEqual([]);
}, 240_000);

it('a specialist’s day: take next, watch, ask, letter, reply, propose; a second person approves; it is paid', async () => {
  const { parcel, customer, claimId } = await filmedClaim(2_490_000);
  const page = await signIn('anna');

  // Take next: the only case of nobody.
  await page.getByRole('button', { name: /^Взять следующее/ }).click();
  await page.getByRole('heading', { name: render(texts.title, { number: parcel }) }).waitFor();
  await page.getByText(texts.assignee.you, { exact: true }).waitFor();

  // Watch, and mark the moment.
  await page.getByRole('button', { name: texts.files.watch }).click();
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
  await page.keyboard.press('b');
  await page.getByLabel(/^Что видно на/).fill('В коробке кирпич');
  await page.keyboard.press('Enter');
  await page.getByText('В коробке кирпич').first().waitFor();

  // Ask the customer, who answers on their page.
  await action(page, 'ask-for-more').click();
  await page.getByLabel(texts.documentKinds['label-photo']).check();
  await send(page);
  await untilStatus(page, 'awaiting-customer');
  expect((await customer.claim(claimId)).body.requestedDocuments).toMatchObject([{ kind: 'label-photo' }]);
  expect((await customer.act(claimId, 'answer', { answer: 'Наклейка на видео.' })).status).toBe(200);
  await untilStatus(page, 'in-review');
  await page.getByText('Наклейка на видео.').waitFor();

  // Write to the seller; what the template leaves open is filled in.
  await action(page, 'send-letter').click();
  await page.getByRole('button', { name: texts.letters.kinds['claim-to-seller'] }).click();
  await page.getByLabel(texts.letters.email).fill('office@romashka.example');
  for (const label of [texts.letters.subject, texts.letters.body]) {
    const field = page.getByLabel(label, { exact: true });
    await field.fill((await field.inputValue()).replaceAll('____', 'по заявлению'));
  }
  await page.getByRole('button', { name: texts.letters.sendEmail }).click();
  await untilStatus(page, 'awaiting-reply');
  const mail = await until('the letter is in the seller’s mailbox', async () => {
    const { messages } = (await stage.laptop.call('GET', '/_local/messages')).body;
    return messages.find(({ to }: { to: string }) => to === 'office@romashka.example');
  });
  expect(mail.attachments[0]).toMatchObject({ contentType: 'application/pdf' });

  // The seller declines.
  await action(page, 'receive-reply').click();
  await page.getByLabel(texts.letters.outcomes.declined).check();
  await page.getByLabel(texts.letters.replySummary).fill('Продавец отрицает вину.');
  await page.getByRole('button', { name: texts.letters.replySend }).click();
  await untilStatus(page, 'in-review');

  // Above the limit an approval is a proposal.
  await action(page, 'approve').click();
  await page.getByLabel(/В коробке кирпич/).check();
  await send(page);
  await untilStatus(page, 'awaiting-approval');
  expect(await action(page, 'approve-proposal').count()).toBe(0);

  // The second person sees what is bound, and approves it.
  const second = await signIn('vera');
  await openCase(second, parcel);
  await action(second, 'approve-proposal').click();
  const bound = await second.locator('.binding').innerText();
  for (const words of ['anna', '24', 'В коробке кирпич']) expect(bound).toContain(words);
  await send(second);

  // Paid once, what was approved, and both pages show it by themselves.
  await untilStatus(second, 'compensated');
  await untilStatus(page, 'compensated');
  const paid = (await stage.world.payouts()).filter(({ reference }) => reference.startsWith(claimId));
  expect(paid).toMatchObject([{ amount: 2_490_000, count: 1, total: 2_490_000 }]);
  for (const each of [page, second]) expect(watches.get(each)?.errors).toEqual([]);
}, 240_000);

it('two browsers at one case see each other; the second decision gets the present state and keeps its words', async () => {
  const { parcel, link } = await stage.clerk.sellNew(250_000);
  const { claimId } = (await customerOf(stage.laptop, link).fileClaim('wrong-item', 250_000)).body;
  const [anna, vera] = [await signIn('anna'), await signIn('vera')];
  await Promise.all([openCase(anna, parcel), openCase(vera, parcel)]);
  await anna.getByText(texts.assignee.nobody).first().waitFor();
  await anna.getByRole('button', { name: new RegExp(`^${texts.assignee.take}`) }).click();
  await anna.getByText(texts.assignee.you, { exact: true }).waitFor();
  await vera.getByText(/anna/).first().waitFor();

  // Both write a decision on what both have seen.
  await action(vera, 'refuse').click();
  await vera.getByLabel(texts.form.refusalReasons['no-deceit-found']).check();
  await vera.getByLabel(texts.form.evidenceWords).fill('Разговор с покупателем');
  await vera.getByLabel(texts.form.whatWouldChange).fill('Снимок товара.');
  await anna
    .getByText(/vera (смотрит|пишет)/i)
    .or(anna.getByText(/Вера.*(смотрит|пишет)/))
    .first()
    .waitFor();
  await action(anna, 'approve').click();
  await anna.getByLabel(texts.form.evidenceWords).fill('Снимок товара');
  // At once: the service lets one of them through.
  const pressAtOnce = (each: Page) =>
    each.locator('.action-form [type="submit"]').evaluate((button: HTMLElement) => button.click());
  await Promise.all([pressAtOnce(anna), pressAtOnce(vera)]);
  const decided = await until('one of them has decided', async () => {
    const { claims } = (await specialistOf(stage.laptop, 'vera', 'supervisor').read(parcel)).body;
    return claims[0].decision;
  });
  const [first, other] = decided.outcome === 'approved' ? [anna, vera] : [vera, anna];
  const happened = texts.timeline.steps[first === anna ? 'approve' : 'refuse'] ?? 'nothing';
  await first.locator('.case-outcome').getByText(happened).waitFor();
  await other.getByRole('heading', { name: texts.conflict.title }).waitFor();
  const words = other === vera ? texts.form.whatWouldChange : texts.form.evidenceWords;
  expect(await other.getByLabel(words).inputValue()).toContain('Снимок товара');
  const { timeline } = (await specialistOf(stage.laptop, 'vera', 'supervisor').read(parcel)).body;
  const decisions = timeline.filter(
    (entry: { action: string; claimId?: string }) =>
      entry.claimId === claimId && ['approve', 'refuse'].includes(entry.action),
  );
  expect(decisions).toHaveLength(1);
}, 240_000);
