import type { Page } from 'playwright-core';
import { operations } from '../../functions/contracts/operations.ts';
import { type Locale, locale as locales } from '../../functions/contracts/primitives.ts';
import { COLOURS, violationsOf } from './accessibility.ts';
import { ok } from './console-desk.ts';
import { viewOfClaim } from './customer-views.ts';
import { atTheDesk } from './desk-host.ts';
import { openState } from './page-states.ts';
import {
  judgedCase,
  OTHER_CASE,
  PARCEL,
  SELLER_ID,
  SIGNALS,
  SIGNALS_STATES,
  SIGNALS_TEXTS,
  type SignalsState,
  someJudgement,
  someSeller,
  someSignalPage,
} from './signals-states.ts';

const { sit, session, origin } = atTheDesk();
const texts = SIGNALS_TEXTS.ru;
const hash = (page: Page) => new URL(page.url()).hash;
const LIST = 'GET /v1/signals';
const SELLER = `GET /v1/sellers/${SELLER_ID}`;
const AT_CASE = `#/case/${PARCEL}`;
const panelOf = (page: Page) => page.locator('.signals-panel');

it.each(SIGNALS_STATES.map((state) => [state.name, state] as const))(
  'is whole in the state «%s», in each language, light and dark, on a desk and on a phone',
  async (_name, state) => {
    // One after the other: the browser's session keeps one language.
    for (const locale of locales.options) expect(await wrongWith(state, locale)).toEqual([]);
  },
  120_000,
);

describe('on a case', () => {
  it('says what stands out, by whom it is about, in words and without a number', async () => {
    const { page } = await sit({ place: AT_CASE, answers: await judgedCase({}) });
    const panel = panelOf(page);
    await panel.getByText(texts.levels.hold, { exact: true }).waitFor();
    for (const { sentence } of SIGNALS) await panel.getByText(sentence.ru).waitFor();
    expect(await panel.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      texts.about.buyer,
      texts.about.seller,
      texts.about.office,
    ]);
    expect(await panel.innerText()).toContain(texts.panel.advice);
    expect(await panel.innerText()).not.toMatch(/\b(?:110|50|35)\b/);
  });

  it('opens the case behind a sentence, and the rest of many when asked', async () => {
    const answers = await judgedCase({});
    const { page } = await sit({
      place: AT_CASE,
      answers: { ...answers, [`GET /v1/cases/${OTHER_CASE.trackingNumber}`]: 'gone' },
    });
    const panel = panelOf(page);
    await panel.getByText('И ещё 3').click();
    expect(await panel.locator('.signal-case:visible').count()).toBe(8);
    await panel.getByRole('link', { name: /101000.44.16726.8/ }).click();
    expect(hash(page)).toBe(`#/case/${OTHER_CASE.trackingNumber}/${OTHER_CASE.claimId}`);
  });

  it('is reached with a key, and leads to the seller and back', async () => {
    const answers = await judgedCase({});
    const { page } = await sit({ place: AT_CASE, answers: { ...answers, [SELLER]: ok(someSeller()) } });
    await panelOf(page).getByText(texts.levels.hold, { exact: true }).waitFor();
    await page.keyboard.press('s');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(texts.panel.title);
    await panelOf(page).getByRole('link', { name: texts.aboutSeller }).click();
    await page.getByRole('heading', { level: 1, name: /Быстрая посылка/ }).waitFor();
    await page.getByRole('link', { name: /К делу 101000/ }).click();
    await panelOf(page).waitFor();
    expect(hash(page)).toContain(AT_CASE);
  });
});

function aFullPage() {
  const [claim] = someSignalPage().claims;
  if (!claim) throw new Error('There is no claim to fill a page with.');
  return Array.from({ length: 25 }, (_, index) => ({ ...claim, claimId: `F${index}` }));
}

describe('the list', () => {
  it('asks for what was chosen, and for the next page', async () => {
    const { page, asked } = await sit({
      role: 'supervisor',
      place: '#/signals',
      answers: {
        [LIST]: ({ query }) =>
          ok(
            query.has('cursor')
              ? { claims: someSignalPage().claims.slice(0, 1) }
              : { claims: aFullPage(), nextCursor: 'the-second' },
          ),
      },
    });
    await page.locator('.signal-row').nth(2).waitFor();
    await page.getByLabel(texts.list.month).selectOption('2026-02');
    await page.getByLabel(texts.list.level).selectOption('hold');
    await page.getByRole('button', { name: texts.list.next }).click();
    await page.waitForFunction(() => document.querySelectorAll('.signal-row').length === 1);
    const questions = asked.filter(({ path }) => path === '/v1/signals').map(({ query }) => `${query}`);
    expect(questions).toEqual([
      'limit=25',
      'month=2026-02&limit=25',
      'month=2026-02&level=hold&limit=25',
      'month=2026-02&level=hold&cursor=the-second&limit=25',
    ]);
    await page.getByRole('button', { name: texts.list.first }).click();
    await page.locator('.signal-row').first().waitFor();
  });

  it('is gone through by keyboard; a supervisor comes to the case', async () => {
    const { page } = await sit({
      role: 'supervisor',
      place: '#/signals',
      answers: { [LIST]: ok(someSignalPage()), 'GET /v1/cases/10100067085099': 'gone' },
    });
    await page.locator('.signal-row').nth(2).waitFor();
    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/case\//);
    expect(hash(page)).toBe('#/case/10100067085099/B1');
  });

  it('leads an analyst to sheets without persons and never to a case', async () => {
    const { page } = await sit({
      role: 'analyst',
      place: '#/signals',
      answers: { [LIST]: ok(someSignalPage()) },
    });
    await page.locator('.signal-row').first().waitFor();
    const places = await page
      .locator('.signal-rows a')
      .evaluateAll((all) => all.map((each) => each.getAttribute('href')));
    expect(places).toContain('#/reports?claim=RRWC71KVQYXDWJQDS2KT');
    expect(places.filter((each) => each?.startsWith('#/case/'))).toEqual([]);
  });

  it('is no place for a specialist', async () => {
    const { page, asked } = await sit({ place: '#/signals' });
    await page.getByRole('row').first().waitFor();
    expect(asked.map(({ path }) => path)).not.toContain('/v1/signals');
  });
});

