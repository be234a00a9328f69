import type { Page, Route } from 'playwright-core';
import { toInstant, toMillis } from '../../functions/clock.ts';
import { claimStatus } from '../../functions/contracts/case.ts';
import type { CustomerClaim, CustomerPolicy } from '../../functions/contracts/customer.ts';
import type { Locale } from '../../functions/contracts/primitives.ts';
import { claimKinds } from '../../functions/messages/catalogue/claim-kinds.ts';
import type { CustomerPageTexts } from '../../functions/messages/catalogue/customer-page.ts';
import { customerPage as english } from '../../functions/messages/catalogue/customer-page-en.ts';
import { customerPage as russian } from '../../functions/messages/catalogue/customer-page-ru.ts';
import { documentKinds, letterTitles } from '../../functions/messages/catalogue/document-kinds.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { formatDeadline, formatMoney, formatSize } from '../../functions/messages/format.ts';
import { someUpload } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';
import { somePolicy } from '../builders/policy.ts';
import { ANNA, NOW } from '../claims/claims-fixture.ts';
import { type Watch, watchPage } from './chromium.ts';
import { kamchatka, upheld, viewOfClaim, viewOfPolicy, viewOfTwoClaims } from './customer-views.ts';
import type { Device } from './lasting-device.ts';

export const TEXTS: Record<Locale, CustomerPageTexts> = { ru: russian, en: english };
export const TOKEN = 'k'.repeat(46);

interface Given {
  page: Page;
  texts: CustomerPageTexts;
  view: CustomerPolicy;
  locale: Locale;
}

/** How a call below /v1/my/ is answered: `hang` never, `gone` as without a line. */
type Answer = 'hang' | 'gone' | { status: number; json: unknown };

export interface PageState {
  name: string;
  /** What the service tells of the policy; without it the first call is answered by `answers`. */
  view?: (locale: Locale) => Promise<CustomerPolicy>;
  /** By the end of the path: «POST uploads», «PUT storage». */
  answers?: Record<string, Answer>;
  /** Runs in the page before anything of it does. */
  before?: () => void;
  /** From the first screen to this state. */
  open?: (given: Given) => Promise<void>;
  /** What is to be read on it. */
  says: (given: Omit<Given, 'page'>) => string[];
}

const press = ({ page }: Given, name: string) => page.getByRole('button', { name, exact: true }).click();
const expensive = (locale: Locale) => viewOfPolicy(locale);
const cheap = (locale: Locale) => viewOfPolicy(locale, { policy: { amount: 250_000 } });
const problem = (status: number, code: string, detail = ''): Answer => ({ status, json: { code, detail } });

const ENDS_AT = somePolicy().endsAt;
const before = (instant: string, hours: number) => toInstant(toMillis(instant) - hours * 3_600_000);

const firstClaim = (view: CustomerPolicy) => view.claims[0] as CustomerClaim;

/** What the card of a claim answers: of an open one who acts, by when, and what happens otherwise. */
export function saysOfClaim(claim: CustomerClaim, texts: CustomerPageTexts, locale: Locale): string[] {
  const { card, refusal, question } = claim;
  if (claim.deadline)
    return [
      card.title,
      card.whoActs,
      card.byWhen ?? '?',
      card.otherwise ?? '?',
      ...(question ? [question] : []),
    ];
  if (!refusal) return [card.title, card.whoActs];
  const { reason, clause, clauseText, explanation = '?', whatWouldChange = '?' } = refusal;
  const isLast = !claim.allowedActions.includes('appeal');
  return [
    ...[card.title, reason.slice(1), `${clause}. ${clauseText}`, explanation, whatWouldChange],
    ...['VID_20260305_093300.mp4', 'Переписка с продавцом от 3 марта'],
    ...(isLast
      ? [texts.refusal.appealOver]
      : [
          render(texts.refusal.appealUntil, {
            date: formatDeadline(refusal.appealUntil, claim.timeZone, locale),
          }),
          card.otherwise ?? '?',
        ]),
  ];
}

