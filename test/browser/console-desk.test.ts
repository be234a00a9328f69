import type { Page } from 'playwright-core';
import { consolePage as texts } from '../../functions/messages/catalogue/console-page-ru.ts';
import { deskScreens as screens } from '../../functions/messages/catalogue/desk-screens-ru.ts';
import {
  type Answer,
  DESK_NOW,
  ok,
  refusal,
  someCase,
  someCaseClaim,
  someEntry,
  someWork,
} from './console-desk.ts';
import { atTheDesk } from './desk-host.ts';
import { SIGN_IN_URL } from './page-host.ts';
import { reportAnswers } from './report-answers.ts';
import { REPORT_TEXTS } from './report-states.ts';

const { sit, session, origin } = atTheDesk();
const hash = (page: Page) => new URL(page.url()).hash;
const focusedClaim = (page: Page) =>
  page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.claim);
const PARCEL = '10100012123456';

describe('the queue', () => {
  it('shows the nearest deadline first, in words for who sees no colours', async () => {
    const { page } = await sit({ place: '#/queue' });
    const rows = page.getByRole('row');
    await rows.nth(3).waitFor();
    expect(await rows.nth(1).innerText()).toMatch(/просрочено на 3 ч 20 мин/);
    expect(await rows.nth(1).innerText()).toContain(screens.queue.flags.appeal);
    expect(await rows.nth(2).innerText()).toMatch(/осталось 5 ч/);
    expect(await rows.nth(2).innerText()).toContain(screens.queue.flags.moneyInPost);
    expect(await rows.nth(1).innerText()).toContain(screens.queue.you);
    expect(await rows.nth(3).innerText()).toContain('boris');
  });

  it('tells how much each list holds, how much of it is late, and that there is more than is counted', async () => {
    const { page } = await sit({ place: '#/queue' });
    const name = new RegExp(
      `^${screens.queue.lists.specialist}.*открыто: 148.*просрочено: 2.*срок близко: 14`,
    );
    await page.getByRole('button', { name }).waitFor();
    await page.getByRole('button', { name: /открыто: 1.000\+/ }).waitFor();
  });

  it('is gone through by keyboard, whatever the layout, and opens a case with Enter', async () => {
    const { page } = await sit({ place: '#/queue', answers: { 'GET /v1/cases': ok({ cases: someWork() }) } });
    await page.getByRole('row').nth(3).waitFor();
    await page.keyboard.press('j');
    expect(await focusedClaim(page)).toBe('A1');
    // The same key in the Russian layout.
    await page.evaluate(() =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'о', code: 'KeyJ', bubbles: true }),
      ),
    );
    expect(await focusedClaim(page)).toBe('A2');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/case\//);
    expect(hash(page)).toBe('#/case/10100067085099/A1');
  });

  it('asks for what the filters say, and takes the next one by the same', async () => {
    const { page, asked } = await sit({
      place: '#/queue',
      answers: {
        'POST /v1/desk/next': ok({ taken: { trackingNumber: PARCEL, claimId: 'TAKEN' } }),
      },
    });
    await page.getByLabel(screens.queue.filters.kind).selectOption('damaged');
    await page.getByLabel(screens.queue.filters.locale, { exact: true }).selectOption('en');
    await page.getByLabel(screens.queue.filters.timeZone).selectOption('Asia/Omsk');
    await page.getByRole('heading', { name: screens.queue.title }).click();
    await page.keyboard.press('n');
    await page.waitForURL(/TAKEN/);
    const listed = asked.filter(({ path }) => path === '/v1/cases').at(-1)?.query;
    expect(Object.fromEntries(listed ?? [])).toMatchObject({
      mine: '1',
      kind: 'damaged',
      locale: 'en',
      timeZone: 'Asia/Omsk',
    });
    expect(asked.find(({ path }) => path === '/v1/desk/next')?.body).toEqual({
      kinds: ['damaged'],
      locales: ['en'],
      timeZones: ['Asia/Omsk'],
    });
  });

  it('says so when there is nothing to take', async () => {
    const { page } = await sit({ place: '#/queue', answers: { 'POST /v1/desk/next': ok({}) } });
    await page.getByRole('button', { name: screens.queue.takeNext }).click();
    await page.getByText(screens.queue.takenNone).waitFor();
  });

  it('asks every five seconds with the ETag, and keeps what it shows when nothing has changed', async () => {
    await session().clock.install();
    const listed: Answer = ({ headers }) =>
      headers['if-none-match'] === '"w1"'
        ? { status: 304, headers: { etag: '"w1"' } }
        : ok({ cases: someWork() }, { etag: '"w1"' });
    const { page, asked } = await sit({ place: '#/queue', answers: { 'GET /v1/cases': listed } });
    await page.getByRole('row').nth(3).waitFor();
    const next = page.waitForRequest((request) => request.headers()['if-none-match'] === '"w1"');
    await page.clock.runFor(5_000);
    await next;
    await page.getByRole('row').nth(3).waitFor();
    expect(asked.filter(({ path }) => path === '/v1/cases').length).toBe(2);
  });

  it('says that it is stale when ten seconds brought no answer, and since when', async () => {
    await session().clock.install();
    const { page, answers } = await sit({ place: '#/queue' });
    await page.getByRole('row').nth(3).waitFor();
    answers['GET /v1/cases'] = 'gone';
    answers['GET /v1/desk/counts'] = 'gone';
    await page.clock.runFor(11_000);
    await page.getByText(/данные устарели/).waitFor();
    await page.getByText(texts.line.lost).waitFor();
  });

  it('goes on behind the cursor, and back to the top', async () => {
    const { page, asked } = await sit({
      place: '#/queue',
      answers: {
        'GET /v1/cases': ({ query }) =>
          ok(
            query.has('cursor')
              ? { cases: [someEntry({ claimId: 'SECOND', trackingNumber: 'EA123456785RU' })] }
              : { cases: someWork(), nextCursor: 'sealed' },
          ),
      },
    });
    await page.getByRole('button', { name: screens.queue.nextPage, exact: true }).click();
    await page.getByText(/EA\s123456785\sRU/).waitFor();
    expect(asked.some(({ query }) => query.get('cursor') === 'sealed')).toBe(true);
    await page.getByRole('button', { name: screens.queue.firstPage }).click();
    await page.getByRole('row').nth(5).waitFor();
  });

  it('hands a case over to whom the supervisor chooses, with a note', async () => {
    const { page, asked } = await sit({
      role: 'supervisor',
      place: '#/queue',
      answers: {
        'GET /v1/cases': ok({ cases: [someEntry({ claimId: 'A1', assignee: 'boris' })] }),
        'POST /v1/cases/10100012123456/claims/A1/assignee': ok(someCase(), { etag: '"4"' }),
      },
    });
    await page.locator('a[data-claim]').first().focus();
    await page.keyboard.press('a');
    await page.getByRole('radio', { name: /^anna/ }).check();
    await page.getByLabel(screens.assign.note).fill('Звонить после шести.');
    await page.getByRole('dialog').getByRole('button', { name: screens.assign.send }).click();
    await page.getByText(/передано\./).waitFor();
    expect(asked.find(({ path }) => path.endsWith('/assignee'))?.body).toEqual({
      assignee: 'anna',
      note: 'Звонить после шести.',
    });
  });
});

