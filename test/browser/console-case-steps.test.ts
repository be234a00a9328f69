import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { CaseView } from '../../functions/contracts/console.ts';
import { consoleCase as texts } from '../../functions/messages/catalogue/console-case-ru.ts';
import { labels } from '../../functions/messages/catalogue/labels.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { answersOf, CASE_PATH, openCaseState, PARCEL } from './case-states.ts';
import {
  ANSWERED,
  CASE_FILM,
  type CaseGiven,
  caseIn,
  DRAFT,
  IN_POST,
  proposedToSupervisor,
  SENT,
} from './case-views.ts';
import { openChromium } from './chromium.ts';
import { type Answer, ok, refusal } from './console-desk.ts';
import { FILM_HOST, type PageHost, startPageHost } from './page-host.ts';

let host: PageHost;
let browser: Browser;
beforeAll(async () => {
  [host, browser] = await Promise.all([startPageHost(), openChromium()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

const desks: BrowserContext[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
});

async function sitDown(
  view: () => Promise<CaseView>,
  answers: (view: CaseView) => Record<string, Answer> = () => ({}),
) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    reducedMotion: 'reduce',
  });
  desks.push(context);
  const desk = await openCaseState(context, host.origin, { name: 'case', view, answers }, 'ru');
  const { claimId = '' } = desk.view.claims[0] ?? {};
  /** What the service was asked to do, without what only looks. */
  const done = (last: string) =>
    desk.asked.filter(({ method, path }) => method === 'POST' && path.endsWith(`/${last}`));
  return { ...desk, claimId, done };
}

const reviewed = (given?: CaseGiven) => () => caseIn('in-review', given);
const actionPath = ({ claims: [claim] }: CaseView, action: string) =>
  `POST ${CASE_PATH}/claims/${claim?.claimId}/${action}`;
/** The case as it is after a step, one version further. */
const after = (view: CaseView, status: CaseView['claims'][number]['status'] = 'approved'): CaseView => ({
  ...view,
  version: view.version + 1,
  claims: view.claims.map((each) => ({ ...each, status, allowedActions: [] })),
});
/** What came of an action is told in the words of the timeline: what happened, not what was pressed. */
const said = (page: Page, outcome = 'nothing') =>
  page.locator('.case-outcome').getByText(outcome, { exact: true }).waitFor();
