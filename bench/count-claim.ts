import { createHash } from 'node:crypto';
import { newTrackingNumber } from '../local/tracking-number.ts';
import { makeFilm } from '../local/walkthrough-film.ts';
import { type CountedLaptop, startCountedLaptop } from './counted-laptop.ts';
import { noUsage, type ServiceCounts } from './counts.ts';

const SELLER = { name: 'ООО «Ромашка»', taxNumber: '7707083893' };
/** The customer's first look at the page. */
const VISIT = 'open the page';

type Sold = { trackingNumber: string; link: string };

/** A claim by the web with a film, from the customer's first look at the page to the money, all of it done at once. */
export async function countClaim(
  progress: (text: string) => void,
): Promise<Pick<ServiceCounts, 'quote' | 'visit' | 'notice' | 'claim'>> {
  const laptop = await startCountedLaptop(progress);
  try {
    // The first sale and its notices bring the functions up; those of the second are the ones that count.
    await laptop.step('warm-up', async () => {
      await quote(laptop);
      await sell(laptop);
    });
    await laptop.step('quote', () => quote(laptop));
    const { trackingNumber, link } = await laptop.step('sale', () => sell(laptop));
    await claim(laptop, { trackingNumber, link });
  } catch (error) {
    await laptop.close();
    throw error;
  }
  const [, quoted, sale, ...steps] = await laptop.close();
  return {
    quote: quoted?.usage ?? noUsage(),
    visit: steps.find(({ step }) => step === VISIT)?.usage ?? noUsage(),
    notice: sale?.byFunction.get('send-notice') ?? noUsage(),
    claim: steps.map(({ step, usage }) => ({ step, usage })),
  };
}

async function tokenOf(laptop: CountedLaptop): Promise<string> {
  const { body: granted } = await laptop.call('POST', '/oauth2/token', {
    headers: { authorization: `Basic ${Buffer.from('pos-demo:pos-demo-secret').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'sales/write' }),
  });
  return granted.access_token;
}

async function quote(laptop: CountedLaptop): Promise<void> {
  await laptop.call('POST', '/v1/sales/quote', {
    token: await tokenOf(laptop),
    body: { trackingNumber: newTrackingNumber(), amount: 450_000, seller: SELLER },
  });
}

async function sell(laptop: CountedLaptop): Promise<Sold> {
  const token = await tokenOf(laptop);
  const soldAt = (await laptop.call('GET', '/_local/clock')).body.now;
  const trackingNumber = newTrackingNumber();
  const { body } = await laptop.call('POST', '/v1/sales', {
    token,
    headers: { 'idempotency-key': trackingNumber },
    body: {
      trackingNumber,
      amount: 450_000,
      soldAt,
      office: { index: '101000', region: 'Москва', timeZone: 'Europe/Moscow' },
      clerkId: 'clerk-1',
      customer: { phone: '+79161234567' },
      seller: SELLER,
      consent: { termsVersion: '2026-01', acceptedAt: soldAt, personalData: true },
    },
  });
  return { trackingNumber, link: String(body.link).split('#')[1] ?? '' };
}

async function claim(laptop: CountedLaptop, { trackingNumber, link: token }: Sold): Promise<void> {
  const film = await makeFilm(12);
  const step = laptop.step;
  const my = (method: string, path: string, body?: unknown) =>
    laptop.call(method, `/v1/my/${path}`, { token, ...(body !== undefined && { body }) });

  await step(VISIT, () => my('GET', 'policy'));
  const file = { fileName: 'unboxing.mp4', contentType: 'video/mp4', size: film.length };
  const { body: upload } = await step('start the upload', () => my('POST', 'uploads', file));
  const parts = Array.from({ length: upload.partCount }, (_, index) => {
    const bytes = film.subarray(index * upload.partSize, (index + 1) * upload.partSize);
    return { partNumber: index + 1, bytes };
  });
  const { body: signed } = await step(`sign ${parts.length} parts`, () =>
    my('POST', `uploads/${upload.uploadId}/parts`, {
      parts: parts.map(({ partNumber, bytes }) => ({
        partNumber,
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('base64'),
      })),
    }),
  );
  await step(`send ${parts.length} parts`, async () => {
    for (const { url, headers, partNumber } of signed.parts) {
      const body = parts[partNumber - 1]?.bytes as NonNullable<RequestInit['body']>;
      const { ok, status } = await fetch(url, { method: 'PUT', headers, body });
      if (!ok) throw new Error(`Part ${partNumber}: ${status}`);
    }
  });
  const sha256 = createHash('sha256').update(film).digest('hex');
  await step('complete it; check and look at the film', () =>
    my('POST', `uploads/${upload.uploadId}/complete`, { sha256 }),
  );
  const told = { kind: 'foreign-object', description: 'Вместо телефона кирпич', amount: 450_000 };
  const { body: filed } = await step('file the claim; judge it, start its workflow', () =>
    my('POST', 'claims', told),
  );
  const { body: granted } = await laptop.call('POST', '/_local/token', { body: { role: 'specialist' } });
  const desk = { token: granted.access_token };
  await step('take the next claim', () => laptop.call('POST', '/v1/desk/next', { ...desk, body: {} }));
  const seen = await step('open the case', () => laptop.call('GET', `/v1/cases/${trackingNumber}`, desk));
  await step('approve it; pay and close', () =>
    laptop.call('POST', `/v1/cases/${trackingNumber}/claims/${filed.claimId}/approve`, {
      ...desk,
      headers: { 'if-match': seen.etag },
      body: { amount: 450_000 },
    }),
  );
  await step('read that it is paid', async () => {
    const { body } = await my('GET', `claims/${filed.claimId}`);
    if (body.status !== 'compensated') throw new Error(`The claim is ${body.status}.`);
  });
}
