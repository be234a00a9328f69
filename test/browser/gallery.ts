import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { CustomerPolicy } from '../../functions/contracts/customer.ts';

const DIRECTORY = join(import.meta.dirname, '..', '..', '.cache', 'screenshots');

/** The page with this view in place of the service's answer: states that would take days to reach. */
export async function showView(page: Page, origin: string, view: CustomerPolicy): Promise<void> {
  await page.route('**/v1/my/policy', (route) => route.fulfill({ json: view }));
  await page.goto(`${origin}/#${'k'.repeat(46)}`);
  await page.locator('main h1:focus, main h1').first().waitFor();
  await page.locator('.top .parcel').waitFor();
}

/** Kept for people to look at: .cache/screenshots. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(DIRECTORY, { recursive: true });
  await page.screenshot({ path: join(DIRECTORY, `${name}.png`), fullPage: true });
}