/** Tab, until the control of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    const focused = await page.evaluate(() => {
      const has = document.activeElement as HTMLInputElement | null;
      return [has?.getAttribute('aria-label'), has?.labels?.[0]?.innerText, has?.innerText].filter(Boolean);
    });
    if (focused.some((each) => each?.startsWith(name))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Nobody comes to «${name}» with the keyboard.`);
}

it('approves with the keyboard alone: the sum is there, evidence is chosen, the ETag that was seen is named', async () => {
  const { page, done, view } = await sitDown(reviewed(), (seen) => ({
    [actionPath(seen, 'approve')]: ok(after(seen), { etag: '"99"' }),
  }));
  await page.keyboard.press('a');
  await tabTo(page, '0:09 В коробке кирпич');
  await page.keyboard.press('Space');
  await tabTo(page, 'Одобрить');
  await page.keyboard.press('Enter');
  await said(page, texts.timeline.steps.approve);
  const [asked] = done('approve');
  expect(asked?.headers['if-match']).toBe(`"${view.version}"`);
  expect(asked?.body).toEqual({ amount: 450_000, files: [{ evidenceId: 'upload-1', second: 9 }] });
}, 60_000);

it('refuses with the keyboard alone, and not without reason, evidence and what would change it', async () => {
  const { page, done } = await sitDown(reviewed(), (seen) => ({
    [actionPath(seen, 'refuse')]: ok(after(seen, 'refused'), { etag: '"99"' }),
  }));
  await page.keyboard.press('r');
  await tabTo(page, labels.ru.actions.refuse);
  await page.keyboard.press('Enter');
  await page.getByText(texts.form.whatWouldChangeMissing).waitFor();
  expect(done('refuse')).toEqual([]);
  await tabTo(page, texts.form.refusalReasons['not-covered']);
  await page.keyboard.press('ArrowDown');
  await tabTo(page, 'VID_20260305_093300.mp4');
  await page.keyboard.press('Space');
  await tabTo(page, texts.form.evidenceWords);
  await page.keyboard.type('Ответ продавца');
  await tabTo(page, texts.form.whatWouldChange);
  await page.keyboard.type('Фото наклейки');
  await tabTo(page, labels.ru.actions.refuse);
  await page.keyboard.press('Enter');
  await said(page, texts.timeline.steps.refuse);
  expect(done('refuse')[0]?.body).toEqual({
    reasonCode: 'no-deceit-found',
    clause: '3.2',
    // In words too: the customer reads them.
    evidence: ['VID_20260305_093300.mp4', 'Ответ продавца'],
    files: [{ evidenceId: 'upload-1' }],
    whatWouldChange: 'Фото наклейки',
  });
}, 60_000);

it('asks for documents of the checklist, which write themselves into the question', async () => {
  const { page, done } = await sitDown(reviewed(), (seen) => ({
    [actionPath(seen, 'ask-for-more')]: ok(after(seen, 'awaiting-customer'), { etag: '"99"' }),
  }));
  await page.keyboard.press('q');
  await tabTo(page, texts.documentKinds['label-photo']);
  await page.keyboard.press('Space');
  await tabTo(page, labels.ru.actions['ask-for-more']);
  await page.keyboard.press('Enter');
  await said(page, texts.timeline.steps['ask-for-more']);
  expect(done('ask-for-more')[0]?.body).toEqual({
    question: 'Пришлите, пожалуйста: фото наклейки с номером.',
    requestedDocuments: ['label-photo'],
  });
}, 60_000);

it('makes a proposal of an approval above what one person may approve', async () => {
  const limited = async () => {
    const view = await caseIn('in-review');
    return { ...view, claims: view.claims.map((each) => ({ ...each, secondPersonAbove: 100_000 })) };
  };
  const { page, done } = await sitDown(limited, (seen) => ({
    [actionPath(seen, 'propose')]: ok(after(seen, 'awaiting-approval'), { etag: '"99"' }),
  }));
  await page.keyboard.press('a');
  await page.getByLabel('VID_20260305_093300.mp4').check();
  await page.getByRole('button', { name: /^Предложить 4\s500\s₽: согласует второй человек/ }).click();
  await said(page, texts.timeline.steps.propose);
  expect(done('propose')[0]?.body).toEqual({ amount: 450_000, files: [{ evidenceId: 'upload-1' }] });
  expect(done('approve')).toEqual([]);
}, 60_000);

it('shows the second person exactly what is approved, and sends what it is bound to', async () => {
  const { page, view, done } = await sitDown(proposedToSupervisor, (seen) => ({
    [actionPath(seen, 'approve-proposal')]: ok(after(seen), { etag: '"99"' }),
  }));
  await page.keyboard.press('a');
  const shown = await page.locator('.binding').innerText();
  for (const words of ['anna', '•••• 4312', '044525225', '0:09: В коробке кирпич', 'Видео распаковки'])
    expect(shown).toContain(words);
  await page.locator('.action-form [type="submit"]').click();
  await said(page, texts.timeline.steps['approve-proposal']);
  expect(done('approve-proposal')[0]?.body).toEqual({ binding: view.claims[0]?.proposal?.binding });
}, 60_000);

it('keeps the text of whoever was second, and shows what the first one did', async () => {
  let isDecided = false;
  const { page, done, answers } = await sitDown(reviewed(), (seen) => ({
    [actionPath(seen, 'refuse')]: () => {
      isDecided = true;
      return refusal(409, 'case-changed', 'Дело изменилось.');
    },
    [`GET ${CASE_PATH}`]: () =>
      isDecided
        ? ok(
            {
              ...after(seen, 'refunded-by-seller'),
              timeline: [
                ...seen.timeline,
                {
                  ...seen.timeline[0],
                  sequence: 50,
                  at: '2026-03-05T11:59:00.000Z',
                  actor: { role: 'specialist', id: 'boris' },
                  action: 'seller-refunded',
                  claimId: seen.claims[0]?.claimId,
                  from: 'in-review',
                  to: 'refunded-by-seller',
                  facts: { amount: 450_000 },
                },
              ],
            },
            { etag: '"99"' },
          )
        : ok(seen, { etag: `"${seen.version}"` }),
  }));
  expect(answers).toBeDefined();
  await page.keyboard.press('r');
  await page.getByLabel(texts.form.refusalReasons['not-covered']).check();
  await page.getByLabel(texts.form.evidenceWords).fill('Переписка');
  await page.getByLabel(texts.form.whatWouldChange).fill('Ответ продавца');
  await page.locator('.action-form [type="submit"]').click();
  const notice = page.locator('.conflict');
  await notice
    .getByText(render(texts.conflict.now, { status: labels.ru.claimStatuses['refunded-by-seller'] }))
    .waitFor();
  expect(await notice.innerText()).toContain('boris');
  expect(await notice.innerText()).toContain(texts.conflict.gone);
  expect(await page.getByLabel(texts.form.whatWouldChange).inputValue()).toBe('Ответ продавца');
  // Nothing is sent by pressing once more.
  await page.locator('.action-form [type="submit"]').click({ force: true });
  expect(done('refuse')).toHaveLength(1);
}, 60_000);

it('keeps what was typed over a reload, and until it is sent', async () => {
  const { page } = await sitDown(reviewed(), (seen) => ({
    [actionPath(seen, 'ask-for-more')]: ok(after(seen, 'awaiting-customer'), { etag: '"99"' }),
  }));
  await page.keyboard.press('q');
  await page.getByLabel(texts.form.question).fill('Когда вы вскрыли коробку?');
  await page.reload();
  const field = page.getByLabel(texts.form.question);
  await field.waitFor();
  expect(await field.inputValue()).toBe('Когда вы вскрыли коробку?');
  await page.locator('.action-form [type="submit"]').click();
  await said(page, texts.timeline.steps['ask-for-more']);
  const kept = await page.evaluate(() => Object.keys(localStorage).filter((each) => each.includes('draft')));
  expect(kept).toEqual([]);
}, 60_000);

it('is renewed by the poll without disturbing what is being typed', async () => {
  let version = 0;
  const { page } = await sitDown(reviewed(), (seen) => ({
    [`GET ${CASE_PATH}`]: () => {
      version += 1;
      const claims = seen.claims.map((each) => ({
        ...each,
        answers: version > 1 ? ['Вскрыл в четверг.'] : [],
      }));
      return ok({ ...seen, version: seen.version + version, claims }, { etag: `"${version}"` });
    },
  }));
  await page.keyboard.press('q');
  const field = page.getByLabel(texts.form.question);
  await field.fill('Когда вы вскрыли');
  await page.getByText('Вскрыл в четверг.').waitFor({ timeout: 20_000 });
  await page.keyboard.type(' коробку?');
  expect(await field.inputValue()).toBe('Когда вы вскрыли коробку?');
}, 60_000);

it('shows a film for a reason, marks a second of it, and goes on from the same second with a new address', async () => {
  let addresses = 0;
  const { page, done, view } = await sitDown(reviewed(), (seen) => ({
    [`POST ${CASE_PATH}/evidence/upload-1/download`]: () => {
      addresses += 1;
      const expiresAt = addresses === 1 ? '2026-01-01T00:00:00.000Z' : '2099-01-01T00:00:00.000Z';
      return ok({ url: `https://${FILM_HOST}/${addresses}.webm`, expiresAt });
    },
    [`POST ${CASE_PATH}/evidence/upload-1/bookmarks`]: ok(seen, { etag: '"99"' }),
  }));
  await page.getByLabel(texts.files.reason).selectOption('quality-check');
  await page.getByRole('button', { name: texts.files.watch }).click();
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
  expect(done('download')[0]?.body).toEqual({ reason: 'quality-check', use: 'watch' });
  // The first address has ended: to go elsewhere in the film another one is needed.
  await page.getByRole('button', { name: 'Перейти к 0:04: Пломба цела, номер читается' }).click();
  await page.waitForFunction(() => Math.abs((document.querySelector('video')?.currentTime ?? 0) - 4.2) < 0.2);
  expect(await page.locator('video').getAttribute('src')).toContain('/2.webm');
  await page.keyboard.press('b');
  await page.getByLabel(/Что видно на 0:04/).fill('Пломба сорвана');
  await page.keyboard.press('Enter');
  await page.locator('.case-outcome').getByText('Закладка').waitFor();
  expect(done('bookmarks')[0]?.body).toEqual({ second: 4.2, note: 'Пломба сорвана' });
  expect(view.trackingNumber).toBe(PARCEL);
}, 90_000);

it('lets no letter leave with a gap in it, saves what was typed and sends what was saved', async () => {
  const { page, done, view } = await sitDown(
    () => caseIn('awaiting-reply', { letters: [DRAFT, ANSWERED] }),
    (seen) => {
      const [draft] = seen.letters;
      return {
        [`POST ${CASE_PATH}/letters/letter-1`]: ({ body }) =>
          ok({ ...draft, ...(body as object), version: 2, missing: [] }),
        [`POST ${CASE_PATH}/letters/letter-1/send`]: ok(
          {
            ...seen,
            version: 99,
            letters: seen.letters.map((each) => ({ ...each, status: 'sent' as const, version: 3 })),
          },
          { etag: '"99"' },
        ),
      };
    },
  );
  await page.locator('.letter').filter({ hasText: texts.letters.statuses.draft }).getByRole('button').click();
  await page.getByRole('button', { name: texts.letters.sendEmail }).click();
  await page.getByText(texts.letters.missing.gaps ?? '').waitFor();
  expect(done('send')).toEqual([]);
  await page.getByLabel(texts.letters.body).fill('Просим вернуть деньги.');
  await page.getByRole('button', { name: texts.letters.sendEmail }).click();
  await page.locator('.case-outcome').getByText(texts.letters.statuses.sent).waitFor();
  expect(done('letter-1')[0]?.body).toMatchObject({ version: 1, body: 'Просим вернуть деньги.' });
  expect(done('send')[0]?.body).toEqual({ version: 2, channel: 'email' });
  expect(view.letters).toHaveLength(2);
}, 60_000);

it('opens what is private for a reason, and hides it again', async () => {
  const { page, done } = await sitDown(reviewed(), (seen) => ({
    ...answersOf(seen),
    [`POST ${CASE_PATH}/personal`]: ok({
      customer: { phone: '+79991234567', email: 'anna@example.org' },
      seller: { name: 'ООО «Быстрая посылка»' },
      payees: [],
    }),
  }));
  expect(await page.locator('.case-facts').innerText()).not.toContain('+79991234567');
  await page.getByLabel(texts.personal.reason, { exact: true }).selectOption('call-with-customer');
  await page.getByRole('button', { name: texts.personal.show }).click();
  await page.getByText('+79991234567').waitFor();
  expect(done('personal')[0]?.body).toEqual({ reason: 'call-with-customer' });
  await page.getByRole('button', { name: texts.personal.hide }).click();
  expect(await page.locator('.case-facts').innerText()).not.toContain('+79991234567');
}, 60_000);

it('keeps the alarm over money in the post until the recall is sent, and says calmly that it was', async () => {
  const recall = { kind: 'recall-of-money-order' as const };
  const inPost = (letters: CaseGiven['letters'], status: 'in-review' | 'refused' = 'in-review') =>
    sitDown(() => caseIn(status, { claim: IN_POST, letters: letters ?? [] }));
  const discarded = await inPost([{ ...DRAFT, ...recall, status: 'discarded' }]);
  await discarded.page.locator('.money').getByRole('button', { name: texts.money.recall }).waitFor();
  const begun = await inPost([{ ...DRAFT, ...recall }]);
  await begun.page.locator('.money').getByRole('button', { name: texts.money.recallGoOn }).click();
  await begun.page.getByLabel(texts.letters.body).waitFor();
  expect(begun.done('letters')).toEqual([]);
  const sent = await inPost([{ ...SENT, ...recall }]);
  const calm = sent.page.locator('.money-calm');
  await calm.getByText(/^Отзыв отправлен 4 мар.*, ответа нет/).waitFor();
  expect(await calm.getByRole('button').count()).toBe(0);
  const final = await inPost([], 'refused');
  expect(await final.page.locator('.money').count()).toBe(0);
}, 60_000);

it('lists a file that a refusal rests on once, though it stands in its words too', async () => {
  const { page } = await sitDown(() =>
    caseIn('refused', {
      claim: ({ decision }) => ({
        ...(decision && {
          decision: {
            ...decision,
            files: [{ evidenceId: 'upload-1', second: 9 }],
            evidence: ['VID_20260305_093300.mp4, 0:09: В коробке кирпич', 'Ответ продавца'],
          },
        }),
      }),
    }),
  );
  const grounds = page.locator('.note-stop .grounds li');
  await grounds.first().waitFor();
  expect(await grounds.allInnerTexts()).toEqual([
    'VID_20260305_093300.mp4, 0:09: В коробке кирпич',
    'Ответ продавца',
  ]);
}, 60_000);

it('says once and in grey what is no reason to doubt a film', async () => {
  const check = { ...CASE_FILM.check, findings: ['recording-time-unknown', 'too-short'] } as never;
  const { page } = await sitDown(reviewed({ uploads: [{ ...CASE_FILM, check }] }));
  await page.locator('.check-line').waitFor();
  const alarms = await page.locator('.case-middle .findings').allInnerTexts();
  expect(alarms).toEqual([1, 2].map(() => `${labels.ru.findings['too-short']}.`));
  const unknown = page.locator('.case-middle').getByText(labels.ru.findings['recording-time-unknown']);
  expect(await unknown.count()).toBe(1);
}, 60_000);

it('leads with one button: the suggested step, else the decision, and an approval before a proposal', async () => {
  const leading = async (claim: Partial<CaseView['claims'][number]>) => {
    const { page } = await sitDown(async () => {
      const view = await caseIn('in-review');
      return {
        ...view,
        claims: view.claims.map((each) => ({ ...each, suggestedStep: undefined, ...claim })),
      };
    });
    await page.locator('[data-action="approve"]').waitFor();
    const main = page.locator('.actions .button-main');
    expect(await main.count()).toBe(1);
    const quiet = page.locator('.actions .action-list .button-quiet');
    return [await main.getAttribute('data-action'), await quiet.count()];
  };
  expect(await leading({})).toEqual(['approve', 0]);
  expect(await leading({ suggestedStep: 'claim-to-seller' })).toEqual([null, 0]);
  expect(await leading({ secondPersonAbove: 100_000 })).toEqual(['approve', 1]);
}, 60_000);

it('tells what colleagues marked in a film without opening it, and in the timeline', async () => {
  const { page, asked } = await sitDown(async () => {
    const view = await caseIn('in-review');
    const [first] = view.timeline;
    if (!first) throw new Error('Nothing has happened.');
    const marked = { action: 'bookmarked', uploadId: 'upload-1', facts: { second: 9 }, sequence: 90 };
    return { ...view, timeline: [...view.timeline, { ...first, ...marked }] };
  });
  const listed = page.getByRole('list', { name: texts.player.bookmarks });
  await listed.getByText('Пломба цела, номер читается').waitFor();
  const entry = page.locator('.timeline li').first();
  expect(await entry.innerText()).toContain('0:09: В коробке кирпич');
  expect(asked.filter(({ path }) => path.endsWith('/download'))).toEqual([]);
}, 60_000);

it('lists each key once in the help, also with a film open', async () => {
  const { page } = await sitDown(reviewed());
  await page.getByRole('button', { name: texts.files.watch }).click();
  await page.locator('video').waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  const keys = (await page.locator('.keys kbd').allInnerTexts()).flatMap((each) => each.split(' '));
  expect(keys).toEqual(expect.arrayContaining(['A', '←', '→', '[', ']', ',', '.']));
  expect(new Set(keys).size).toBe(keys.length);
}, 60_000);
