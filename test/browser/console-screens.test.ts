import type { Browser, Page } from 'playwright-core';
import { type Locale, locale as locales } from '../../functions/contracts/primitives.ts';
import { COLOURS, violationsOf } from './accessibility.ts';
import { openChromium } from './chromium.ts';
import { CONSOLE_STATES, type ConsoleState, openConsoleState, PAGE_TEXTS } from './console-states.ts';
import { type Device, openLastingDevice } from './lasting-device.ts';
import { type PageHost, startPageHost } from './page-host.ts';
import { RELEASE_RU } from './report-answers.ts';

let host: PageHost;
let browser: Browser;
let desk: Device;
beforeAll(async () => {
  [host, browser] = await Promise.all([startPageHost(), openChromium()]);
  desk = await openLastingDevice(browser, host.origin, {
    viewport: DESK,
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    reducedMotion: 'reduce',
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

const DESK = { width: 1280, height: 800 };
const WIDE_DESK = { width: 1920, height: 1080 };

/** A page that stays too wide does so for longer. */
const SETTLES_WITHIN_MILLIS = 5_000;

it.each(CONSOLE_STATES.map((state) => [state.name, state] as const))(
  'is whole on the screen «%s», in each language',
  async (_name, state) => {
    for (const locale of locales.options) expect(await wrongWith(state, locale)).toEqual([]);
  },
  120_000,
);

/** Everything that must not be so, a sentence each; empty when the screen is whole. */
async function wrongWith(state: ConsoleState, locale: Locale): Promise<string[]> {
  const { page, watch } = await openConsoleState(desk, host.origin, state, locale);
  const { lang, said } = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    said: document.body.innerText,
  }));
  const headings = await page.locator('h1:visible').count();
  const wrong = [
    ...(lang === locale ? [] : [`its language is ${lang}`]),
    ...(headings === 1 ? [] : [`it has ${headings} headings of the first level`]),
    ...(said.match(/.*(?:[{}]|undefined|NaN|\[object).*/g) ?? []).map((line) => `it says «${line}»`),
    ...(locale === 'en' ? russianOfOurs(said) : []).map((line) => `it says in Russian «${line}»`),
    ...(await seriousOf(page, locale)),
    ...(await tooWide(page)),
    ...watch.errors,
  ];
  return wrong.map((each) => `${locale}: ${each}`);
}

/**
 * What axe finds serious or critical. Colours do not depend on the language, and nothing else on theme and width: what
 * lies behind the words is looked at in both themes and at both widths.
 */
async function seriousOf(page: Page, locale: Locale): Promise<string[]> {
  if (locale !== 'ru') return violationsOf(page, { where: 'light', without: [COLOURS] });
  const light = await violationsOf(page, { where: '1280 light' });
  await page.setViewportSize(WIDE_DESK);
  await page.emulateMedia({ colorScheme: 'dark' });
  return [...light, ...(await violationsOf(page, { where: '1920 dark', only: [COLOURS] }))];
}

/** Where somebody would have to scroll sideways. */
async function tooWide(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of [1920, 1280, 1024]) {
    await page.setViewportSize({ width, height: 800 });
    // A drawing takes its new width in the frame after.
    const fits = await page
      .waitForFunction(
        () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
        undefined,
        { timeout: SETTLES_WITHIN_MILLIS },
      )
      .then(
        () => true,
        () => false,
      );
    if (!fits) found.push(`it is wider than ${width}`);
  }
  return found;
}

/** Russian words on the English page that are nobody's name and nothing that a customer said. */
function russianOfOurs(said: string): string[] {
  const given = [
    PAGE_TEXTS.en.otherLanguage,
    'Анна Белова',
    'Вера Орлова',
    'Глеб Сафонов',
    'Дарья Титова',
    'ООО «Быстрая посылка»',
    'Республика Татарстан',
    RELEASE_RU,
    'Заказывал телефон, в коробке лежал кирпич, завёрнутый в газету. Продавец не отвечает.',
  ];
  const ours = given.reduce((text, each) => text.replaceAll(each, ''), said);
  return ours.match(/.*[А-Яа-яЁё].*/g) ?? [];
}
