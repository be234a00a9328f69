import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import type { CustomerPolicy } from '../../functions/contracts/customer.ts';
import { claimKinds } from '../../functions/messages/catalogue/claim-kinds.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { DESKTOP, openChromium, type Watch, watchPage } from './chromium.ts';
import { viewOfClaim, viewOfPolicy } from './customer-views.ts';
import { type PageHost, startPageHost } from './page-host.ts';
import { TEXTS, TOKEN, waitForTexts } from './page-states.ts';

const { ru, en } = TEXTS;
const KIND = 'foreign-object';

let host: PageHost;
let browser: Browser;
beforeAll(async () => {
  [host, browser] = await Promise.all([startPageHost(), openChromium()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

let context: BrowserContext;
let page: Page;
let watch: Watch;
/** What the service tells of the policy, by the language that is asked for. */
let view: (locale: 'ru' | 'en') => Promise<CustomerPolicy>;
let filings: unknown[];

beforeEach(async () => {
  filings = [];
  view = (locale) => viewOfPolicy(locale);
  context = await browser.newContext({ ...DESKTOP, reducedMotion: 'reduce' });
  page = await context.newPage();
  watch = watchPage(page);
  await page.route('**/v1/my/policy', async (route) =>
    route.fulfill({ json: await view(languageOf(route.request())) }),
  );
  await page.route('**/v1/my/claims', async (route) => {
    filings.push(route.request().postDataJSON());
    view = (locale) => viewOfClaim('awaiting-video', locale);
    await route.fulfill({ status: 201, json: (await view('ru')).claims[0] });
  });
});
afterEach(async () => {
  expect(watch.errors).toEqual([]);
  expect(new URL(page.url()).hash).toBe(`#${TOKEN}`);
  await context.close();
}, 30_000);

async function open(): Promise<void> {
  await page.goto(`${host.origin}/#${TOKEN}`);
  await page.locator('.top .parcel').waitFor();
}

function languageOf(request: Request): 'ru' | 'en' {
  return request.headers()['accept-language'] === 'en' ? 'en' : 'ru';
}

/** What has the focus, and whether one sees it. */
const focused = () =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const outlineOf = (each: Element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(each);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    };
    const label = element.closest('label') ?? document.querySelector(`label[for="${element.id}"]`);
    const { width, height } = element.getBoundingClientRect();
    return {
      tag: element.tagName,
      name: (element as HTMLInputElement).name,
      text: (label ?? element).textContent?.trim() ?? '',
      isSeen: outlineOf(element) || (element.closest('.file-button') ? outlineOf(label as Element) : false),
      isThere: width > 1 && height > 1,
    };
  });

/** Goes on by Tab until that has the focus; whatever it comes past must show that it has it. */
async function tabTo(text: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await focused();
    if (at.tag === 'BODY') continue;
    expect(at).toMatchObject({ isSeen: true, isThere: true });
    if (at.text.startsWith(text)) return;
  }
  throw new Error(`Tab does not lead to «${text}».`);
}

/** The page moves the focus after it has drawn: asked until it is so. */
async function focusComesTo(expected: { name?: string; text?: string }): Promise<void> {
  const isThere = (at: Awaited<ReturnType<typeof focused>>) =>
    (['name', 'text'] as const).every((key) => expected[key] === undefined || at[key] === expected[key]);
  let at = await focused();
  for (const until = performance.now() + 10_000; !isThere(at) && performance.now() < until; ) {
    await page.evaluate(() => new Promise(requestAnimationFrame));
    at = await focused();
  }
  expect(at).toMatchObject({ ...expected, isSeen: true });
}

const heading = (text: string) =>
  page.waitForFunction(
    (wanted) => document.activeElement?.tagName === 'H1' && document.activeElement.textContent === wanted,
    text,
  );

describe('the keyboard alone', () => {
  it('files a claim, always seen where it is, led to each heading and to the first wrong answer', async () => {
    await open();
    await heading(ru.protection.active);
    await tabTo(ru.claim.open);
    await page.keyboard.press('Enter');
    await heading(ru.claim.title);

    await tabTo(ru.claim.next);
    await page.keyboard.press('Enter');
    await waitForTexts(page, [ru.claim.kindMissing]);
    await focusComesTo({ name: 'kind' });
    expect(await saidOfFocused()).toContain(ru.claim.kindMissing);
    await page.keyboard.press('Space');
    expect(await page.locator('input[name=kind]:checked').inputValue()).toBe(KIND);
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('input[name=kind]:checked').inputValue()).not.toBe(KIND);
    await page.keyboard.press('ArrowUp');
    await tabTo(ru.claim.next);
    await page.keyboard.press('Enter');
    await heading(ru.claim.factsTitle);

    await tabTo(render(ru.claim.amountAll, { amount: '' }).trim());
    await page.keyboard.press('ArrowDown');
    await tabTo(ru.claim.amountField);
    await page.keyboard.type('много');
    await tabTo(ru.claim.next);
    await page.keyboard.press('Enter');
    await waitForTexts(page, [ru.claim.factMissing]);
    await focusComesTo({ name: 'roubles' });
    expect(await saidOfFocused()).toContain('Напишите сумму в рублях');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('1 200,50');
    await tabTo(ru.claim.next);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'received');
    expect(await saidOfFocused()).toContain(ru.claim.factMissing);
    await page.keyboard.type('В коробке кирпич.');
    await tabTo(ru.claim.next);
    await page.keyboard.press('Enter');
    await heading(ru.claim.reviewTitle);

    await tabTo(ru.claim.submit);
    await page.keyboard.press('Enter');
    await heading('Ждём видео распаковки');
    await waitForTexts(page, [ru.claim.received]);
    expect(filings).toEqual([
      {
        kind: KIND,
        amount: 120_050,
        description: `${ru.claim.facts.received.label} В коробке кирпич.`,
        device: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    ]);
  }, 60_000);

  it('skips what stands above the content', async () => {
    await open();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await tabTo(ru.skipToContent);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.tagName === 'MAIN');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.querySelector('main')?.contains(document.activeElement))).toBe(
      true,
    );
  });

  it('is asked before a claim is withdrawn, which pressing twice does not answer', async () => {
    view = (locale) => viewOfClaim('in-review', locale);
    await open();
    await tabTo(ru.withdraw.open);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await waitForTexts(page, [ru.withdraw.sure]);
    await page.waitForFunction(
      (text) => document.activeElement?.getAttribute('aria-label') === text,
      ru.withdraw.sure,
    );
    expect(watch.addresses.filter((address) => address.endsWith('/withdraw'))).toEqual([]);
    await tabTo(ru.cancel);
    await page.keyboard.press('Enter');
    await focusComesTo({ text: ru.withdraw.open });
  }, 30_000);

  it('is led to the first wrong field of the payee, and back to the button', async () => {
    view = (locale) => viewOfClaim('in-review', locale);
    await open();
    await tabTo(ru.payee.change);
    await page.keyboard.press('Enter');
    await focusComesTo({ name: 'payee' });
    await tabTo(ru.payee.getCode);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'bank');
    expect(await saidOfFocused()).toContain(ru.payee.wrong.bank);
    await tabTo(ru.cancel);
    await page.keyboard.press('Enter');
    await focusComesTo({ text: ru.payee.change });
  }, 30_000);
});

