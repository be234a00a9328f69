import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import type { CustomerPolicy } from '../../functions/contracts/customer.ts';
import { claimKinds } from '../../functions/messages/catalogue/claim-kinds.ts';
import { openChromium, PHONE, type Watch, watchPage } from './chromium.ts';
import { viewOfClaim, viewOfPolicy } from './customer-views.ts';
import { type PageHost, startPageHost } from './page-host.ts';
import { TEXTS, TOKEN, waitForTexts } from './page-states.ts';

const { ru } = TEXTS;
const MOMENT_LATER = '2099-01-01T00:00:00.000Z';

let host: PageHost;
let browser: Browser;
beforeAll(async () => {
  [host, browser] = await Promise.all([startPageHost(), openChromium()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await host?.close();
}, 30_000);

let context: BrowserContext;
let page: Page;
let watch: Watch;
let view: CustomerPolicy;
/** Answers to come before the right one, by the last part of the path; each is used once. */
let mishaps: Record<string, ((route: Route) => Promise<void>)[]>;
let calls: string[];

beforeEach(async () => {
  view = await viewOfPolicy('ru');
  mishaps = {};
  calls = [];
  context = await browser.newContext({ ...PHONE, reducedMotion: 'reduce' });
  page = await context.newPage();
  watch = watchPage(page);
  await page.route('**/v1/my/**', async (route) => {
    const call = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
    calls.push(call);
    const mishap = mishaps[call]?.shift();
    if (mishap) return mishap(route);
    if (call === 'policy') return route.fulfill({ json: view });
    if (call === 'claims') {
      view = await viewOfClaim('awaiting-video', 'ru');
      return route.fulfill({ status: 201, json: view.claims[0] });
    }
    if (call === 'answer') {
      view = await viewOfClaim('in-review', 'ru');
      return route.fulfill({ json: view.claims[0] });
    }
    throw new Error(`Nobody answers ${call}.`);
  });
}, 30_000);
afterEach(async () => {
  expect(watch.errors).toEqual([]);
  await context.close();
}, 30_000);

const html = (status: number) => (route: Route) =>
  route.fulfill({ status, contentType: 'text/html', body: '<h1>Proxy</h1>' });

async function open(): Promise<void> {
  await page.goto(`${host.origin}/#${TOKEN}`);
  await page.locator('.top .parcel').waitFor();
}

const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

async function fillForm(received = 'Кирпич в газете.'): Promise<void> {
  await press(ru.claim.open);
  await page.getByLabel(claimKinds.ru['foreign-object'].label).check();
  await press(ru.claim.next);
  await page.getByLabel(ru.claim.facts.received.label).fill(received);
  await press(ru.claim.next);
  await waitForTexts(page, [ru.claim.reviewTitle]);
}

/** The page asks again when it is looked at again: no test waits for its own rhythm. */
async function askAgain(): Promise<void> {
  const before = calls.length;
  await page.evaluate(() => dispatchEvent(new Event('online')));
  while (calls.length === before) await page.evaluate(() => new Promise(requestAnimationFrame));
}

it.each([403, 404, 408, 413])(
  'a proxy that answers %d with a page of its own ends no link',
  async (status) => {
    await open();
    await fillForm();
    mishaps.policy = [html(status)];
    await askAgain();
    await waitForTexts(page, [ru.connection.fault, ru.claim.reviewTitle]);
    await askAgain();
    await page.getByText(ru.connection.fault).waitFor({ state: 'detached' });
    await waitForTexts(page, [ru.claim.reviewTitle]);
  },
  60_000,
);

it.each([
  ['no answer', (route: Route) => route.abort('internetdisconnected'), ru.connection.sendingWhenBack],
  ['a page instead of an answer', html(200), ru.connection.sendingLater],
  ['an answer that says nothing', (route: Route) => route.fulfill({ json: {} }), ru.connection.sendingLater],
  ['a fault', (route: Route) => route.fulfill({ status: 500, json: {} }), ru.connection.sendingLater],
] as const)(
  'a claim is sent again by itself after %s, once',
  async (_name, mishap, said) => {
    await open();
    await fillForm();
    mishaps.claims = [mishap];
    await press(ru.claim.submit);
    await waitForTexts(page, [said]);
    await askAgain();
    await waitForTexts(page, [ru.claim.received]);
    expect(calls.filter((call) => call === 'claims')).toHaveLength(2);
  },
  60_000,
);

it('a form that did not come through on a bad line comes by itself, and nothing has to be pressed again', async () => {
  let asked = 0;
  await page.route('**/assets/screens-*.js', (route) => {
    asked += 1;
    return asked <= 2 ? route.abort('internetdisconnected') : route.continue();
  });
  await open();
  await press(ru.claim.open);
  await waitForTexts(page, [ru.loading]);
  await waitForTexts(page, [ru.claim.title]);
  expect(asked).toBe(3);
}, 60_000);

it('news of what was done go when something else has happened', async () => {
  await open();
  await fillForm();
  await press(ru.claim.submit);
  await page.locator('.told').getByText(ru.claim.received).waitFor();
  view = await viewOfClaim('refused', 'ru');
  await askAgain();
  await waitForTexts(page, [ru.refusal.title]);
  expect(await page.locator('.told').count()).toBe(0);
}, 60_000);

it('an answer that was being written is there after a reload, and gone once it was sent', async () => {
  view = await viewOfClaim('awaiting-customer', 'ru');
  await open();
  const field = () => page.getByLabel(ru.answer.field, { exact: true });
  await field().fill('Чек потерял, вот переписка.');
  await page.reload();
  expect(await field().inputValue()).toBe('Чек потерял, вот переписка.');
  await press(ru.answer.send);
  await waitForTexts(page, [ru.answer.sent]);
  view = await viewOfClaim('awaiting-customer', 'ru');
  await page.reload();
  expect(await field().inputValue()).toBe('');
}, 60_000);

it('who looks at the SMS comes back to the payee that was typed, with a place for the code', async () => {
  view = await viewOfClaim('in-review', 'ru');
  const sent = { sentTo: '+7 ••• •••-45-67', validUntil: MOMENT_LATER, nextCodeAt: MOMENT_LATER };
  mishaps.code = [(route) => route.fulfill({ status: 202, json: sent })];
  await open();
  await press(ru.payee.change);
  await page.getByLabel(ru.payee.bank, { exact: true }).fill('044525225');
  await page.getByLabel(ru.payee.accountField, { exact: true }).fill('40817810099910004312');
  await page.getByLabel(ru.payee.holder, { exact: true }).fill('Петрова Анна');
  await press(ru.payee.getCode);
  await page.getByLabel(ru.payee.code, { exact: true }).waitFor();
  await page.reload();
  await page.getByLabel(ru.payee.code, { exact: true }).waitFor();
  expect(await page.getByLabel(ru.payee.holder, { exact: true }).inputValue()).toBe('Петрова Анна');
}, 60_000);

it('a code that was sent a moment ago can be typed, though its answer was lost', async () => {
  view = await viewOfClaim('in-review', 'ru');
  const problem = { code: 'code-too-soon', detail: 'Код уже отправлен.', nextCodeAt: MOMENT_LATER };
  mishaps.code = [(route) => route.fulfill({ status: 429, json: problem })];
  await open();
  await press(ru.payee.change);
  await page.getByLabel(ru.payee.toPhone).check();
  await press(ru.payee.getCode);
  await page.getByLabel(ru.payee.code, { exact: true }).waitFor();
  await waitForTexts(page, ['Код уже отправлен.']);
}, 60_000);

it('the protection ends while the form is open: it is said, with whom to call', async () => {
  await open();
  await fillForm();
  view = await viewOfPolicy('ru', { now: '2026-05-01T00:00:00.000Z' });
  await askAgain();
  await waitForTexts(page, [ru.protection.ended, ru.protection.endedMeanwhile.split('{')[0] as string]);
}, 60_000);

it.each([
  ['empty', 'пусто.mp4', '', ru.video.wrong.empty],
  ['no film', 'письмо.docx', 'текст', ru.video.wrong.type],
] as const)(
  'a file that is %s is refused before a byte is sent',
  async (_name, name, content, said) => {
    await open();
    const mimeType = name.endsWith('mp4') ? 'video/mp4' : 'application/msword';
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name, mimeType, buffer: Buffer.from(content) });
    await waitForTexts(page, [said]);
    expect(calls).not.toContain('uploads');
  },
  60_000,
);

it('a word without an end makes no page wider than the screen', async () => {
  await open();
  await fillForm(`https://shop.example/${'a'.repeat(900)}`);
  const { inner, scroll } = await page.evaluate(() => ({
    inner: innerWidth,
    scroll: document.documentElement.scrollWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(inner);
}, 60_000);