describe('the search', () => {
  it('answers while somebody types, and is led by the keyboard to the case', async () => {
    const { page, asked } = await sit({ place: '#/queue' });
    await page.getByRole('row').nth(3).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('8 916 123-45-67');
    await page.getByRole('listbox').getByRole('option').nth(1).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/case\//);
    expect(hash(page)).toBe('#/case/10100044167268');
    // Telephone numbers stand in no address.
    expect(asked.every(({ path, query }) => !`${path}${query}`.includes('916'))).toBe(true);
  });

  it('says what it needs, and that nothing was found', async () => {
    const { page, asked } = await sit({ place: '#/queue' });
    await page.getByRole('row').nth(3).waitFor();
    const field = page.getByRole('combobox', { name: texts.search.label });
    await field.fill('10100');
    await page.locator('.found-said').getByText(texts.search.tooShort).waitFor();
    expect(asked.some(({ path }) => path === '/v1/cases/search')).toBe(false);
    await field.fill('99999999999999');
    await page.locator('.found-said').getByText(texts.search.none).waitFor();
    await field.press('Escape');
    expect(await field.getAttribute('aria-expanded')).toBe('false');
  });
});

describe('a claim by telephone', () => {
  const CASE = { [`GET /v1/cases/${PARCEL}`]: ok(someCase(), { etag: '"3"' }) };
  const SAID = 'Вместо телефона кирпич.';
  const draft = (page: Page) => page.evaluate(() => localStorage.getItem('console-draft:anna:phone-claim'));

  it('is taken down by keyboard alone, and carries when the call began', async () => {
    const { page, asked } = await sit({
      place: '#/phone',
      answers: { ...CASE, [`POST /v1/cases/${PARCEL}/claims`]: { status: 201, json: someCaseClaim() } },
    });
    await page.getByRole('heading', { name: screens.phone.title }).waitFor();
    // Drawn first, ready for the hands a moment later.
    await page.locator('.phone input[role="combobox"]:focus').waitFor();
    await page.keyboard.type('9161234567');
    await page.getByRole('listbox').getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('ООО «Быстрая посылка»').waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type(SAID);
    await page.getByText(`«В посылке посторонний предмет. Потеря 4 500 ₽. ${SAID}»`).waitFor();
    await page.keyboard.press('Alt+Enter');
    await page.getByRole('heading', { name: screens.phone.filedTitle }).waitFor();
    const filed = asked.find(({ path }) => path.endsWith('/claims'))?.body as { callStartedAt: string };
    expect(filed).toEqual({
      kind: 'foreign-object',
      amount: 450_000,
      description: SAID,
      callStartedAt: expect.any(String),
    });
    // By the service's clock, which is another one than the browser's.
    const late = Date.parse(filed.callStartedAt) - Date.parse(DESK_NOW);
    expect(Math.abs(late)).toBeLessThan(60_000);
    // What a customer has said does not lie about when it is done.
    expect(await draft(page)).toBeNull();
    await page.keyboard.press('Alt+n');
    await page.getByRole('heading', { name: screens.phone.title }).waitFor();
    expect(await page.getByLabel(screens.phone.description).inputValue()).toBe('');
  });

  it('is still there after a reload, with the call’s beginning', async () => {
    const { page } = await sit({ place: '#/phone', answers: CASE });
    await page.getByRole('combobox', { name: screens.phone.find }).fill(PARCEL);
    await page.getByRole('listbox').getByRole('option').first().click();
    await page.getByRole('radio', { name: screens.phone.kindShort.damaged }).check();
    await page.getByLabel(screens.phone.description).fill(SAID);
    const before = JSON.parse((await draft(page)) ?? '{}').value;
    await page.reload();
    await page.getByText('ООО «Быстрая посылка»').waitFor();
    expect(await page.getByLabel(screens.phone.description).inputValue()).toBe(SAID);
    expect(await page.getByRole('radio', { name: screens.phone.kindShort.damaged }).isChecked()).toBe(true);
    expect(JSON.parse((await draft(page)) ?? '{}').value.callStartedAt).toBe(before.callStartedAt);
  });

  it('leads to what is missing instead of sending half of it', async () => {
    const { page, asked } = await sit({ place: '#/phone', answers: CASE });
    await page.getByRole('button', { name: screens.phone.file }).click();
    await page.getByText(screens.phone.parcelMissing).waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('combobox');
    expect(asked.some(({ path }) => path.endsWith('/claims'))).toBe(false);
  });

  it('says why it was refused, and keeps all that was typed', async () => {
    const why = 'Срок для этого обращения прошёл.';
    const { page } = await sit({
      place: `#/phone/${PARCEL}`,
      answers: { ...CASE, [`POST /v1/cases/${PARCEL}/claims`]: refusal(409, 'claim-too-late', why) },
    });
    await page.getByText('ООО «Быстрая посылка»').waitFor();
    await page.getByRole('radio', { name: screens.phone.kindShort.damaged }).check();
    await page.getByLabel(screens.phone.description).fill(SAID);
    await page.getByRole('button', { name: screens.phone.file }).click();
    await page.getByText(why).waitFor();
    expect(await page.getByLabel(screens.phone.description).inputValue()).toBe(SAID);
  });

  it('lies in nobody else’s drafts, and ages out', async () => {
    const { page } = await sit({ place: '#/phone', answers: CASE });
    await page.getByLabel(screens.phone.description).fill(SAID);
    await page.evaluate(() => {
      const mine = localStorage.getItem('console-draft:anna:phone-claim') ?? '';
      const old = { ...JSON.parse(mine), savedAt: Date.now() - 8 * 86_400_000 };
      localStorage.setItem('console-draft:boris:phone-claim', mine.replace('кирпич', 'брусок'));
      localStorage.setItem('console-draft:anna:phone-claim', JSON.stringify(old));
    });
    await page.reload();
    await page.getByRole('heading', { name: screens.phone.title }).waitFor();
    expect(await page.getByLabel(screens.phone.description).inputValue()).toBe('');
    expect(await draft(page)).toBeNull();
  });
});

