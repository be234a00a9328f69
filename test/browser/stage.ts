import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { claimKinds } from '../../functions/messages/catalogue/claim-kinds.ts';
import { customerPage as texts } from '../../functions/messages/catalogue/customer-page-ru.ts';
import { clerkOf, type SoldParcel } from '../e2e/clerk.ts';
import { startLaptop } from '../e2e/laptop.ts';
import { specialistOf } from '../e2e/specialist.ts';
import { worldOf } from '../e2e/world.ts';
import { openChromium, PHONE, type Watch, watchPage } from './chromium.ts';

/** Generous, because the machine may be busy; what is there is seen at once. */
const LOOKS_FOR_MILLIS = 90_000;

/** A laptop with its people, and a browser whose customers open the links that they were given. */
export async function setStage(options: Parameters<typeof openChromium>[0] = {}) {
  const laptop = await startLaptop();
  let browser: Browser;
  try {
    browser = await openChromium(options);
  } catch (error) {
    await laptop.dispose();
    throw error;
  }
  return {
    laptop,
    browser,
    clerk: clerkOf(laptop),
    specialist: specialistOf(laptop),
    world: worldOf(laptop),
    /** As printed on the receipt. */
    linkOf: ({ answer }: Pick<SoldParcel, 'answer'>): string => answer.body.link,
    async close() {
      await browser.close();
      await laptop.dispose();
    },
  };
}
export type Stage = Awaited<ReturnType<typeof setStage>>;

/** Another phone: nothing is shared with what was opened before. */
export async function takePhone(
  { browser }: Pick<Stage, 'browser'>,
  options: BrowserContextOptions = PHONE,
): Promise<BrowserContext> {
  const phone = await browser.newContext(options);
  phone.setDefaultTimeout(LOOKS_FOR_MILLIS);
  phone.setDefaultNavigationTimeout(LOOKS_FOR_MILLIS);
  return phone;
}

export async function openLink(phone: BrowserContext, link: string): Promise<{ page: Page; watch: Watch }> {
  const page = await phone.newPage();
  const watch = watchPage(page);
  await page.goto(link);
  return { page, watch };
}

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

export const untilHeading = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('heading', { name }).first().waitFor();

/** Goes through the steps of a claim for the whole sum up to the last button. */
export async function writeClaim(page: Page, received = 'Вместо телефона в коробке кирпич.'): Promise<void> {
  const { claim } = texts;
  await press(page, claim.open);
  await untilHeading(page, claim.title);
  await page.getByLabel(claimKinds.ru['foreign-object'].label).check();
  await press(page, claim.next);
  await untilHeading(page, claim.factsTitle);
  await page.getByLabel(claim.facts.ordered.label).fill('Телефон, чёрный');
  await page.getByLabel(claim.facts.received.label).fill(received);
  await press(page, claim.next);
  await untilHeading(page, claim.reviewTitle);
}
