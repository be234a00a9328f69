import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { render } from '../../functions/messages/fill-text.ts';
import { SCREEN_TEXTS } from './console-states.ts';
import { atTheDesk } from './desk-host.ts';
import { parseCsv } from './parse-csv.ts';
import { RELEASE_RU, reportAnswers, someClaimFacts } from './report-answers.ts';
import { REPORT_STATES, REPORT_TEXTS } from './report-states.ts';
import { SIGNALS_TEXTS } from './signals-states.ts';

const { sit, session, origin } = atTheDesk();
const texts = REPORT_TEXTS.ru;
const RYAZAN = 'Рязанская область';

const analyst = (place = '') =>
  sit({ role: 'analyst', place: `#/reports${place}`, answers: reportAnswers() });
const hash = (page: Page) => new URL(page.url()).hash;
const regionRow = (page: Page, name: string) =>
  page
    .getByRole('region', { name: texts.table.regions, exact: true })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name }) });
const firstCells = async (page: Page, of: string) =>
  (await page.getByRole('table', { name: of }).getByRole('rowheader').allInnerTexts()).map((each) =>
    each.trim(),
  );

describe('the analyst', () => {
  it('comes from a region’s number to the case behind it, and back', async () => {
    const { page, asked, watch } = await sit({ role: 'analyst', answers: reportAnswers() });
    // It is the first thing an analyst sees.
    await page.getByRole('heading', { name: texts.title, level: 1 }).waitFor();
    await regionRow(page, RYAZAN)
      .getByRole('link', { name: new RegExp(`^${texts.figures.filed.short}, ${RYAZAN}`) })
      .click();
    await page.getByRole('heading', { name: texts.claims.titles.filed }).waitFor();
    const listed = asked.find(({ path }) => path === '/v1/reports/claims');
    expect(Object.fromEntries(listed?.query ?? [])).toEqual({
      from: '2026-02-04',
      to: '2026-03-05',
      region: 'RYA',
      measure: 'filed',
      limit: '50',
    });
    await page.getByRole('button', { name: texts.claims.more, exact: true }).click();
    await page.getByText(render(texts.claims.shown, { count: '40+' })).waitFor();
    const { claimId } = someClaimFacts(1);
    await page.getByRole('rowheader').nth(1).getByRole('link').click();
    await page.getByRole('heading', { name: render(texts.sheet.title, { number: claimId }) }).waitFor();
    await page.getByText('То же видео прислали в другом обращении.').waitFor();
    // In words, by whom it is about; no weight stands beside it.
    const stands = page.getByRole('region', { name: texts.sheet.signals, exact: true });
    const { about, forTheBuyer, levels } = SIGNALS_TEXTS.ru;
    for (const words of [about.buyer, about.seller, forTheBuyer, levels.hold])
      await stands.getByText(words, { exact: true }).first().waitFor();
    expect(await stands.innerText()).not.toMatch(/\b(?:65|80|15)\b/);
    expect(await page.getByRole('link', { name: texts.sheet.openSeller }).first().getAttribute('href')).toBe(
      '#/seller/AbCdEfGhIjKlMnOpQrStUv',
    );
    // A linked case is a claim like this one.
    await page.getByRole('link', { name: '390000 24 00267 4' }).click();
    await page.getByRole('heading', { name: render(texts.sheet.title, { number: 'CLM00002' }) }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: RYAZAN }).click();
    await page.getByRole('heading', { name: RYAZAN, level: 1 }).waitFor();
    expect(hash(page)).toBe('#/reports?region=RYA');
    expect(watch.errors).toEqual([]);
  });

  it('reads the offices of a region, all of them, and the claims of one', async () => {
    const { page, asked } = await analyst('?region=RYA');
    await page.getByRole('rowheader', { name: '391100' }).waitFor();
    expect(await firstCells(page, texts.table.offices)).toHaveLength(17);
    await page.getByRole('link', { name: '391100', exact: true }).click();
    await page
      .getByText(render(texts.claims.ofOffice, { office: '391100' }))
      .first()
      .waitFor();
    expect(asked.findLast(({ path }) => path === '/v1/reports/claims')?.query.get('office')).toBe('391100');
  });

  it('compares two regions on the map, over time and side by side, at an address to be sent on', async () => {
    const { page, asked } = await analyst();
    const tile = (name: string) => page.getByRole('button', { name: new RegExp(`, ${name}: `) });
    await tile('Москва').click();
    await page.waitForURL(/chosen=MOW$/);
    // By keyboard: down to the region around it, and one to the right.
    await tile('Москва').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    const second = page.locator('.map-tile:focus');
    expect(await second.getAttribute('aria-label')).toMatch(/^Ряза, Рязанская область: /);
    await page.keyboard.press('Enter');
    await page.waitForURL(/chosen=MOW,RYA$/);
    const comparison = page.getByRole('region', { name: texts.comparison.title }).first();
    await comparison.waitFor();
    expect(await comparison.getByRole('columnheader').allInnerTexts()).toEqual([
      texts.comparison.figure,
      'Москва',
      RYAZAN,
    ]);
    await page.waitForFunction(() => document.querySelectorAll('.chip a').length === 2);
    expect(asked.findLast(({ path }) => path === '/v1/reports/series')?.query.get('regions')).toBe('MOW,RYA');
    expect(await tile('Москва').getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: texts.plot.between }).click();
    await page.getByText(texts.plot.numbers).click();
    const numbers = page.getByRole('region', { name: texts.plot.numbers });
    expect(await numbers.getByRole('rowheader').allInnerTexts()).toEqual(['Москва', RYAZAN]);
    await page.reload();
    await comparison.waitFor();
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(3);
  });

  it('sorts by any column, finds a region, and chooses another period', async () => {
    const { page, asked } = await analyst();
    await regionRow(page, RYAZAN).waitFor();
    const heading = page.getByRole('columnheader', { name: texts.figures.refused.short });
    expect(await heading.getAttribute('aria-sort')).toBe('none');
    await heading.getByRole('button').click();
    expect(await heading.getAttribute('aria-sort')).toBe('descending');
    await heading.getByRole('button').click();
    expect(await heading.getAttribute('aria-sort')).toBe('ascending');
    await page.getByRole('searchbox', { name: texts.table.find }).fill('рязан');
    await page.getByText(render(texts.table.shown, { count: '1', total: '84' })).waitFor();
    expect(await firstCells(page, texts.table.regions)).toEqual([RYAZAN, texts.table.total]);
    await page.getByRole('button', { name: texts.period.presets.lastMonth }).click();
    await page.waitForURL(/from=2026-02-01&to=2026-02-28/);
    await page.getByRole('checkbox', { name: texts.period.compare }).uncheck();
    await page.waitForURL(/compare=none/);
    await page.getByLabel(texts.period.from, { exact: true }).fill('2026-03-04');
    await page.getByLabel(texts.period.to, { exact: true }).fill('2026-03-01');
    await page.getByRole('button', { name: texts.period.apply }).click();
    await page.getByText(texts.period.wrong.reversed).waitFor();
    expect(asked.findLast(({ path }) => path === '/v1/reports/regions')?.query.toString()).toBe(
      'from=2026-02-01&to=2026-02-28',
    );
  });

  it('takes the table away as it is shown, in a file that opens in a Russian spreadsheet', async () => {
    const { page } = await analyst();
    await regionRow(page, RYAZAN).waitFor();
    await page.getByRole('columnheader', { name: texts.table.region }).getByRole('button').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: texts.actions.csv }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('otchet-2026-02-04-2026-03-05.csv');
    const [heading, ...rows] = parseCsv(readFileSync(await download.path(), 'utf8'));
    expect(heading?.slice(0, 3)).toEqual(['ISO 3166-2', texts.table.region, texts.figures.sold.short]);
    expect(rows.map(([, name]) => name)).toEqual(await firstCells(page, texts.table.regions));
    const ryazan = rows.find(([code]) => code === 'RYA');
    expect(ryazan?.[2]).toBe('960');
    expect(ryazan?.[(heading ?? []).indexOf('Помогли, %')]).toMatch(/^\d+(,\d+)?$/);
  });

  it('copies a release, and sees where its numbers come from', async () => {
    await session().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: origin() });
    const { page } = await analyst();
    await page.getByRole('link', { name: texts.actions.release }).click();
    await page.getByLabel(texts.release.where).selectOption('RYA');
    await page.waitForURL(/region=RYA&release=1/);
    await page.getByRole('link', { name: '112 покупателей' }).focus();
    await page.locator('#source-1.is-lit').waitFor();
    await page.getByRole('button', { name: `${texts.release.copy}: ${texts.release.languages.ru}` }).click();
    await page.getByText(texts.release.copied, { exact: true }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(RELEASE_RU);
  });

  it('prints the table with its period and its time, and nothing of what stands around it', async () => {
    const { page } = await analyst();
    await regionRow(page, RYAZAN).waitFor();
    await page.emulateMedia({ media: 'print' });
    const head = await page.locator('.print-head').innerText();
    expect(head).toContain('4 февраля – 5 марта 2026');
    expect(head).toContain('15:00');
    for (const hidden of ['.top', '.period', '.map', '.report-plot', '.table-head .button'])
      expect(await page.locator(hidden).first().isVisible()).toBe(false);
    expect(await regionRow(page, 'Ямало-Ненецкий автономный округ').isVisible()).toBe(true);
  });
});

it('is no place for a specialist', async () => {
  const { page, asked } = await sit({ place: '#/reports' });
  await page.getByRole('button', { name: new RegExp(`^${SCREEN_TEXTS.ru.queue.takeNext}`) }).waitFor();
  expect(asked.filter(({ path }) => path.startsWith('/v1/reports'))).toEqual([]);
});

it('can be used on a telephone: only tables and the map scroll sideways', async () => {
  const wide: string[] = [];
  for (const { name, place = '', answers = {} } of REPORT_STATES.slice(0, 6)) {
    const { page } = await sit({ role: 'analyst', place, answers });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.panel, .totals, .work').first().waitFor();
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wide.push(name);
    await page.close();
  }
  expect(wide).toEqual([]);
});
