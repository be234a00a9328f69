import { jest } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { customerPage as english } from '../../functions/messages/catalogue/customer-page-en.ts';
import { customerPage as russian } from '../../functions/messages/catalogue/customer-page-ru.ts';
import { hotline } from '../../functions/messages/catalogue/service.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { PATIENCE_MILLIS } from '../e2e/laptop.ts';
import { openLink, press, type Stage, setStage, takePhone, untilHeading } from './stage.ts';

jest.setTimeout(2 * PATIENCE_MILLIS);

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.close());

const content = (page: Page): Promise<string> => page.locator('body').innerHTML();

/** What the page looks like in both languages once it knows that the link is dead. */
async function readDeadPage(page: Page): Promise<string[]> {
  await untilHeading(page, russian.deadLink.title);
  const inRussian = await content(page);
  await press(page, russian.otherLanguage);
  await untilHeading(page, english.deadLink.title);
  const inEnglish = await content(page);
  await press(page, english.otherLanguage);
  await untilHeading(page, russian.deadLink.title);
  return [inRussian, inEnglish];
}

async function openDeadLink(phone: BrowserContext, link: string): Promise<string[]> {
  const { page, watch } = await openLink(phone, link);
  const shown = await readDeadPage(page);
  expect(watch.errors).toEqual([]);
  expect(
    watch.addresses.filter((address) => address.split('#')[0]?.includes(link.split('#')[1] || '#')),
  ).toEqual([]);
  await page.close();
  return shown;
}

it('unknown, cut off, missing, revoked and expired links look the very same, and say what to do', async () => {
  const page = `${new URL(stage.linkOf(await stage.clerk.sellNew())).origin}/`;
  const voided = await stage.clerk.sellNew();
  expect((await stage.clerk.voidSale(voided.parcel)).status).toBe(200);
  const old = await stage.clerk.sellNew();
  const phone = await takePhone(stage);

  const unknown = await openDeadLink(phone, `${page}#${'k'.repeat(old.link.length)}`);
  const others = [`${page}#nonsense`, `${page}#${old.link.slice(0, -2)}`, stage.linkOf(voided)];
  for (const link of others) expect(await openDeadLink(phone, link)).toEqual(unknown);
  // Without any fragment, in a tab that has opened no link before.
  expect(await openDeadLink(await takePhone(stage), page)).toEqual(unknown);

  const { page: open } = await openLink(phone, stage.linkOf(old));
  await untilHeading(open, russian.protection.active);
  await stage.world.advance('P240D');
  expect(await openDeadLink(phone, stage.linkOf(old))).toEqual(unknown);
  // The page that was open all the time learns it too.
  expect(await readDeadPage(open)).toEqual(unknown);
  await phone.close();

  for (const [index, { deadLink }] of [russian, english].entries())
    for (const text of [deadLink.why, ...deadLink.whatToDo, render(deadLink.call, { phone: hotline.shown })])
      expect(unknown[index]?.replaceAll('&nbsp;', ' ')).toContain(text.replaceAll('\u00a0', ' '));
  expect(unknown[0]).toContain(`tel:${hotline.dialled}`);
});