const POLICY_STATES: PageState[] = [
  {
    name: 'new-video-needed',
    view: expensive,
    says: ({ view, texts, locale }) => [
      texts.protection.active,
      render(texts.protection.until, { date: formatDeadline(view.endsAt, view.timeZone, locale) }),
      render(texts.video.requiredWhy, { threshold: formatMoney(view.videoThreshold, locale) }),
      ...texts.howToFilm.steps.map(({ detail }) => detail),
    ],
  },
  {
    name: 'new-video-not-needed',
    view: cheap,
    says: ({ texts }) => [texts.video.notRequired, texts.claim.orCall, texts.claim.open],
  },
  {
    name: 'new-in-kamchatka',
    view: (locale) =>
      viewOfPolicy(locale, { policy: { office: kamchatka, endsAt: '2026-03-31T12:00:00.000Z' } }),
    says: ({ locale }) => (locale === 'ru' ? ['по Москве 31 марта'] : ['(Moscow: 31 March 2026, 15:00)']),
  },
  {
    name: 'last-day',
    view: (locale) => viewOfPolicy(locale, { now: before(ENDS_AT, 5) }),
    says: ({ locale }) => [
      locale === 'ru' ? 'Сегодня последний день: 5 часов до конца' : 'Today is the last day: 5 hours left',
    ],
  },
  {
    name: 'begun-in-time',
    view: (locale) =>
      viewOfPolicy(locale, {
        policy: { claimableUntil: before(ENDS_AT, -48) },
        isFilmed: true,
        now: before(ENDS_AT, -1),
      }),
    says: ({ view, texts, locale }) => [
      render(texts.protection.mayFileUntil, {
        date: formatDeadline(view.claimableUntil, view.timeZone, locale),
      }),
      texts.claim.open,
    ],
  },
  {
    name: 'filmed',
    view: (locale) => viewOfPolicy(locale, { isFilmed: true }),
    says: ({ texts }) => [texts.video.received, texts.video.receivedNext, texts.claim.open],
  },
  {
    name: 'film-that-nobody-can-see',
    view: (locale) =>
      viewOfPolicy(locale, {
        uploads: [
          someUpload({
            status: 'received',
            check: {
              checkedAt: NOW,
              sha256: 'f'.repeat(64),
              size: 5,
              findings: ['not-a-video', 'type-differs'],
            },
          }),
        ],
      }),
    // The box may still be at hand: it is asked for another film, and nothing is praised.
    says: ({ texts }) => [texts.video.required, texts.video.useless, texts.video.film],
  },
  {
    name: 'all-videos-used',
    view: (locale) =>
      viewOfPolicy(locale, {
        uploads: [1, 2, 3, 4, 5].map((number) =>
          someUpload({ uploadId: `upload-${number}`, status: 'received' }),
        ),
      }),
    says: ({ texts }) => [texts.video.received, texts.video.allUsed],
  },
  {
    name: 'protection-ended',
    view: (locale) => viewOfPolicy(locale, { now: before(ENDS_AT, -1) }),
    says: ({ texts }) => [texts.protection.ended, texts.protection.endedWhatNow],
  },
  {
    name: 'dead-link',
    answers: { 'GET policy': problem(404, 'not-found') },
    says: ({ texts }) => [texts.deadLink.title, texts.deadLink.why, ...texts.deadLink.whatToDo],
  },
  {
    name: 'no-connection',
    answers: { 'GET policy': 'gone' },
    says: ({ texts }) => [texts.connection.lost, texts.tryAgain],
  },
  {
    name: 'service-fault',
    answers: { 'GET policy': { status: 500, json: {} } },
    says: ({ texts }) => [texts.connection.fault, texts.tryAgain],
  },
  {
    name: 'connection-lost-later',
    view: expensive,
    open: async ({ page }) => {
      await page.evaluate(() => dispatchEvent(new Event('offline')));
    },
    says: ({ texts }) => [texts.connection.lost, texts.protection.active],
  },
];

