import type { Page } from 'playwright-core';
import type { ConsoleRole, Locale } from '../../functions/contracts/primitives.ts';
import type { ConsolePageTexts } from '../../functions/messages/catalogue/console-page.ts';
import { consolePage as english } from '../../functions/messages/catalogue/console-page-en.ts';
import { consolePage as russian } from '../../functions/messages/catalogue/console-page-ru.ts';
import type { DeskScreensTexts } from '../../functions/messages/catalogue/desk-screens.ts';
import { deskScreens as englishScreens } from '../../functions/messages/catalogue/desk-screens-en.ts';
import { deskScreens as russianScreens } from '../../functions/messages/catalogue/desk-screens-ru.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { type Answer, ok, openDesk, someCase, someCaseClaim, someEntry, someWork } from './console-desk.ts';
import type { Device } from './lasting-device.ts';
import { REPORT_STATES } from './report-states.ts';
import { SIGNALS_TEXTS } from './signals-states.ts';

export const PAGE_TEXTS: Record<Locale, ConsolePageTexts> = { ru: russian, en: english };
export const SCREEN_TEXTS: Record<Locale, DeskScreensTexts> = { ru: russianScreens, en: englishScreens };

interface Given {
  page: Page;
  locale: Locale;
  texts: ConsolePageTexts;
  screens: DeskScreensTexts;
}

export interface ConsoleState {
  name: string;
  role?: ConsoleRole;
  place?: string;
  answers?: Record<string, Answer>;
  isSignedIn?: boolean;
  /** From the first screen to this state. */
  open?: (given: Given) => Promise<void>;
  /** What has to be seen before anybody looks. */
  shows: (given: Omit<Given, 'page'>) => string;
}

const PARCEL = '10100012123456';
const CASE = { 'GET /v1/cases/10100012123456': ok(someCase(), { etag: '"3"' }) };

/** Down to what happened: the parcel found by its number, everything said. */
export async function takeDownCall({ page, screens }: Given): Promise<void> {
  const { phone } = screens;
  await page.getByRole('combobox', { name: phone.find }).fill(PARCEL);
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByText(phone.checkTitle).waitFor();
  await page.keyboard.press('1');
  await page
    .getByLabel(phone.description)
    .fill('Заказывал телефон, в коробке лежал кирпич, завёрнутый в газету. Продавец не отвечает.');
}

