import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { consolePage } from '../../functions/messages/catalogue/console-page-ru.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { groupedNumber } from '../../web/shared/grouped-number.ts';
import { linkTokenOf, newParcel, saleOf } from '../e2e/clerk.ts';
import { customerOf } from '../e2e/customer.ts';
import { until } from '../e2e/until.ts';
import { DESKTOP, watchPage } from './chromium.ts';
import { REPORT_TEXTS } from './report-states.ts';
import { SIGNALS_TEXTS } from './signals-states.ts';
import { type Stage, setStage, takePhone } from './stage.ts';

const texts = REPORT_TEXTS.ru;
const signals = SIGNALS_TEXTS.ru;

const RYAZAN = { name: 'Рязанская область', index: '390000' };
const MOSCOW = { name: 'Москва', index: '101000' };
const CUNNING = { name: 'ООО «Ловкие люди», магазин «Удача»', taxNumber: '7707083893' };
const HONEST = { name: 'ООО «Честные люди»', taxNumber: '5001234567' };
const PAID = 250_000;

/** What the clerk is to read aloud once four of six parcels were confirmed. */
const WARNING = 'За 90 дней по посылкам этого продавца подтверждено 4 обращения.';

let stage: Stage;
let desk: BrowserContext;
beforeAll(async () => {
  stage = await setStage();
  desk = await takePhone(stage, DESKTOP);
}, 240_000);
afterAll(() => stage?.close());

const film = readFileSync(new URL('../../local/demo/files/unboxing.webm', import.meta.url));

/** A parcel of somebody else each time. */
async function saleIn(region: typeof RYAZAN, seller: typeof CUNNING, amount = PAID) {
  const parcel = newParcel();
  return {
    ...saleOf(parcel, await stage.world.now(), amount),
    office: { index: region.index, region: region.name, timeZone: 'Europe/Moscow' },
    customer: { phone: `+7916${parcel.slice(-7)}` },
    seller,
  };
}

async function sellIn(...of: Parameters<typeof saleIn>) {
  const sale = await saleIn(...of);
  const sold = await stage.clerk.sell(sale, randomUUID());
  expect(sold.status).toBe(201);
  return { parcel: sale.trackingNumber, customer: customerOf(stage.laptop, linkTokenOf(sold)) };
}

/** Sold, claimed and paid. */
async function cheatedIn(region: typeof RYAZAN) {
  const { parcel, customer } = await sellIn(region, CUNNING);
  const { claimId } = (await customer.fileClaim('empty-or-incomplete', PAID)).body;
  expect((await stage.specialist.act(parcel, claimId, 'approve', { amount: PAID })).status).toBe(200);
}

/** Sold, and claimed with a film that another parcel has as well. */
async function copiedIn(region: typeof RYAZAN) {
  const { parcel, customer } = await sellIn(region, CUNNING, 450_000);
  await customer.upload(film, { fileName: 'unboxing.webm', contentType: 'video/webm' });
  const { claimId } = (await customer.fileClaim('foreign-object', 450_000)).body;
  return { parcel, claimId };
}

/** Presses «Обновить» until what happened meanwhile is shown. */
async function refreshUntil(page: Page, isShown: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 90_000; !(await isShown()); ) {
    if (performance.now() > end) throw new Error('What was waited for never came.');
    const answered = page.waitForResponse(/\/v1\/reports\//);
    await page.getByRole('button', { name: texts.refresh, exact: true }).click();
    await answered;
  }
}