const chooseFilm = ({ page }: Given) =>
  page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'unboxing.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(300_000, 7) });

const STARTED: Answer = {
  status: 201,
  json: { uploadId: 'upload-9', partSize: 1_000_000, partCount: 1, finishUntil: '2026-04-01T21:00:00.000Z' },
};
const OPEN: Answer = {
  status: 200,
  json: { uploadId: 'upload-9', status: 'open', partSize: 1_000_000, size: 300_000, receivedParts: [] },
};
const SIGNED: Answer = {
  status: 200,
  json: {
    parts: [{ partNumber: 1, url: '/storage/part', headers: {}, expiresAt: '2026-04-01T21:00:00.000Z' }],
  },
};
const SENDING = { 'POST uploads': STARTED, 'GET upload-9': OPEN, 'POST parts': SIGNED } as const;

/** Each phase of an upload, by what the service and the storage do. */
const UPLOAD_STATES: PageState[] = [
  {
    name: 'upload-preparing',
    view: expensive,
    answers: { 'POST uploads': 'hang' },
    open: chooseFilm,
    says: ({ texts }) => [
      render(texts.upload.title, { name: 'unboxing.mp4' }),
      texts.upload.phases.preparing,
    ],
  },
  {
    name: 'upload-sending',
    view: expensive,
    answers: { ...SENDING, 'PUT part': 'hang' },
    open: chooseFilm,
    says: ({ texts }) => [texts.upload.phases.sending, texts.upload.pause, texts.upload.giveUp],
  },
  {
    name: 'upload-give-up-asked',
    view: expensive,
    answers: { ...SENDING, 'PUT part': 'hang' },
    open: async (given) => {
      await chooseFilm(given);
      await given.page.getByText(given.texts.upload.phases.sending, { exact: true }).waitFor();
      await press(given, given.texts.upload.giveUp);
    },
    says: ({ texts }) => [texts.upload.giveUpSure, texts.upload.giveUpYes, texts.cancel],
  },
  {
    name: 'upload-paused',
    view: expensive,
    answers: { ...SENDING, 'PUT part': 'hang' },
    open: async (given) => {
      await chooseFilm(given);
      await given.page.getByText(given.texts.upload.phases.sending, { exact: true }).waitFor();
      await press(given, given.texts.upload.pause);
    },
    says: ({ texts }) => [texts.upload.phases.paused, texts.upload.resume],
  },
  {
    name: 'upload-waiting-for-a-line',
    view: expensive,
    answers: { 'POST uploads': 'gone' },
    open: chooseFilm,
    says: ({ texts }) => [texts.upload.phases.waiting, texts.upload.problems.offline, texts.tryAgain],
  },
  {
    name: 'upload-waiting-for-the-service',
    view: expensive,
    answers: { 'POST uploads': { status: 503, json: {} } },
    open: chooseFilm,
    says: ({ texts }) => [texts.upload.problems.server, texts.tryAgain],
  },
  {
    name: 'upload-finishing',
    view: expensive,
    answers: { ...SENDING, 'PUT part': { status: 200, json: {} }, 'POST complete': 'hang' },
    open: chooseFilm,
    says: ({ texts }) => [texts.upload.phases.finishing],
  },
  {
    name: 'upload-done',
    view: expensive,
    answers: {
      ...SENDING,
      'PUT part': { status: 200, json: {} },
      'POST complete': { status: 200, json: { evidenceId: 'upload-9', status: 'received' } },
    },
    open: chooseFilm,
    says: ({ texts }) => [texts.upload.phases.done],
  },
  {
    name: 'upload-failed',
    view: expensive,
    answers: { 'POST uploads': problem(409, 'refused', 'Причина отказа, как её назвал сервис.') },
    open: chooseFilm,
    says: ({ texts }) => [texts.upload.phases.failed, 'Причина отказа, как её назвал сервис.'],
  },
  {
    name: 'upload-needs-the-file',
    view: (locale) => viewOfPolicy(locale, { uploads: [someUpload()] }),
    answers: {
      'GET upload-1': {
        status: 200,
        json: {
          ...{ uploadId: 'upload-1', status: 'open', partSize: 8_388_608, size: 20_000_000 },
          receivedParts: [{ partNumber: 1, size: 8_388_608 }],
        },
      },
    },
    says: ({ texts }) => [texts.upload.phases['needs-file'], texts.upload.chooseAgain],
  },
  {
    name: 'recording-of-another-phone',
    view: (locale) => {
      const { size: _size, partCount: _partCount, ...recorded } = someUpload();
      return viewOfPolicy(locale, { uploads: [{ ...recorded, recordingCode: 'K7M2QX' }] });
    },
    answers: {
      'GET upload-1': {
        status: 200,
        json: {
          ...{ uploadId: 'upload-1', status: 'open', partSize: 8_388_608, recordingCode: 'K7M2QX' },
          receivedParts: [{ partNumber: 1, size: 8_388_608 }],
        },
      },
    },
    open: (given) => press(given, given.texts.upload.abandonedKeep),
    says: ({ texts, locale }) => [
      render(texts.upload.abandoned, { sent: formatSize(8_388_608, locale) }),
      texts.upload.abandonedSure,
      texts.upload.abandonedYes,
    ],
  },
];

