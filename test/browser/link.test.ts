import { randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { claimCards } from '../../functions/messages/catalogue/claim-cards.ts';
import { customerPage as english } from '../../functions/messages/catalogue/customer-page-en.ts';
import { customerPage as russian } from '../../functions/messages/catalogue/customer-page-ru.ts';
import { hotline } from '../../functions/messages/catalogue/service.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { makeFilm } from '../../local/walkthrough-film.ts';
import { customerOf, sha256 } from '../e2e/customer.ts';
import { PATIENCE_MILLIS } from '../e2e/laptop.ts';
import { until } from '../e2e/until.ts';
import { untilFileIsKept } from './kept-in-browser.ts';
import { openLink, press, type Stage, setStage, takePhone, untilHeading, writeClaim } from './stage.ts';

jest.setTimeout(2 * PATIENCE_MILLIS);

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.close());

it('two tabs and another phone that file at once file one claim, and all of them show it', async () => {
  const sold = await stage.clerk.sellNew(250_000);
  const link = stage.linkOf(sold);
  const phone = await takePhone(stage);
  const otherPhone = await takePhone(stage);
  const opened = await Promise.all([phone, phone, otherPhone].map((each) => openLink(each, link)));
  const pages = opened.map(({ page }) => page);
  for (const page of pages) await writeClaim(page);
  await Promise.all(pages.map((page) => press(page, russian.claim.submit)));
  for (const page of pages) await untilHeading(page, claimCards.ru['in-review'].title);
  const told = await Promise.all(
    pages.map(async (page) => {
      const isNew = page.getByText(russian.claim.received, { exact: true });
      await isNew.or(page.getByText(russian.claim.sameClaim, { exact: true })).waitFor();
      return (await isNew.count()) === 1 ? 'filed' : 'was there';
    }),
  );
  expect(told.sort()).toEqual(['filed', 'was there', 'was there']);
  const { body } = await customerOf(stage.laptop, sold.link).policy();
  expect(body.claims).toHaveLength(1);
  expect(opened.flatMap(({ watch }) => watch.errors)).toEqual([]);
  await phone.close();
  await otherPhone.close();
});

it('a second tab shows what the first one sends, and goes on with it when the first is closed', async () => {
  const sold = await stage.clerk.sellNew(450_000);
  const film = Buffer.concat([await makeFilm(6), randomBytes(6 * 1024 ** 2)]);
  const phone = await takePhone(stage);
  const { page: first } = await openLink(phone, stage.linkOf(sold));
  // The first tab's line is dead in the middle of the upload.
  let begun = 0;
  await first.route(/partNumber=/, () => {
    begun += 1;
  });
  await first
    .getByLabel(russian.video.choose)
    .setInputFiles({ name: 'film.mp4', mimeType: 'video/mp4', buffer: film });
  await until('a part is under way', async () => begun > 0);
  await untilFileIsKept(first);
  const { page: second, watch } = await openLink(phone, stage.linkOf(sold));
  await second.getByText(russian.upload.phases.elsewhere, { exact: true }).waitFor();
  await first.close();
  await untilHeading(second, russian.video.received);
  const { body } = await stage.specialist.untilCase(
    sold.parcel,
    'the checked film',
    ({ evidence }) => evidence[0]?.check,
  );
  expect(body.evidence).toMatchObject([{ size: film.length, check: { sha256: sha256(film) } }]);
  expect(watch.errors).toEqual([]);
  await phone.close();
});

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

// Last, because it moves the clock by months.
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
