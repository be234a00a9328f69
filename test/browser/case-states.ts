import type { Page } from 'playwright-core';
import { claimStatus } from '../../functions/contracts/case.ts';
import type { CaseView } from '../../functions/contracts/console.ts';
import type { Locale } from '../../functions/contracts/primitives.ts';
import type { ConsoleCaseTexts } from '../../functions/messages/catalogue/console-case.ts';
import { consoleCase as english } from '../../functions/messages/catalogue/console-case-en.ts';
import { consoleCase as russian } from '../../functions/messages/catalogue/console-case-ru.ts';
import { labels } from '../../functions/messages/catalogue/labels.ts';
import { makeFilm } from '../evidence/films.ts';
import { ANSWERED, caseIn, DRAFT, IN_POST, proposedToSupervisor, SENT, SUPERVISOR } from './case-views.ts';
import { type Answer, ok, openDesk } from './console-desk.ts';
import type { Device } from './lasting-device.ts';
import { FILM_HOST } from './page-host.ts';

export const CASE_TEXTS: Record<Locale, ConsoleCaseTexts> = { ru: russian, en: english };
export const PARCEL = '10100012123456';
export const CASE_PATH = `/v1/cases/${PARCEL}`;

interface Given {
  page: Page;
  texts: ConsoleCaseTexts;
  locale: Locale;
  view: CaseView;
}

export interface CaseState {
  name: string;
  view: () => Promise<CaseView>;
  answers?: (view: CaseView) => Record<string, Answer>;
  open?: (given: Given) => Promise<void>;
}

const address = (name: string) =>
  ok({ url: `https://${FILM_HOST}/${name}`, expiresAt: '2099-01-01T00:00:00.000Z' });

export const pressAction = ({ page }: Pick<Given, 'page'>, action: string) =>
  page.locator(`[data-action="${action}"]`).click();

/** As a specialist is told of them: one is there, one is away. */
export const COLLEAGUES = [
  { personId: 'anna', role: 'specialist', locales: ['ru'], openCases: 9 },
  {
    personId: 'boris',
    role: 'specialist',
    locales: ['ru'],
    openCases: 0,
    absentUntil: '2026-03-09T00:00:00.000Z',
  },
  { personId: 'vera', role: 'specialist', locales: ['ru', 'en'], openCases: 4 },
];

export const CASE_STATES: readonly CaseState[] = [
  ...claimStatus.options.map((status) => ({ name: `in-${status}`, view: () => caseIn(status) })),
  {
    name: 'money-in-post',
    view: () =>
      caseIn('in-review', {
        claim: { ...IN_POST, assignee: { id: 'anna', since: '2026-03-05T10:00:00.000Z' } },
      }),
  },
  {
    name: 'film',
    view: () => caseIn('in-review'),
    open: async ({ page, texts }) => {
      await page.getByRole('button', { name: texts.files.watch }).click();
      await page.locator('video').waitFor();
      await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
      await page.keyboard.press('b');
    },
  },
  {
    name: 'document',
    view: () => caseIn('in-review'),
    open: async ({ page, texts }) => {
      await page.getByRole('button', { name: 'Переписка с продавцом.png' }).first().click();
      await page.getByRole('button', { name: texts.files.open, exact: true }).click();
      await page.locator('.preview img').waitFor();
    },
  },
  { name: 'approve', view: () => caseIn('in-review'), open: (given) => pressAction(given, 'approve') },
  {
    name: 'refuse',
    view: () => caseIn('in-review'),
    open: async (given) => {
      await pressAction(given, 'refuse');
      await given.page.locator('.action-form [type="submit"]').click();
      await given.page.getByLabel(given.texts.form.refusalReasons['no-deceit-found']).check();
    },
  },
  {
    name: 'ask',
    view: () => caseIn('in-review', { claim: { kind: 'overcharged' } }),
    open: async (given) => {
      await pressAction(given, 'ask-for-more');
      await given.page.getByLabel(given.texts.documentKinds.receipt, { exact: true }).check();
    },
  },
  {
    name: 'second-person',
    view: proposedToSupervisor,
    open: (given) => pressAction(given, 'approve-proposal'),
  },
  {
    name: 'letters',
    view: () => caseIn('awaiting-reply', { letters: [DRAFT, SENT, ANSWERED] }),
  },
  {
    name: 'letter-draft',
    view: () => caseIn('awaiting-reply', { letters: [DRAFT, SENT] }),
    open: async ({ page, texts }) => {
      await page
        .locator('.letters')
        .getByRole('button', { name: texts.letters.kinds['claim-to-seller'] })
        .click();
      await page.getByLabel(texts.letters.body).waitFor();
    },
  },
  {
    name: 'reply',
    view: () => caseIn('awaiting-reply', { letters: [SENT] }),
    open: (given) => pressAction(given, 'receive-reply'),
  },
  {
    name: 'supervisor',
    view: () => caseIn('needs-attention', { reader: SUPERVISOR }),
  },
  {
    name: 'hand-over',
    view: () =>
      caseIn('in-review', { claim: { assignee: { id: 'anna', since: '2026-03-05T10:00:00.000Z' } } }),
    answers: () => ({ 'GET /v1/desk/staff': ok({ staff: COLLEAGUES }) }),
    open: async ({ page, texts }) => {
      await page.getByRole('button', { name: texts.assignee.handOver }).click();
      await page.getByRole('radio', { name: /^vera/ }).check();
    },
  },
  {
    name: 'not-found',
    view: () => caseIn('in-review'),
    answers: () => ({
      [`GET ${CASE_PATH}`]: {
        status: 404,
        json: { code: 'not-found', detail: '—', title: '—', status: 404 },
      },
    }),
  },
];