/** What is read out with the field that has the focus, beside its label. */
const saidOfFocused = () =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const ids = [element, element.closest('fieldset')].flatMap(
      (each) => each?.getAttribute('aria-describedby')?.split(' ') ?? [],
    );
    return ids.map((id) => document.getElementById(id)?.textContent).join(' ');
  });

describe('news', () => {
  it('is read out when a claim moves on under the open page, and takes the focus from nobody', async () => {
    view = (locale) => viewOfClaim('in-review', locale);
    await open();
    await tabTo(ru.payee.change);
    view = (locale) => viewOfClaim('awaiting-customer', locale);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    const title = 'Ждём вашего ответа';
    await page
      .getByRole('status')
      .filter({ hasText: render(ru.status.changed, { title }) })
      .waitFor({ state: 'attached' });
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    expect((await focused()).text).toBe(ru.payee.change);
  }, 30_000);
});

describe('the language', () => {
  it('changes on the whole page, in what is asked of the service, and stays after a reload', async () => {
    await open();
    const asked = page.waitForRequest((request) => languageOf(request) === 'en');
    await page.getByRole('button', { name: ru.otherLanguage }).click();
    await asked;
    await waitForTexts(page, [en.protection.active, en.video.required, en.claim.open]);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.title()).toBe(en.service);
    expect((await page.locator('body').innerText()).replace(en.otherLanguage, '')).not.toMatch(/[А-Яа-яЁё]/);

    const after = page.waitForRequest('**/v1/my/policy');
    await page.reload();
    expect(languageOf(await after)).toBe('en');
    await waitForTexts(page, [en.protection.active]);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  }, 30_000);

  it('is changed in the middle of a form without losing what was typed', async () => {
    await openFacts();
    await page.getByLabel(ru.claim.facts.received.label).fill('Кирпич.');
    await page.getByRole('button', { name: ru.otherLanguage }).click();
    await waitForTexts(page, [en.claim.factsTitle]);
    expect(await page.getByLabel(en.claim.facts.received.label).inputValue()).toBe('Кирпич.');
  }, 30_000);
});

