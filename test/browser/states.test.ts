import type { Browser, Page } from 'playwright-core';
import { claimStatus } from '../../functions/contracts/case.ts';
import type { CustomerPolicy } from '../../functions/contracts/customer.ts';
import { type Locale, locale as locales } from '../../functions/contracts/primitives.ts';
import { COLOURS, violationsOf } from './accessibility.ts';
import { DESKTOP, openChromium } from './chromium.ts';
import { type Device, openLastingDevice } from './lasting-device.ts';
import { type PageHost, startPageHost } from './page-host.ts';
import { openState, PAGE_STATES, type PageState, TEXTS } from './page-states.ts';

let host: PageHost;
let browser: Browser;
let devices: Record<Locale, Device>;
beforeAll(async () => {
  [host, browser] = await Promise.all([startPageHost(), openChromium({ camera: true })]);
  const [ru, en] = await Promise.all([deviceFor('ru'), deviceFor('en')]);
  devices = { ru, en };
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

const deviceFor = (locale: Locale): Promise<Device> =>
  openLastingDevice(browser, host.origin, {
    ...DESKTOP,
    viewport: { width: 390, height: 844 },
    // Colours are looked at when they have become what they are.
    reducedMotion: 'reduce',
    language: locale,
  });

it.each(PAGE_STATES.map((state) => [state.name, state] as const))(
  'is whole in the state «%s», in each language',
  async (_name, state) => {
    const found = await Promise.all(locales.options.map((locale) => wrongWith(state, locale)));
    expect(found.flat()).toEqual([]);
  },
  60_000,
);

it('is looked at in every state that a claim can be in', () => {
  const names = PAGE_STATES.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(claimStatus.options.map((status) => `claim-${status}`)));
  expect(new Set(names).size).toBe(names.length);
});

/** Everything that must not be so, a sentence each; empty when the page is whole. */
async function wrongWith(state: PageState, locale: Locale): Promise<string[]> {
  const { page, watch, view } = await openState(devices[locale], host.origin, state, locale);
  const { lang, said } = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    said: document.body.innerText,
  }));
  const headings = await page.locator('h1:visible').count();
  const wrong = [
    ...(lang === locale ? [] : [`its language is ${lang}`]),
    ...(headings === 1 ? [] : [`it has ${headings} headings of the first level`]),
    ...(said.match(/.*(?:[{}]|undefined|NaN|\[object).*/g) ?? []).map((line) => `it says «${line}»`),
    ...(locale === 'en' ? russianOfOurs(said, view) : []).map((line) => `it says in Russian «${line}»`),
    ...(await seriousOf(page, locale)),
    ...(await tooWide(page)),
    ...watch.errors,
  ];
  return wrong.map((each) => `${locale}: ${each}`);
}

/** What axe finds serious or critical. Colours do not depend on the language, and nothing else on the theme. */
async function seriousOf(page: Page, locale: Locale): Promise<string[]> {
  const rules = { with: ['target-size'] };
  if (locale !== 'ru') return violationsOf(page, { where: 'light', ...rules, without: [COLOURS] });
  const light = await violationsOf(page, { where: 'light', ...rules });
  await page.emulateMedia({ colorScheme: 'dark' });
  return [...light, ...(await violationsOf(page, { where: 'dark', only: [COLOURS] }))];
}

/** Where a reader would have to scroll sideways: on the narrowest phone, at 200 % zoom, and with letters twice as large. */
async function tooWide(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const { width, letters } of [
    { width: 320, letters: '' },
    { width: 640, letters: '' },
    { width: 640, letters: '36px' },
  ]) {
    await page.setViewportSize({ width, height: 640 });
    const widest = await page.evaluate((size) => {
      document.documentElement.style.fontSize = size;
      const edge = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= edge) return undefined;
      const beyond = [...document.querySelectorAll('main *, header *')].filter(
        (each) => each.getBoundingClientRect().right > edge + 1,
      );
      return beyond.at(-1)?.outerHTML.slice(0, 200) ?? 'something';
    }, letters);
    if (widest) found.push(`${width} ${letters}: ${widest}`);
  }
  return found;
}

/** Russian words on the English page that neither the customer nor a specialist has written. */
function russianOfOurs(said: string, view: CustomerPolicy | undefined): string[] {
  const given = (view?.claims ?? []).flatMap(({ description, question = '', refusal }) => [
    ...description.split('\n'),
    ...question.split('\n'),
    ...(refusal ? [refusal.explanation ?? '', refusal.whatWouldChange ?? '', ...refusal.evidence] : []),
  ]);
  const ours = [...given, TEXTS.en.otherLanguage, ...TYPED].reduce(
    (text, each) => text.replaceAll(each, ''),
    said,
  );
  return ours.match(/.*[А-Яа-яЁё].*/g) ?? [];
}

/** What the states themselves type or answer. */
const TYPED = [
  'Причина отказа, как её назвал сервис.',
  'Телефон, чёрный, 128 ГБ',
  'В коробке кирпич,',
  'завёрнутый в газету.',
  'Чек.jpg',
  'Письмо.docx',
];
