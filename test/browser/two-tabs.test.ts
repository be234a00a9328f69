import { randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import { claimCards } from '../../functions/messages/catalogue/claim-cards.ts';
import { customerPage as texts } from '../../functions/messages/catalogue/customer-page-ru.ts';
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
  await Promise.all(pages.map((page) => press(page, texts.claim.submit)));
  for (const page of pages) await untilHeading(page, claimCards.ru['in-review'].title);
  const told = await Promise.all(
    pages.map(async (page) => {
      const isNew = page.getByText(texts.claim.received, { exact: true });
      await isNew.or(page.getByText(texts.claim.sameClaim, { exact: true })).waitFor();
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
    .getByLabel(texts.video.choose)
    .setInputFiles({ name: 'film.mp4', mimeType: 'video/mp4', buffer: film });
  await until('a part is under way', async () => begun > 0);
  await untilFileIsKept(first);
  const { page: second, watch } = await openLink(phone, stage.linkOf(sold));
  await second.getByText(texts.upload.phases.elsewhere, { exact: true }).waitFor();
  await first.close();
  await untilHeading(second, texts.video.received);
  const { body } = await stage.specialist.untilCase(
    sold.parcel,
    'the checked film',
    ({ evidence }) => evidence[0]?.check,
  );
  expect(body.evidence).toMatchObject([{ size: film.length, check: { sha256: sha256(film) } }]);
  expect(watch.errors).toEqual([]);
  await phone.close();
});