const openForm = (given: Given) => press(given, given.texts.claim.open);
const chooseKind = ({ page, locale }: Given) =>
  page.getByLabel(claimKinds[locale]['foreign-object'].label).check();
const openFacts = async (given: Given) => {
  await openForm(given);
  await chooseKind(given);
  await press(given, given.texts.claim.next);
  await given.page.getByRole('heading', { name: given.texts.claim.factsTitle }).waitFor();
};
const openReview = async (given: Given) => {
  await openFacts(given);
  const { page, texts } = given;
  await page.getByLabel(texts.claim.facts.ordered.label).fill('Телефон, чёрный, 128 ГБ');
  await page.getByLabel(texts.claim.facts.received.label).fill('В коробке кирпич,\nзавёрнутый в газету.');
  await press(given, texts.claim.next);
};

const FORM_STATES: PageState[] = [
  {
    name: 'claim-step-1',
    view: cheap,
    open: openForm,
    says: ({ view, texts, locale }) => [
      texts.claim.title,
      ...view.coveredKinds.flatMap((kind) => Object.values(claimKinds[locale][kind])),
    ],
  },
  {
    name: 'claim-step-1-wrong',
    view: expensive,
    open: async (given) => {
      await openForm(given);
      await press(given, given.texts.claim.next);
    },
    says: ({ texts }) => [texts.claim.kindMissing],
  },
  {
    name: 'claim-step-2',
    view: expensive,
    open: openFacts,
    says: ({ texts }) => [
      texts.claim.factsTitle,
      ...Object.values(texts.claim.facts).map(({ label }) => label),
    ],
  },
  {
    name: 'claim-step-2-wrong',
    view: expensive,
    open: async (given) => {
      await openFacts(given);
      await given.page.getByLabel(given.texts.claim.amountOther).check();
      await given.page.getByLabel(given.texts.claim.amountField).fill('много');
      await press(given, given.texts.claim.next);
    },
    says: ({ view, texts, locale }) => [
      texts.claim.factMissing,
      render(texts.claim.amountWrong, { amount: formatMoney(view.amount, locale) }),
    ],
  },
  {
    name: 'claim-step-3',
    view: expensive,
    open: openReview,
    says: ({ texts }) => [texts.claim.reviewTitle, texts.claim.reviewVideoMissing, texts.claim.submit],
  },
  {
    name: 'claim-step-3-not-sent',
    view: expensive,
    answers: { 'POST claims': { status: 503, json: {} } },
    open: async (given) => {
      await openReview(given);
      await press(given, given.texts.claim.submit);
    },
    says: ({ texts }) => [texts.connection.sendingLater],
  },
];