/** The figures of a region by the headings of the table, as they are read. */
async function figuresOf(page: Page, region: string): Promise<Record<string, string>> {
  const table = page.getByRole('table', { name: texts.table.regions });
  const row = table.getByRole('row').filter({ has: page.getByRole('link', { name: region, exact: true }) });
  if ((await row.count()) === 0) return {};
  const [, ...headings] = await table.getByRole('columnheader').allInnerTexts();
  const cells = await row.getByRole('cell').allInnerTexts();
  return Object.fromEntries(
    headings.map((heading, index) => [heading.replace(/[▲▼\s]+$/, ''), plain(cells[index] ?? '')]),
  );
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
const { sold, filed, compensated, paid } = texts.figures;

it('the analyst compares two regions, goes from a number to the case, its signal and its seller, and writes a release', async () => {
  const [copied] = await Promise.all([
    copiedIn(RYAZAN),
    cheatedIn(RYAZAN),
    cheatedIn(RYAZAN),
    cheatedIn(RYAZAN),
    cheatedIn(MOSCOW),
    sellIn(MOSCOW, HONEST),
  ]);
  const other = await copiedIn(MOSCOW);

  const page = await desk.newPage();
  const watch = watchPage(page);
  await page.goto(`${stage.laptop.origin}/console/`);
  await page.getByRole('button', { name: /^gleb / }).click();

  // The reports are where an analyst begins; the figures follow what happened within a second or so.
  await page.getByRole('heading', { name: texts.title, level: 1 }).waitFor();
  const isCounted = async () => {
    const [inRyazan, inMoscow] = [await figuresOf(page, RYAZAN.name), await figuresOf(page, MOSCOW.name)];
    return (
      inRyazan[compensated.short] === '3' &&
      inMoscow[filed.short] === '2' &&
      inMoscow[compensated.short] === '1'
    );
  };
  await refreshUntil(page, isCounted);
  const ryazan = await figuresOf(page, RYAZAN.name);
  expect(ryazan).toMatchObject({ [sold.short]: '4', [filed.short]: '4', [paid.short]: '7 500 ₽' });

  // Two regions side by side: the numbers of the table.
  for (const { name } of [RYAZAN, MOSCOW])
    await page.getByRole('checkbox', { name: render(texts.table.choose, { name }) }).check();
  const comparison = page.getByRole('table').filter({ hasText: texts.comparison.figure });
  const compared = async (figure: string) =>
    (
      await comparison
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: figure, exact: true }) })
        .getByRole('cell')
        .allInnerTexts()
    ).map(plain);
  await comparison.waitFor();
  expect(await compared(filed.short)).toEqual(['4', '2']);
  expect(await compared(paid.short)).toEqual(['7 500 ₽', '2 500 ₽']);

  // From the number to the claims that it counts, and to one of them.
  const number = { figure: filed.short, name: RYAZAN.name, count: '4' };
  await page.getByRole('link', { name: render(texts.table.claimsOf, number) }).click();
  await page.getByRole('heading', { name: texts.claims.titles.filed, level: 1 }).waitFor();
  await page.getByText(render(texts.claims.shown, { count: '4' }), { exact: true }).waitFor();
  await page.getByRole('link', { name: groupedNumber(copied.parcel), exact: true }).click();
  await page.getByRole('heading', { name: render(texts.sheet.title, { number: copied.claimId }) }).waitFor();

  // What stands out: a sentence, no number; and the other case behind it.
  const stands = page.getByRole('region', { name: texts.sheet.signals, exact: true });
  const sentence = stands.getByText('Тот же видеофайл приложен в 1 другом деле.');
  await refreshUntil(page, () => sentence.isVisible());
  await stands.getByText(signals.levels.hold, { exact: true }).waitFor();
  await stands.getByRole('link', { name: groupedNumber(other.parcel) }).click();
  await page.getByRole('heading', { name: render(texts.sheet.title, { number: other.claimId }) }).waitFor();

  // At the counter of the other region the seller's next parcel carries the warning, before the buyer pays.
  const quoteOf = async (seller: typeof CUNNING) =>
    (await stage.clerk.quote(await saleIn(MOSCOW, seller))).body;
  await until('the quote says how often the seller’s parcels were claimed', async () =>
    (await quoteOf(CUNNING)).warnings?.some(({ ru }: { ru: string }) => ru === WARNING),
  );
  expect((await quoteOf(CUNNING)).warnings).toHaveLength(1);
  expect(await quoteOf(HONEST)).not.toHaveProperty('warnings');

  // What stands out is in a list as well, which leads to the seller.
  await page
    .getByRole('navigation', { name: consolePage.nav })
    .getByRole('link', { name: consolePage.screens.signals })
    .click();
  const row = page
    .locator('.signal-row')
    .filter({ has: page.getByRole('heading', { name: groupedNumber(copied.parcel) }) });
  await row.getByText('Тот же видеофайл').waitFor();
  await row.getByRole('link', { name: signals.aboutSeller }).click();
  await page.getByRole('heading', { name: CUNNING.name }).waitFor();
  const tile = (name: string) =>
    page
      .locator('.tile')
      .filter({ has: page.getByText(name, { exact: true }) })
      .locator('dd');
  for (const [name, count] of [
    [signals.seller.totals.parcels, '6'],
    [signals.seller.totals.filed, '6'],
    [signals.seller.totals.confirmed, '4'],
  ] as const)
    expect(await tile(name).innerText()).toMatch(new RegExp(`^${count}\\b`));

  // What the next buyer will be told is what the analyst reads here.
  await page.getByText(`«${WARNING}»`).waitFor();

  // The release of the region says what its table says.
  await page.goto(`${stage.laptop.origin}/console/#/reports?region=RYA`);
  await page.getByRole('heading', { name: RYAZAN.name, level: 1 }).waitFor();
  await page.getByRole('link', { name: texts.actions.release }).click();
  const release = page.getByRole('region', { name: texts.release.languages.ru, exact: true });
  const published = plain(await release.locator('.release-text').innerText());
  const inTable = ({ short }: { short: string }) => (ryazan[short] ?? '').replace(' ₽', '');
  for (const words of [
    'в Рязанской области',
    `оформили ${inTable(sold)} раза`,
    `поступило ${inTable(filed)} обращения`,
    `завершено по ${inTable(compensated)} обращениям, деньги вернули во всех случаях`,
    `выплатила покупателям ${inTable(paid)} рублей`,
  ])
    expect(published).toContain(words);
  const sources = (await page.locator('.source strong').allInnerTexts()).map(plain);
  for (const shown of [`${inTable(sold)} раза`, `${inTable(filed)} обращения`, `${inTable(paid)} рублей`])
    expect(sources).toContain(shown);
  expect(watch.errors).toEqual([]);
}, 240_000);