/** A case with the service behind it: what it answers is what the state says, and the files are real. */
export async function openCaseState(device: Device, origin: string, state: CaseState, locale: Locale) {
  const view = await state.view();
  const texts = CASE_TEXTS[locale];
  const role = view.reader.role === 'supervisor' ? ('supervisor' as const) : ('specialist' as const);
  await serveFiles(device);
  const desk = await openDesk(device, origin, {
    locale,
    role,
    place: `#/case/${PARCEL}`,
    answers: { ...answersOf(view), ...state.answers?.(view) },
  });
  if (state.name === 'not-found') await desk.page.getByText(texts.notFound.why).waitFor();
  else await desk.page.locator('.case-columns').waitFor();
  await state.open?.({ page: desk.page, texts, locale, view });
  return { ...desk, view, texts, labels: labels[locale] };
}

/** What the service answers whoever only looks. */
export function answersOf(view: CaseView): Record<string, Answer> {
  const etag = `"${view.version}"`;
  return {
    [`GET ${CASE_PATH}`]: ({ headers }) =>
      headers['if-none-match'] === etag ? { status: 304 } : ok(view, { etag }),
    [`POST ${CASE_PATH}/presence`]: ok({
      people: [
        {
          personId: 'boris',
          role: 'specialist',
          since: '2026-03-05T11:59:00.000Z',
          writing: true,
        },
      ],
    }),
    [`POST ${CASE_PATH}/evidence/upload-1/download`]: address('film.webm'),
    [`POST ${CASE_PATH}/evidence/upload-2/download`]: address('document.png'),
  };
}

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC',
  'base64',
);

const served = new WeakSet<Device>();

/** In pieces, as storage gives it: a browser goes to a place of a film only where it can ask for a piece. */
async function serveFiles(device: Device): Promise<void> {
  if (served.has(device)) return;
  served.add(device);
  const film = makeFilm({ extension: 'webm', seconds: 12 });
  await device.route(`https://${FILM_HOST}/**`, async (route) => {
    const request = route.request();
    if (!request.url().endsWith('.webm')) return route.fulfill({ contentType: 'image/png', body: PICTURE });
    const [, from = '0', until = ''] = /bytes=(\d+)-(\d*)/.exec(request.headers().range ?? '') ?? [];
    const last = until === '' ? film.length - 1 : Math.min(Number(until), film.length - 1);
    await route.fulfill({
      status: 206,
      contentType: 'video/webm',
      headers: {
        'accept-ranges': 'bytes',
        'content-range': `bytes ${from}-${last}/${film.length}`,
      },
      body: film.subarray(Number(from), last + 1),
    });
  });
}
