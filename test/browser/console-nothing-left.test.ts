import type { BrowserContext, Page } from 'playwright-core';
import { consoleCase as caseTexts } from '../../functions/messages/catalogue/console-case-ru.ts';
import { deskScreens as screens } from '../../functions/messages/catalogue/desk-screens-ru.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { specialistOf } from '../e2e/specialist.ts';
import { DESKTOP, watchPage } from './chromium.ts';
import { type Stage, setStage, takePhone } from './stage.ts';

/** Who has a case, on the laptop that runs the whole service. */
let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
}, 240_000);
afterAll(() => stage?.close());

const desks: BrowserContext[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
});

async function signIn(user: string): Promise<{ page: Page; errors: string[] }> {
  const desk = await takePhone(stage, DESKTOP);
  desks.push(desk);
  desk.setDefaultTimeout(20_000);
  const page = await desk.newPage();
  const { errors } = watchPage(page);
  await page.goto(`${stage.laptop.origin}/console/`);
  await page.getByRole('button', { name: new RegExp(`^${user} `) }).click();
  await page.getByRole('heading', { name: screens.queue.title }).waitFor();
  // The queue is there; with its counts the directory has heard of this person.
  await page.getByText(/обновлено в/).waitFor();
  return { page, errors };
}

it('whoever took a claim down by telephone has it: nothing is left to take until it was handed over and returned', async () => {
  const { parcel } = await stage.clerk.sellNew(250_000);
  const filed = await stage.specialist.fileByPhone(parcel, {
    kind: 'wrong-item',
    description: 'Прислали чехол вместо телефона.',
    amount: 250_000,
  });
  expect(filed.status).toBe(201);
  const assignee = async () =>
    (await specialistOf(stage.laptop, 'vera', 'supervisor').read(parcel)).body.claims[0].assignee?.id;
  expect(await assignee()).toBe('anna');

  const { page: anna, errors } = await signIn('anna');
  await anna.getByRole('button', { name: /^Взять следующее/ }).click();
  await anna.getByText(screens.queue.takenNone).waitFor();
  expect(new URL(anna.url()).hash).not.toContain('case');

  // Boris has been at the desk, so he can be chosen.
  const { page: boris, errors: others } = await signIn('boris');
  await anna.goto(`${stage.laptop.origin}/console/#/case/${parcel}`);
  await anna.getByRole('button', { name: caseTexts.assignee.handOver, exact: true }).click();
  await anna.getByRole('radio', { name: /^boris/ }).check();
  await anna.getByRole('button', { name: caseTexts.assignee.send }).click();
  await anna.getByText(render(caseTexts.assignee.done, { name: 'boris' })).waitFor();
  expect(await assignee()).toBe('boris');

  // He goes; what he had is there for her.
  await boris.getByRole('button', { name: new RegExp(`${screens.shift.open}$`) }).click();
  const shift = boris.getByRole('dialog', { name: screens.shift.title });
  await shift.getByText(/в работе: 1\./).waitFor();
  await shift.getByRole('button', { name: screens.shift.goAway }).click();
  await shift.getByText(screens.shift.wentAway).waitFor();
  expect(await assignee()).toBeUndefined();
  await anna.goto(`${stage.laptop.origin}/console/#/queue`);
  await anna.getByRole('button', { name: /^Взять следующее/ }).click();
  await anna.getByRole('heading', { name: render(caseTexts.title, { number: parcel }) }).waitFor();
  await anna.getByText(caseTexts.assignee.you, { exact: true }).waitFor();
  expect([...errors, ...others]).toEqual([]);
}, 240_000);
