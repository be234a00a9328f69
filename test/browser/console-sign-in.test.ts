import type { BrowserContext, Page } from 'playwright-core';
import { consolePage as texts } from '../../functions/messages/catalogue/console-page-ru.ts';
import { deskScreens as screens } from '../../functions/messages/catalogue/desk-screens-ru.ts';
import { DESKTOP, watchPage } from './chromium.ts';
import { press, type Stage, setStage, takePhone, untilHeading } from './stage.ts';

/** The whole way, on a laptop: the page, the issuer and the service are the real ones. */
let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
}, 240_000);
afterAll(() => stage?.close());

const desks: BrowserContext[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
});

/** A browser of its own, whose tab is led to the sign-in page. */
async function sitDown(place = '') {
  const desk = await takePhone(stage, DESKTOP);
  desks.push(desk);
  const page = await desk.newPage();
  const watch = watchPage(page);
  await page.goto(`${stage.laptop.origin}/console/${place}`);
  return { desk, page, watch };
}
const chooseUser = (page: Page, user: string) =>
  page.getByRole('button', { name: new RegExp(`^${user} `) }).click();
const untilSignedIn = (page: Page, name: string) => page.getByText(name, { exact: true }).waitFor();
const kept = (page: Page) =>
  page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));

it.each([
  ['anna', 'Анна Белова', texts.roles.specialist, [texts.screens.queue, texts.screens.phone]],
  ['vera', 'Вера Орлова', texts.roles.supervisor, Object.values(texts.screens)],
  [
    'gleb',
    'Глеб Сафонов',
    texts.roles.analyst,
    [texts.screens.reports, texts.screens.signals, texts.screens.queue],
  ],
  ['darya', 'Дарья Титова', texts.roles.administrator, [texts.screens.staff]],
])(
  '%s signs in with a code and sees a name, a role and where there is something to do',
  async (user, name, role, screens) => {
    const { page, watch } = await sitDown();
    await chooseUser(page, user);
    await untilSignedIn(page, name);
    await page.locator('.who-role').getByText(role).waitFor();
    expect(await page.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual(screens);
    const asked = watch.addresses.find((each) => each.includes('/oauth2/authorize?')) ?? '';
    expect(Object.fromEntries(new URL(asked).searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    // The code is used up, and stands in no address any more.
    expect(new URL(page.url()).search).toBe('');
    expect(watch.errors).toEqual([]);
  },
  120_000,
);

it('comes back to where the person was, and a reload asks nothing again', async () => {
  const { page, watch } = await sitDown('#/phone');
  await chooseUser(page, 'anna');
  await untilSignedIn(page, 'Анна Белова');
  await untilHeading(page, screens.phone.title);
  expect(new URL(page.url()).hash).toBe('#/phone');
  const before = watch.addresses.length;
  await page.reload();
  await untilSignedIn(page, 'Анна Белова');
  expect(watch.addresses.slice(before).filter((each) => each.includes('/oauth2/'))).toEqual([]);
}, 120_000);

it('signs out of the sign-in pages too: the next person is asked who it is', async () => {
  const { page } = await sitDown();
  await chooseUser(page, 'anna');
  await untilSignedIn(page, 'Анна Белова');
  const left = page.waitForResponse((response) => new URL(response.url()).pathname === '/logout');
  await press(page, texts.session.signOut);
  await left;
  await page.waitForURL('**/console/');
  await untilHeading(page, texts.session.signedOut['by-hand'].title);
  expect(await kept(page)).not.toContain('accessToken');
  await press(page, texts.session.signIn);
  await chooseUser(page, 'boris');
  await untilSignedIn(page, 'Борис Климов');
}, 120_000);

it('renews a token that has ended while the page stood open, also when the clock has moved', async () => {
  const { page, watch } = await sitDown();
  await chooseUser(page, 'vera');
  await untilSignedIn(page, 'Вера Орлова');
  // The service's hour is over at once; the page's own has only begun.
  await stage.laptop.call('POST', '/_local/clock', { body: { advance: 'PT2H' } });
  const { tokens } = JSON.parse((await page.evaluate(() => sessionStorage.getItem('console-session'))) ?? '');
  const renewed = page.waitForResponse((response) => response.url().endsWith('/oauth2/token'));
  await page.evaluate(() => {
    location.hash = '#/staff';
  });
  await page.reload();
  await renewed;
  // The answer is kept a moment after it has come.
  await page.waitForFunction((before) => {
    const session = JSON.parse(sessionStorage.getItem('console-session') ?? '{}');
    return session.tokens && session.tokens.accessToken !== before;
  }, tokens.accessToken);
  await untilSignedIn(page, 'Вера Орлова');
  const after = JSON.parse((await page.evaluate(() => sessionStorage.getItem('console-session'))) ?? '');
  expect(after.tokens.accessToken).not.toBe(tokens.accessToken);
  expect(after.person.name).toBe('Вера Орлова');
  expect(watch.errors).toEqual([]);
}, 120_000);

it('takes no answer that this tab has not asked for', async () => {
  const { page } = await sitDown('?code=stolen&state=made-up');
  await untilHeading(page, texts.session.signedOut.failed.title);
  expect(new URL(page.url()).search).toBe('');
  expect(await kept(page)).not.toContain('accessToken');
}, 120_000);

it('takes a call down by keyboard, finds it again by its number, and sees it in the queue', async () => {
  const { answer } = await stage.clerk.sellNew(250_000);
  const parcel: string = answer.body.trackingNumber;
  const { page, watch } = await sitDown('#/phone');
  await chooseUser(page, 'anna');
  await untilHeading(page, screens.phone.title);
  await page.getByRole('combobox', { name: screens.phone.find }).fill(parcel);
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await untilHeading(page, screens.phone.checkTitle);
  await page.keyboard.press('2');
  await page.getByLabel(screens.phone.description).fill('Вместо ботинок пришли тапки.');
  await page.keyboard.press('Alt+Enter');
  await untilHeading(page, screens.phone.filedTitle);
  const claimId = await page.locator('.filed-number').innerText();
  await page.getByRole('combobox', { name: texts.search.label }).fill(claimId);
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/#/case/${parcel}/${claimId}`);
  await page.keyboard.press('Alt+1');
  await untilHeading(page, screens.queue.title);
  await page.getByRole('button', { name: new RegExp(`^${screens.queue.lists.specialist}`) }).click();
  await page.locator(`a[data-claim="${claimId}"]`).waitFor();
  expect(watch.errors).toEqual([]);
}, 120_000);