describe('a seller', () => {
  it('is shown with the sentence that the clerk reads aloud, and every name', async () => {
    const { page } = await sit({ place: `#/seller/${SELLER_ID}`, answers: { [SELLER]: ok(someSeller()) } });
    await page.getByText('за 90 дней подтверждено 23 обращения').waitFor();
    for (const { name } of someSeller().aliases)
      expect(await page.locator('.seller-aliases').innerText()).toContain(name);
    expect(await page.locator('.tiles').innerText()).toMatch(/70\s%/);
  });

  it('has the months of the plot in a table too, with those in which nothing happened', async () => {
    const { page } = await sit({
      role: 'analyst',
      place: `#/seller/${SELLER_ID}`,
      answers: { [SELLER]: ok(someSeller()) },
    });
    await page.locator('.uplot canvas').waitFor();
    await page.getByText(texts.seller.months.table).click();
    const rows = page.locator('.seller-months details tbody tr');
    expect(await rows.count()).toBe(10);
    expect(await rows.nth(6).innerText()).toMatch(/^сентябрь.2025\s+0\s+0\s+0/);
  });
});

it('never reaches the customer: the contract refuses it, the page shows none of it and holds no word of it', async () => {
  const told = await viewOfClaim('in-review', 'ru');
  const judged = { ...told, judgements: [someJudgement({ claimId: told.claims[0]?.claimId ?? '' })] };
  const declared = operations['read-my-policy'].answers[200];
  expect(declared.safeParse(told).success).toBe(true);
  expect(declared.safeParse(judged).success).toBe(false);

  const context = session();
  const scripts: Promise<string>[] = [];
  context.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.text());
  });
  const state = { name: 'judged', view: async () => judged, says: () => [] };
  const { page } = await openState(context, origin(), state, 'ru');
  const shown = await page.evaluate(() => document.body.innerText);
  const sources = await Promise.all(scripts);
  expect(sources.length).toBeGreaterThan(1);
  const ours = [
    texts.panel.title,
    texts.panel.advice,
    SIGNALS_TEXTS.en.panel.advice,
    SIGNALS[0]?.sentence.ru,
  ];
  for (const each of ours) expect([shown, ...sources].join()).not.toContain(each);
});

/** Everything that must not be so, a sentence each; empty when the screen is whole. */
async function wrongWith(state: SignalsState, locale: Locale): Promise<string[]> {
  const { role, place } = state;
  const { page, watch } = await sit({ role, place, locale, answers: await state.answers() });
  await page.getByText(state.shows(SIGNALS_TEXTS[locale])).first().waitFor();
  if ((await page.locator('.months-plot').count()) > 0) await page.locator('.uplot canvas').waitFor();
  const said = await page.evaluate(() => document.body.innerText);
  const headings = await page.locator('h1:visible').count();
  const wrong = [
    ...(headings === 1 ? [] : [`it has ${headings} headings of the first level`]),
    ...(said.match(/.*(?:[{}]|undefined|NaN|\[object).*/g) ?? []).map((line) => `it says «${line}»`),
    ...watch.errors,
  ];
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const look = (where: string, rules: { only?: string[]; without?: string[] }) =>
    violationsOf(page, { where, least: 'minor', ...rules });
  // Colours do not depend on the language, nor the order of a phone's parts.
  wrong.push(...(await look('light', { without: locale === 'ru' ? [] : [COLOURS] })));
  await page.setViewportSize({ width: 390, height: 844 });
  if (locale === 'ru') {
    wrong.push(...(await look('phone', { without: [COLOURS] })));
    await page.emulateMedia({ colorScheme: 'dark' });
    wrong.push(...(await look('dark phone', { only: [COLOURS] })));
  }
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (width > 390) wrong.push(`it is ${width} wide on a phone`);
  await page.close();
  return wrong.map((each) => `${locale}: ${each}`);
}