const openFilm = (given: Given) => press(given, given.texts.video.film);

const FILM_STATES: PageState[] = [
  {
    name: 'film-ready',
    view: expensive,
    open: openFilm,
    says: ({ texts }) => [texts.recorder.ready, texts.recorder.begin],
  },
  {
    name: 'film-refused',
    view: expensive,
    before: () => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    },
    open: openFilm,
    says: ({ texts }) => [
      texts.recorder.problems.refused,
      texts.recorder.chooseInstead,
      texts.recorder.again,
    ],
  },
  {
    name: 'film-no-camera',
    view: expensive,
    before: () => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));
    },
    open: openFilm,
    says: ({ texts }) => [texts.recorder.problems['no-camera'], texts.recorder.chooseInstead],
  },
  {
    name: 'film-not-possible-here',
    view: expensive,
    before: () => {
      Object.defineProperty(globalThis, 'MediaRecorder', { value: undefined });
    },
    // Instead of the page's recorder the phone's own camera is offered.
    says: ({ texts }) => [texts.video.film, texts.video.choose],
  },
];

const CLAIM_STATES: PageState[] = [
  ...claimStatus.options.map(
    (status): PageState => ({
      name: `claim-${status}`,
      view: (locale) => viewOfClaim(status, locale),
      says: ({ view, texts, locale }) => saysOfClaim(firstClaim(view), texts, locale),
    }),
  ),
  {
    name: 'claim-refusal-upheld',
    view: (locale) => viewOfClaim('refused', locale, { steps: upheld }),
    says: ({ view, texts, locale }) => saysOfClaim(firstClaim(view), texts, locale),
  },
  {
    name: 'claim-answer-empty',
    view: (locale) => viewOfClaim('awaiting-customer', locale),
    open: (given) => press(given, given.texts.answer.send),
    says: ({ texts }) => [texts.answer.field, texts.answer.empty],
  },
  {
    name: 'claim-answer-with-files',
    view: (locale) => viewOfClaim('awaiting-customer', locale),
    answers: {
      ...SENDING,
      'PUT part': { status: 200, json: {} },
      'POST complete': { status: 200, json: { evidenceId: 'upload-9', status: 'received' } },
    },
    open: async ({ page }) => {
      const input = page.locator('input[type=file][multiple]');
      const photo = { name: 'Чек.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(300_000, 7) };
      await input.setInputFiles(photo);
      await page.locator('.upload-done').waitFor();
      await input.setInputFiles({ name: 'Письмо.docx', mimeType: 'application/x', buffer: Buffer.alloc(9) });
    },
    says: ({ texts }) => [
      render(texts.upload.document, { name: 'Чек.jpg' }),
      texts.upload.phases.done,
      render(texts.documents.wrongType, { name: 'Письмо.docx' }),
    ],
  },
  {
    name: 'claim-documents-asked',
    view: (locale) =>
      viewOfClaim('in-review', locale, {
        steps: [
          [
            'ask-for-more',
            ANNA,
            {
              question: 'Пришлите, пожалуйста, чек и переписку, где продавец обещал вернуть деньги.',
              requestedDocuments: ['receipt', 'seller-correspondence'],
            },
          ],
        ],
        holds: {
          uploads: [
            someUpload({
              uploadId: 'upload-7',
              fileName: 'Чек.jpg',
              purpose: 'document',
              documentKind: 'receipt',
              status: 'received',
              receivedAt: '2026-03-05T14:00:00.000Z',
            }),
          ],
        },
      }),
    says: ({ view, texts, locale }) => [
      texts.answer.asked,
      ...(firstClaim(view).requestedDocuments ?? []).flatMap(({ label, hint }) => [label, hint]),
      documentKinds[locale]['seller-correspondence'].label,
      ...[texts.answer.here, texts.answer.attachMore, texts.answer.attach, texts.answer.otherFiles],
    ],
  },
  {
    name: 'claim-document-sent-for-what-was-asked',
    view: (locale) =>
      viewOfClaim('in-review', locale, {
        steps: [['ask-for-more', ANNA, { question: 'Нужен чек.', requestedDocuments: ['receipt'] }]],
      }),
    answers: {
      ...SENDING,
      'PUT part': { status: 200, json: {} },
      'POST complete': { status: 200, json: { evidenceId: 'upload-9', status: 'received' } },
    },
    open: async ({ page, texts, locale }) => {
      const started = page.waitForRequest((request) => request.method() === 'POST');
      await page
        .getByLabel(`${texts.answer.attach}: ${documentKinds[locale].receipt.label}`)
        .setInputFiles({ name: 'Чек.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(300_000, 7) });
      const { documentKind } = (await started).postDataJSON();
      if (documentKind !== 'receipt') throw new Error(`It was sent as ${documentKind}.`);
      await page.locator('.asked .upload-done').waitFor();
    },
    says: ({ texts }) => [render(texts.upload.document, { name: 'Чек.jpg' }), texts.upload.phases.done],
  },
  {
    name: 'claim-letters',
    view: (locale) =>
      viewOfClaim('awaiting-reply', locale, {
        holds: {
          letters: [
            someLetter({
              status: 'answered',
              sentAt: '2026-03-05T13:00:00.000Z',
              replyDueAt: '2026-03-19T21:00:00.000Z',
              replies: [
                {
                  receivedAt: '2026-03-06T09:00:00.000Z',
                  filedAt: '2026-03-06T09:10:00.000Z',
                  by: ANNA,
                  outcome: 'declined',
                  documents: [],
                },
              ],
            }),
            someLetter({
              letterId: 'letter-2',
              kind: 'request-to-bank',
              status: 'sent',
              sentAt: '2026-03-06T10:00:00.000Z',
              replyDueAt: '2026-04-05T21:00:00.000Z',
            }),
            someLetter({ letterId: 'letter-3', kind: 'reply-to-customer' }),
          ],
        },
      }),
    says: ({ view, texts, locale }) => [
      ...saysOfClaim(firstClaim(view), texts, locale),
      texts.letters.title,
      letterTitles[locale]['claim-to-seller'],
      letterTitles[locale]['request-to-bank'],
      render(texts.letters.awaited, {
        date: formatDeadline('2026-04-05T21:00:00.000Z', view.timeZone, locale),
      }),
    ],
  },
  {
    name: 'claim-appeal-form',
    view: (locale) => viewOfClaim('refused', locale),
    open: async (given) => {
      await press(given, given.texts.refusal.appeal);
      await press(given, given.texts.refusal.appealSend);
    },
    says: ({ texts }) => [texts.refusal.appealField, texts.refusal.appealHint, texts.refusal.appealEmpty],
  },
  {
    name: 'claim-withdraw-asked',
    view: (locale) => viewOfClaim('in-review', locale),
    open: (given) => press(given, given.texts.withdraw.open),
    says: ({ texts }) => [texts.withdraw.sure, texts.withdraw.yes, texts.cancel],
  },
  {
    name: 'payee-form-wrong',
    view: (locale) => viewOfClaim('in-review', locale),
    open: async (given) => {
      await press(given, given.texts.payee.change);
      await press(given, given.texts.payee.getCode);
    },
    says: ({ texts }) => [texts.payee.wrong.bank, texts.payee.wrong.account, texts.payee.wrong.holder],
  },
  {
    name: 'payee-form-code-sent',
    view: (locale) => viewOfClaim('in-review', locale),
    answers: {
      'POST code': {
        status: 202,
        json: {
          sentTo: '+7 ••• •••-45-67',
          validUntil: '2099-01-01T00:00:00.000Z',
          nextCodeAt: '2099-01-01T00:00:00.000Z',
        },
      },
    },
    open: async (given) => {
      const { page, texts } = given;
      await press(given, texts.payee.change);
      await page.getByLabel(texts.payee.bank, { exact: true }).fill('044525225');
      await page.getByLabel(texts.payee.accountField, { exact: true }).fill('40817810099910004312');
      await page.getByLabel(texts.payee.holder, { exact: true }).fill('Петрова Анна Ивановна');
      await press(given, texts.payee.getCode);
      await page.getByLabel(texts.payee.code, { exact: true }).fill('123');
      await press(given, texts.payee.save);
    },
    says: ({ texts }) => [texts.payee.codeHint, texts.payee.wrong.code, '+7 ••• •••-45-67'],
  },
  {
    name: 'two-claims',
    view: viewOfTwoClaims,
    says: ({ view, texts, locale }) => [
      ...view.claims.flatMap((claim) => saysOfClaim(claim, texts, locale)),
      texts.status.earlier,
    ],
  },
];

/** Everything that the page can look like. */
export const PAGE_STATES: readonly PageState[] = [
  ...POLICY_STATES,
  ...UPLOAD_STATES,
  ...FORM_STATES,
  ...FILM_STATES,
  ...CLAIM_STATES,
];

/** Opens the page in this state, in the language of the device, and waits until it says what it has to. */
export async function openState(
  device: Pick<Device, 'newPage'>,
  origin: string,
  state: PageState,
  locale: Locale,
) {
  const page = await device.newPage();
  const watch = watchPage(page);
  const view = await state.view?.(locale);
  await page.route(/\/(v1|storage)\//, (route) => answer(route, state, view));
  if (state.before) await page.addInitScript(state.before);
  await page.goto(`${origin}/#${TOKEN}`);
  const given = { texts: TEXTS[locale], view: view as CustomerPolicy, locale };
  if (view) await page.locator('.top .parcel').waitFor();
  await state.open?.({ page, ...given });
  await waitForTexts(page, state.says(given));
  return { page, watch, view } satisfies { page: Page; watch: Watch; view: CustomerPolicy | undefined };
}

async function answer(route: Route, { answers }: PageState, view: CustomerPolicy | undefined): Promise<void> {
  const request = route.request();
  const call = `${request.method()} ${new URL(request.url()).pathname.split('/').at(-1)}`;
  const given = answers?.[call];
  if (given === 'hang') return;
  if (given === 'gone') return route.abort('internetdisconnected');
  if (given) return route.fulfill({ status: given.status, json: given.json });
  if (call === 'GET policy' && view) return route.fulfill({ json: view });
  throw new Error(`The page has asked for ${call}, which no test answers.`);
}

/** @throws Error naming the texts that did not come. */
export async function waitForTexts(page: Page, texts: readonly string[]): Promise<void> {
  const missing = () =>
    page.evaluate((wanted) => {
      const plain = (text: string) => text.replace(/\s+/g, ' ').replaceAll('\u2011', '-').trim();
      const said = plain(document.body.innerText);
      return wanted.filter((text) => !said.includes(plain(text)));
    }, texts);
  const deadline = performance.now() + 15_000;
  let left = await missing();
  while (left.length > 0 && performance.now() < deadline) {
    await page.evaluate(() => new Promise(requestAnimationFrame));
    left = await missing();
  }
  if (left.length > 0) throw new Error(`The page does not say: ${left.join(' | ')}`);
}

/** A context whose pages open in this language. */
export function inLanguage(origin: string, locale: Locale) {
  return {
    storageState: { cookies: [], origins: [{ origin, localStorage: [{ name: 'language', value: locale }] }] },
  };
}
