import type { Browser, Page } from 'playwright-core';
import { claimStatus } from '../../functions/contracts/case.ts';
import type { CaseView } from '../../functions/contracts/console.ts';
import { type Locale, locale as locales } from '../../functions/contracts/primitives.ts';
import { COLOURS, SCROLLS, violationsOf } from './accessibility.ts';
import { CASE_STATES, type CaseState, openCaseState } from './case-states.ts';
import { caseIn, SUPERVISOR } from './case-views.ts';
import { openChromium } from './chromium.ts';
import { type Device, openLastingDevice } from './lasting-device.ts';
import { type PageHost, startPageHost } from './page-host.ts';

let host: PageHost;
let browser: Browser;
let desks: Record<Locale, Device>;
beforeAll(async () => {
  [host, browser] = await Promise.all([startPageHost(), openChromium()]);
  const [ru, en] = await Promise.all([deskFor(), deskFor()]);
  desks = { ru, en };
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

const deskFor = (): Promise<Device> =>
  openLastingDevice(browser, host.origin, {
    viewport: { width: 1280, height: 800 },
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    reducedMotion: 'reduce',
  });

it.each(CASE_STATES.map((state) => [state.name, state] as const))(
  'is whole in the state «%s», in each language, light and dark, at 1280 and 1920',
  async (_name, state) => {
    const found = await Promise.all(locales.options.map((locale) => wrongWith(state, locale)));
    expect(found.flat()).toEqual([]);
  },
  120_000,
);

it('is looked at in every state that a claim can be in', () => {
  const names = CASE_STATES.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(claimStatus.options.map((status) => `in-${status}`)));
  expect(new Set(names).size).toBe(names.length);
});

// A specialist's are looked at with the states.
it.each(claimStatus.options)(
  'has a button for each action that the service allows a supervisor in %s, and no other',
  async (status) => {
    const state = { name: status, view: () => caseIn(status, { reader: SUPERVISOR }) };
    const { page, view } = await openCaseState(desks.ru, host.origin, state, 'ru');
    expect(await wrongActions(page, view)).toEqual([]);
  },
  60_000,
);

/** Buttons that the service does not allow, and actions without one. */
async function wrongActions(page: Page, view: CaseView): Promise<string[]> {
  const shown = await page
    .locator('[data-action]')
    .evaluateAll((all) => all.map((each) => each.getAttribute('data-action')));
  const allowed: readonly string[] = chosenOf(view)?.allowedActions ?? [];
  const [there, wanted] = [shown.sort().join(), [...allowed].sort().join()];
  return there === wanted ? [] : [`it has buttons for «${there}» and not for «${wanted}»`];
}

const chosenOf = (view: CaseView) =>
  view.claims.find(({ deadline }) => deadline !== undefined) ?? view.claims.at(-1);

/** Everything that must not be so, a sentence each; empty when the page is whole. */
async function wrongWith(state: CaseState, locale: Locale): Promise<string[]> {
  const { page, watch, view } = await openCaseState(desks[locale], host.origin, state, locale);
  const said = await page.evaluate(() => document.body.innerText);
  const lang = await page.evaluate(() => document.documentElement.lang);
  const headings = await page.locator('h1:visible').count();
  const wrong = [
    ...(lang === locale ? [] : [`its language is ${lang}`]),
    ...(headings === 1 ? [] : [`it has ${headings} headings of the first level`]),
    ...(said.match(/.*(?:[{}]|undefined|NaN|\[object).*/g) ?? []).map((line) => `it says «${line}»`),
    ...(locale === 'en' ? russianOfOurs(said, view) : []).map((line) => `it says in Russian «${line}»`),
    // Colours do not depend on the language.
    ...(await violationsOf(page, { where: '1280 light', without: locale === 'ru' ? [] : [COLOURS] })),
    ...(await scrolls(page)),
    ...(state.name.startsWith('in-') ? await wrongActions(page, view) : []),
  ];
  if (locale === 'ru') {
    // Nothing but colours depends on the theme, nothing but what scrolls on the width.
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.emulateMedia({ colorScheme: 'dark' });
    wrong.push(
      ...(await violationsOf(page, { where: '1920 dark', only: [COLOURS, SCROLLS] })),
      ...(await scrolls(page)),
    );
  }
  wrong.push(...watch.errors);
  return wrong.map((each) => `${locale}: ${each}`);
}

/** Columns scroll, the page does not. */
async function scrolls(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    return [
      ...(scrollWidth > clientWidth ? [`it is ${scrollWidth} wide on ${clientWidth}`] : []),
      ...(scrollHeight > clientHeight ? [`it is ${scrollHeight} high on ${clientHeight}`] : []),
    ];
  });
}

/** Russian words on the English page that stand in no fact of the case. */
function russianOfOurs(said: string, view: CaseView): string[] {
  const given = [...JSON.stringify(view).matchAll(/"((?:[^"\\]|\\.)*[А-Яа-яЁё](?:[^"\\]|\\.)*)"/g)]
    .flatMap(([, text = '']) => (JSON.parse(`"${text}"`) as string).split('\n'))
    .sort((one, other) => other.length - one.length);
  const ours = [...given, 'Анна Белова', 'Вера Орлова', 'Русский', 'Пришлите, пожалуйста'].reduce(
    (text, each) => text.replaceAll(each, ''),
    said,
  );
  return ours.match(/.*[А-Яа-яЁё].*/g) ?? [];
}