export const CONSOLE_STATES: readonly ConsoleState[] = [
  { name: 'queue-specialist', place: '#/queue', shows: ({ screens }) => screens.queue.takeNext },
  {
    name: 'queue-supervisor',
    role: 'supervisor',
    place: '#/queue',
    answers: {
      'GET /v1/cases': ok({
        cases: someWork().map((entry, index) => ({
          ...entry,
          queue: 'supervisor' as const,
          status: index % 3 === 2 ? ('awaiting-approval' as const) : ('needs-attention' as const),
        })),
      }),
    },
    shows: ({ screens }) => screens.queue.sections.proposals,
  },
  {
    name: 'queue-signals',
    place: '#/queue',
    answers: {
      'GET /v1/cases': ok({
        cases: someWork().map((entry, index) => {
          const level = index === 0 ? 'hold' : ([undefined, undefined, 'flag', 'hold'] as const)[index % 4];
          return { ...entry, ...(level && { signals: { level } }) };
        }),
      }),
    },
    shows: ({ locale }) => SIGNALS_TEXTS[locale].levels.hold,
  },
  {
    name: 'queue-empty',
    place: '#/queue',
    answers: { 'GET /v1/cases': ok({ cases: [] }) },
    shows: ({ screens }) => screens.queue.empty.mine,
  },
  {
    name: 'assign',
    role: 'supervisor',
    place: '#/queue',
    answers: { 'GET /v1/cases': ok({ cases: [someEntry({ claimId: 'A1', assignee: 'anna' })] }) },
    open: async ({ page }) => {
      await page.locator('a[data-claim]').first().focus();
      await page.keyboard.press('a');
    },
    shows: ({ screens }) => screens.assign.toQueue,
  },
  {
    name: 'search',
    place: '#/queue',
    open: async ({ page, texts }) => {
      await page.getByRole('row').first().waitFor();
      await page.getByRole('combobox', { name: texts.search.label }).fill('8 916 123-45-67');
      await page.getByRole('listbox').getByRole('option').first().waitFor();
    },
    shows: ({ texts }) => texts.search.matched.phone,
  },
  {
    name: 'keys',
    place: '#/queue',
    open: async ({ page, screens }) => {
      await page.getByText(screens.queue.takeNext).waitFor();
      await page.keyboard.press('?');
    },
    shows: ({ texts }) => texts.keys.single,
  },
  { name: 'counts', role: 'analyst', place: '#/queue', shows: ({ screens }) => screens.counts.why },
  ...REPORT_STATES,
  { name: 'staff', role: 'administrator', shows: ({ screens }) => screens.staff.makeAbsent },
  {
    name: 'absence',
    role: 'supervisor',
    place: '#/staff',
    open: ({ page, screens }) => page.getByRole('button', { name: screens.staff.makeAbsent }).first().click(),
    shows: ({ screens }) => screens.staff.until,
  },
  {
    name: 'shift',
    place: '#/queue',
    open: ({ page, screens }) =>
      page.getByRole('button', { name: new RegExp(`${screens.shift.open}$`) }).click(),
    shows: ({ screens }) => screens.shift.goAway,
  },
  {
    name: 'shift-absent',
    place: '#/queue',
    answers: {
      'GET /v1/desk/staff': ok({
        staff: [
          {
            personId: 'anna',
            role: 'specialist',
            locales: ['ru'],
            openCases: 3,
            absentUntil: '2026-03-09T00:00:00.000Z',
          },
        ],
      }),
    },
    open: ({ page, screens }) =>
      page.getByRole('button', { name: new RegExp(`${screens.shift.open}$`) }).click(),
    shows: ({ screens }) => screens.shift.comeBack,
  },
  { name: 'phone-empty', place: '#/phone', shows: ({ screens }) => screens.phone.find },
  {
    name: 'phone-checked',
    place: '#/phone',
    answers: {
      ...CASE,
      'GET /v1/cases/10100012123456': ok(
        someCase({ claims: [someCaseClaim({ status: 'refused', kind: 'damaged' })] }),
        { etag: '"3"' },
      ),
    },
    open: takeDownCall,
    shows: ({ screens }) => screens.phone.checkTitle,
  },
  {
    name: 'phone-wrong',
    place: '#/phone',
    open: async ({ page, screens }) => {
      await page.getByRole('button', { name: screens.phone.file }).click();
    },
    shows: ({ screens }) => screens.phone.kindMissing,
  },
  {
    name: 'phone-filed',
    place: '#/phone',
    answers: {
      ...CASE,
      'POST /v1/cases/10100012123456/claims': { status: 201, json: someCaseClaim() },
    },
    open: async (given) => {
      await takeDownCall(given);
      await given.page.keyboard.press('Alt+Enter');
    },
    shows: ({ screens }) => screens.phone.filedTitle,
  },
  {
    name: 'offline',
    place: '#/queue',
    answers: { 'GET /v1/cases': 'gone', 'GET /v1/desk/counts': 'gone' },
    shows: ({ texts }) => texts.line.lost,
  },
  {
    name: 'unreachable',
    answers: { 'GET /v1/desk/settings': { status: 503, json: {} } },
    shows: ({ texts }) => texts.session.unreachableWhy,
  },
  {
    name: 'signed-out',
    isSignedIn: false,
    place: '?code=code&state=of-nobody',
    shows: ({ texts }) => texts.session.signedOut.failed.why,
  },
];

export async function openConsoleState(
  device: Pick<Device, 'newPage'>,
  origin: string,
  state: ConsoleState,
  locale: Locale,
) {
  const { role, place, answers, isSignedIn } = state;
  const desk = await openDesk(device, origin, {
    locale,
    ...(role && { role }),
    ...(place && { place }),
    ...(answers && { answers }),
    ...(isSignedIn !== undefined && { isSignedIn }),
  });
  const given = { page: desk.page, locale, texts: PAGE_TEXTS[locale], screens: SCREEN_TEXTS[locale] };
  await state.open?.(given);
  const [shown = ''] = state.shows(given).split('{');
  await desk.page.getByText(shown.trim()).first().waitFor();
  return desk;
}

/** What a text says with these values. */
export const said = render;