describe('the staff', () => {
  it('is marked as absent until a day, after it was said what happens to the cases', async () => {
    const { page, asked } = await sit({
      role: 'administrator',
      answers: {
        'POST /v1/desk/staff/anna': ok({
          personId: 'anna',
          role: 'specialist',
          lastSeenAt: DESK_NOW,
          locales: ['ru'],
          openCases: 0,
          absentUntil: '2026-03-12T00:00:00.000Z',
        }),
      },
    });
    const row = page.getByRole('row', { name: /^anna/ });
    await row.getByRole('button', { name: screens.staff.makeAbsent }).click();
    await page.getByText(/В работе сейчас: 9/).waitFor();
    await page.getByRole('button', { name: screens.staff.week }).click();
    await page.getByRole('dialog').getByRole('button', { name: screens.staff.confirm, exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(asked.find(({ path }) => path.endsWith('/staff/anna'))?.body).toEqual({
      absentUntil: '2026-03-11T21:00:00.000Z',
    });
  });

  it('comes back, and changes the languages it works in', async () => {
    const { page, asked } = await sit({
      role: 'supervisor',
      place: '#/staff',
      answers: {
        'POST /v1/desk/staff/boris': ok({
          personId: 'boris',
          role: 'specialist',
          lastSeenAt: DESK_NOW,
          locales: ['ru', 'en'],
          openCases: 0,
        }),
      },
    });
    const row = page.getByRole('row', { name: /^boris/ });
    const answered = () => page.waitForResponse((response) => response.url().endsWith('/staff/boris'));
    await Promise.all([answered(), row.getByRole('button', { name: screens.staff.back }).click()]);
    await Promise.all([answered(), row.getByRole('checkbox', { name: 'английский' }).click()]);
    expect(asked.filter(({ path }) => path.endsWith('/staff/boris')).map(({ body }) => body)).toEqual([
      { absentUntil: null },
      { locales: ['ru', 'en'] },
    ]);
  });
});

describe('each role', () => {
  it('analyst sees reports and counts, and asks for no case', async () => {
    const { page, asked } = await sit({
      role: 'analyst',
      place: `#/case/${PARCEL}`,
      answers: reportAnswers(),
    });
    await page.getByRole('heading', { name: REPORT_TEXTS.ru.title }).waitFor();
    await page.getByRole('link', { name: texts.screens.queue }).click();
    await page.getByRole('heading', { name: screens.counts.title }).waitFor();
    expect(asked.filter(({ path }) => path.startsWith('/v1/cases'))).toEqual([]);
    expect(await page.getByRole('combobox').count()).toBe(0);
  });

  it('administrator sees the staff and nothing of customers', async () => {
    const { page, asked } = await sit({ role: 'administrator', place: '#/queue' });
    await page.getByRole('heading', { name: screens.staff.title }).waitFor();
    expect(asked.filter(({ path }) => path.startsWith('/v1/cases') || path.endsWith('/counts'))).toEqual([]);
  });
});

describe('whoever goes away', () => {
  /** Where people sign in; nobody is there in these tests. */
  const signInHost = async (page: Page) => {
    const visited: string[] = [];
    await page.route(`${SIGN_IN_URL}/**`, async (route) => {
      const url = new URL(route.request().url());
      visited.push(url.pathname);
      const back = url.searchParams.get('logout_uri');
      if (url.pathname === '/logout' && back)
        await route.fulfill({ status: 302, headers: { location: back } });
      else await route.fulfill({ status: 200, body: '{}', headers: { 'access-control-allow-origin': '*' } });
    });
    return visited;
  };

  it('is warned after fourteen minutes, stays with one key, and else is signed out; the draft is kept', async () => {
    await session().clock.install();
    const { page } = await sit({ place: '#/phone' });
    const visited = await signInHost(page);
    await page.getByLabel(screens.phone.description).fill('Недописанное.');
    await page.clock.fastForward(14 * 60_000 + 1_000);
    await page.getByRole('alertdialog', { name: texts.session.idle.title }).waitFor();
    await page.keyboard.press('Shift');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await page.clock.fastForward(14 * 60_000 + 1_000);
    await page.getByRole('alertdialog').waitFor();
    const leading = page.waitForRequest((request) => new URL(request.url()).pathname === '/logout');
    await page.clock.fastForward(61_000);
    await leading;
    await page.waitForURL(`${origin()}/console/**`);
    await page.getByRole('heading', { name: texts.session.signedOut.idle.title }).waitFor();
    expect(visited).toEqual(expect.arrayContaining(['/oauth2/revoke', '/logout']));
    const kept = await page.evaluate(() => [sessionStorage.getItem('console-session'), localStorage.length]);
    expect(kept[0]).toBeNull();
    expect(await page.evaluate(() => localStorage.getItem('console-draft:anna:phone-claim'))).toContain(
      'Недописанное.',
    );
    // Back to where the person was.
    expect(hash(page)).toBe('#/phone');
  });

  it('is signed out in every tab of the browser', async () => {
    const { page: first } = await sit({ place: '#/queue' });
    const { page: second } = await sit({ place: '#/phone' });
    await signInHost(first);
    await second.getByRole('heading', { name: screens.phone.title }).waitFor();
    await first.getByRole('button', { name: texts.session.signOut }).click();
    await second.getByRole('heading', { name: texts.session.signedOut['by-hand'].title }).waitFor();
    expect(await second.evaluate(() => sessionStorage.getItem('console-session'))).toBeNull();
  });
});

describe('the keyboard', () => {
  it('can be told not to take single keys, and keeps those with Alt', async () => {
    const { page } = await sit({ place: '#/queue' });
    await page.getByRole('row').nth(3).waitFor();
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: texts.keys.title });
    for (const each of Object.values(screens.queue.keys).slice(0, 5)) await dialog.getByText(each).waitFor();
    await dialog.getByRole('checkbox').uncheck();
    await dialog.getByRole('button', { name: texts.close }).click();
    await page.keyboard.press('j');
    expect(await focusedClaim(page)).toBeUndefined();
    await page.keyboard.press('Alt+2');
    await page.getByRole('heading', { name: screens.phone.title }).waitFor();
  });
});