async function openFacts(): Promise<void> {
  await open();
  await page.getByRole('button', { name: ru.claim.open }).click();
  await page.getByLabel(claimKinds.ru[KIND].label).check();
  await page.getByRole('button', { name: ru.claim.next }).click();
  await heading(ru.claim.factsTitle);
}

describe('what was typed', () => {
  it('survives a reload, and is gone from the device once it was filed', async () => {
    await openFacts();
    await page.getByLabel(ru.claim.facts.ordered.label).fill('Телефон');
    await page.getByLabel(ru.claim.facts.received.label).fill('Кирпич.');
    await page.reload();
    await heading(ru.claim.factsTitle);
    expect(await page.getByLabel(ru.claim.facts.ordered.label).inputValue()).toBe('Телефон');
    expect(await page.getByLabel(ru.claim.facts.received.label).inputValue()).toBe('Кирпич.');

    await page.getByRole('button', { name: ru.claim.next }).click();
    await page.getByRole('button', { name: ru.claim.submit }).click();
    await waitForTexts(page, [ru.claim.received]);
    const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
    expect(kept).not.toMatch(/Кирпич|Телефон/);
  }, 30_000);

  it('stands there again after «back», step by step', async () => {
    await openFacts();
    await page.getByLabel(ru.claim.facts.received.label).fill('Кирпич.');
    await page.goBack();
    await heading(ru.claim.title);
    expect(await page.locator('input[name=kind]:checked').inputValue()).toBe(KIND);
    await page.goForward();
    await heading(ru.claim.factsTitle);
    expect(await page.getByLabel(ru.claim.facts.received.label).inputValue()).toBe('Кирпич.');
    await page.getByRole('button', { name: ru.back }).click();
    await heading(ru.claim.title);
    await page.getByRole('button', { name: ru.back }).click();
    await heading(ru.protection.active);
  }, 30_000);

  it('is not asked for by a review of nothing: «back» after filing begins a new claim', async () => {
    await openFacts();
    await page.getByLabel(ru.claim.facts.received.label).fill('Кирпич.');
    await page.getByRole('button', { name: ru.claim.next }).click();
    await page.getByRole('button', { name: ru.claim.submit }).click();
    await waitForTexts(page, [ru.claim.received]);
    await page.goBack();
    await heading(ru.claim.title);
    expect(await page.locator('input[name=kind]:checked').count()).toBe(0);
  }, 30_000);
});
