import type { Page } from 'playwright-core';
import { consoleCase as caseTexts } from '../../functions/messages/catalogue/console-case-ru.ts';
import { consolePage as texts } from '../../functions/messages/catalogue/console-page-ru.ts';
import { deskScreens as screens } from '../../functions/messages/catalogue/desk-screens-ru.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { answersOf, CASE_PATH, COLLEAGUES } from './case-states.ts';
import { caseIn } from './case-views.ts';
import { type Answer, DESK_NOW, ok, refusal, someEntry } from './console-desk.ts';
import { atTheDesk } from './desk-host.ts';

const { sit } = atTheDesk();
const bodies = (asked: { method: string; path: string; body: unknown }[], last: string) =>
  asked.filter(({ method, path }) => method === 'POST' && path.endsWith(`/${last}`)).map(({ body }) => body);
const colleague = (page: Page, name: string) => page.getByRole('radio', { name: new RegExp(`^${name}`) });

/** Tab, until the control of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    const focused = await page.evaluate(() => {
      const has = document.activeElement as HTMLInputElement | null;
      return [has?.getAttribute('aria-label'), has?.labels?.[0]?.innerText, has?.innerText].filter(Boolean);
    });
    if (focused.some((each) => each?.startsWith(name))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Nobody comes to «${name}» with the keyboard.`);
}

describe('handing a case over on its page', () => {
  const sitAtCase = async (
    given: Parameters<typeof caseIn>[1],
    answers: Record<string, Answer> = {},
    status: Parameters<typeof caseIn>[0] = 'in-review',
  ) => {
    const view = await caseIn(status, {
      claim: { assignee: { id: 'anna', since: DESK_NOW } },
      ...given,
    });
    const claimId = view.claims[0]?.claimId ?? '';
    const role = view.reader.role === 'supervisor' ? ('supervisor' as const) : ('specialist' as const);
    const desk = await sit({
      role,
      place: `#/case/${view.trackingNumber}`,
      answers: {
        ...answersOf(view),
        'GET /v1/desk/staff': ok({ staff: COLLEAGUES }),
        [`POST ${CASE_PATH}/claims/${claimId}/assignee`]: ok({ ...view, version: 99 }, { etag: '"99"' }),
        ...answers,
      },
    });
    const open = desk.page.getByRole('button', {
      name: role === 'supervisor' ? caseTexts.assignee.assign : caseTexts.assignee.handOver,
      exact: true,
    });
    await open.waitFor();
    return { ...desk, open, claimId };
  };

  it('is done by keyboard alone, to one of those who are there; names are never typed', async () => {
    const { page, open, asked } = await sitAtCase({});
    await open.focus();
    await page.keyboard.press('Enter');
    await colleague(page, 'vera').waitFor();
    expect(await page.getByRole('form').getByRole('textbox').count()).toBe(1);
    await tabTo(page, 'vera');
    await page.keyboard.press('Space');
    await tabTo(page, caseTexts.assignee.note);
    await page.keyboard.type('Звонить после шести.');
    await tabTo(page, caseTexts.assignee.send);
    await page.keyboard.press('Enter');
    await page.getByText(render(caseTexts.assignee.done, { name: 'vera' })).waitFor();
    expect(bodies(asked, 'assignee')).toEqual([{ assignee: 'vera', note: 'Звонить после шести.' }]);
  });

  it('shows how much each has, who is away and cannot be chosen, and not whoever has it already', async () => {
    const { page, open, asked } = await sitAtCase({});
    await open.click();
    await colleague(page, 'vera').waitFor();
    await page.getByText('в работе: 4').waitFor();
    expect(await colleague(page, 'boris').isDisabled()).toBe(true);
    await page.getByText(/^нет до 9 марта/).waitFor();
    expect(await colleague(page, 'anna').count()).toBe(0);
    await page.getByRole('button', { name: caseTexts.assignee.send }).click();
    await page.getByText(screens.assign.choose).waitFor();
    expect(bodies(asked, 'assignee')).toEqual([]);
  });

  it('does not offer an appeal to whoever made the refusal', async () => {
    const { page, open } = await sitAtCase(
      {
        reader: { role: 'supervisor', id: 'vera' },
        claim: ({ appeal }) => ({
          assignee: { id: 'anna', since: DESK_NOW },
          ...(appeal && { appeal: { ...appeal, refusedBy: { role: 'specialist', id: 'vera' } } }),
        }),
      },
      {},
      'in-appeal',
    );
    await open.click();
    await page.getByText(screens.assign.refused).waitFor();
    expect(await colleague(page, 'vera').isDisabled()).toBe(true);
  });

  it('is tried again when nobody knows who is there, and closed with Escape where it was opened', async () => {
    const { page, open, answers } = await sitAtCase({}, { 'GET /v1/desk/staff': 'gone' });
    await open.click();
    await page.getByText(screens.assign.notLoaded).waitFor();
    answers['GET /v1/desk/staff'] = ok({ staff: COLLEAGUES });
    await page.getByRole('button', { name: texts.tryAgain }).click();
    await colleague(page, 'vera').focus();
    await page.keyboard.press('Escape');
    await page.getByRole('form').waitFor({ state: 'detached' });
    expect(await open.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('keeps the note when the colleague has just left, and shows them as away', async () => {
    const path = `POST ${CASE_PATH}/claims/${(await caseIn('in-review')).claims[0]?.claimId}/assignee`;
    const { page, open, answers } = await sitAtCase(
      {},
      { [path]: refusal(422, 'assignee-unknown', 'Сейчас этого специалиста нет на месте.') },
    );
    await open.click();
    await colleague(page, 'vera').check();
    await page.getByLabel(caseTexts.assignee.note).fill('Звонить после шести.');
    answers['GET /v1/desk/staff'] = ok({
      staff: COLLEAGUES.map((each) => ({ ...each, absentUntil: '2026-03-09T00:00:00.000Z' })),
    });
    await page.getByRole('button', { name: caseTexts.assignee.send }).click();
    await page.getByText('Сейчас этого специалиста нет на месте.').waitFor();
    await page.getByText(screens.assign.nobodyThere).waitFor();
    expect(await colleague(page, 'vera').isDisabled()).toBe(true);
    expect(await page.getByLabel(caseTexts.assignee.note).inputValue()).toBe('Звонить после шести.');
  });
});

describe('handing a case over in the queue', () => {
  it('lets a specialist choose a colleague for their own case, also among many', async () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      personId: `colleague-${index}`,
      role: 'specialist',
      locales: ['ru'],
      openCases: index,
    }));
    const { page, asked } = await sit({
      place: '#/queue',
      answers: {
        'GET /v1/cases': ok({ cases: [someEntry({ claimId: 'A1', assignee: 'anna' })] }),
        'GET /v1/desk/staff': ok({ staff: many }),
        [`POST ${CASE_PATH}/claims/A1/assignee`]: ok(await caseIn('in-review'), { etag: '"4"' }),
      },
    });
    await page.locator('a[data-claim]').first().focus();
    await page.keyboard.press('a');
    await page.getByLabel(screens.assign.find).fill('GUE-17');
    await colleague(page, 'colleague-17').check();
    expect(await page.getByRole('radio').count()).toBe(2);
    await page.getByRole('dialog').getByRole('button', { name: screens.assign.send }).click();
    await page.getByText(/передано\./).waitFor();
    expect(bodies(asked, 'assignee')).toEqual([{ assignee: 'colleague-17' }]);
  });
});

describe('my shift', () => {
  const member = (overrides: object = {}) => ({
    personId: 'anna',
    role: 'specialist',
    lastSeenAt: DESK_NOW,
    locales: ['ru'],
    openCases: 0,
    ...overrides,
  });
  const openShift = async (answers: Record<string, Answer>) => {
    const desk = await sit({ place: '#/queue', answers });
    await desk.page.getByRole('button', { name: new RegExp(`${screens.shift.open}$`) }).click();
    return { ...desk, dialog: desk.page.getByRole('dialog', { name: screens.shift.title }) };
  };

  it('says what happens to the cases, repeats until none is left, and comes back', async () => {
    const left = [430, 230, 30, 0];
    const { dialog, asked } = await openShift({
      'POST /v1/desk/staff/anna': ({ body }) => {
        const { absentUntil } = body as { absentUntil: string | null };
        return ok(absentUntil === null ? member() : member({ absentUntil, openCases: left.shift() ?? 0 }));
      },
    });
    await dialog.getByText(/вернутся в очередь.*в работе: 9\./).waitFor();
    expect(bodies(asked, 'anna')).toEqual([]);
    await dialog.getByRole('button', { name: screens.staff.week }).click();
    await dialog.getByRole('button', { name: screens.shift.goAway }).click();
    await dialog.getByText(screens.shift.wentAway).waitFor();
    const until = new Date('2026-03-12T00:00:00+03:00').toISOString();
    expect(bodies(asked, 'anna')).toEqual(Array(4).fill({ absentUntil: until }));
    await dialog.getByText(/^нет до 12 марта/).waitFor();
    await dialog.getByRole('button', { name: screens.shift.comeBack }).click();
    await dialog.getByText(screens.shift.cameBack).waitFor();
    expect(bodies(asked, 'anna').at(-1)).toEqual({ absentUntil: null });
  });

  it('tells when cases are left after all, which can be returned once more', async () => {
    let stuck = true;
    const { dialog } = await openShift({
      'POST /v1/desk/staff/anna': ({ body }) => ok(member({ ...(body as object), openCases: stuck ? 2 : 0 })),
    });
    await dialog.getByRole('button', { name: screens.shift.goAway }).click();
    await dialog.getByText(screens.shift.someLeft).waitFor();
    stuck = false;
    await dialog.getByRole('button', { name: screens.shift.handBackRest }).click();
    await dialog.getByText(screens.shift.wentAway).waitFor();
    expect(await dialog.getByRole('button', { name: screens.shift.handBackRest }).count()).toBe(0);
  });

  it('sets the languages, one at least', async () => {
    const { dialog, asked } = await openShift({
      'POST /v1/desk/staff/anna': ({ body }) => ok(member(body as object)),
    });
    await dialog.getByRole('checkbox', { name: screens.queue.locales.en }).click();
    await dialog.getByText(screens.shift.languagesKept).waitFor();
    expect(bodies(asked, 'anna')).toEqual([{ locales: ['ru'] }]);
    expect(await dialog.getByRole('checkbox', { name: screens.queue.locales.ru }).isDisabled()).toBe(true);
  });

  it('is tried again without an answer, and gives the focus back when it is closed', async () => {
    const { page, dialog, answers } = await openShift({ 'GET /v1/desk/staff': 'gone' });
    await dialog.getByText(screens.shift.notLoaded).waitFor();
    answers['GET /v1/desk/staff'] = ok({ staff: [] });
    await dialog.getByRole('button', { name: texts.tryAgain }).click();
    await dialog.getByRole('button', { name: screens.shift.goAway }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).innerText)).toContain(
      screens.shift.open,
    );
  });

  it('is not for who looks after others: they have the list of the staff', async () => {
    const { page } = await sit({ role: 'supervisor', place: '#/queue' });
    await page.getByText('Вера Орлова').waitFor();
    expect(await page.getByRole('button', { name: new RegExp(screens.shift.open) }).count()).toBe(0);
  });
});
