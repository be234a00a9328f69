import { createHash } from 'node:crypto';
import { portOf } from './settings.ts';
import { newTrackingNumber } from './tracking-number.ts';
import { makeFilm } from './walkthrough-film.ts';

/**
 * `npm run walkthrough`: the whole story against the running laptop, each call and its answer printed. The README
 * shows its output and test/e2e/walkthrough.test.ts keeps the two the same.
 */
const origin = `http://127.0.0.1:${portOf(process.env)}`;

interface Call {
  token?: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** Which members of a long answer are printed. */
  show?: (answer: Answer) => unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of a running service, read as a person would
type Answer = any;

function say(line = ''): void {
  console.log(line);
}

function chapter(title: string): void {
  say();
  say(`## ${title}`);
  say();
}

async function call(
  method: string,
  path: string,
  given: Call = {},
): Promise<{ answer: Answer; etag: string }> {
  const { token, headers = {}, body, show = (answer: Answer) => answer } = given;
  const shown = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  say(`${method} ${path}${shown.join('')}`);
  if (body !== undefined) say(`  ${JSON.stringify(body)}`);
  const response = await fetch(origin + path, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = text === '' ? undefined : JSON.parse(text);
  say(`${response.status}${text === '' ? '' : ` ${JSON.stringify(show(answer))}`}`);
  return { answer, etag: response.headers.get('etag') ?? '' };
}

/** Asks until it is so: the service works behind the answers, as on AWS. */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Waited in vain until ${what}.`);
}

async function ask(path: string, token?: string): Promise<Answer> {
  const response = await fetch(origin + path, { headers: token ? { authorization: `Bearer ${token}` } : {} });
  return response.json();
}

async function posToken(): Promise<string> {
  const response = await fetch(`${origin}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('pos-demo:pos-demo-secret').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'sales/write' }),
  });
  return ((await response.json()) as Answer).access_token;
}

async function specialistToken(): Promise<string> {
  const response = await fetch(`${origin}/_local/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'specialist' }),
  });
  return ((await response.json()) as Answer).access_token;
}

function saleOf(trackingNumber: string, amount: number, soldAt: string) {
  return {
    trackingNumber,
    amount,
    soldAt,
    office: { index: '101000', region: 'Москва', timeZone: 'Europe/Moscow' },
    clerkId: 'clerk-1',
    customer: { phone: '+79161234567' },
    seller: { name: 'ООО «Ромашка»' },
    consent: { termsVersion: '2026-01', acceptedAt: soldAt, personalData: true },
  };
}

async function sendParts(
  link: string,
  uploadId: string,
  film: Uint8Array,
  partSize: number,
  numbers: number[],
) {
  const parts = numbers.map((partNumber) => {
    const bytes = film.subarray((partNumber - 1) * partSize, partNumber * partSize);
    return {
      partNumber,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('base64'),
      bytes,
    };
  });
  const { answer } = await call('POST', `/v1/my/uploads/${uploadId}/parts`, {
    token: link,
    body: { parts: parts.map(({ bytes: _bytes, ...part }) => part) },
    show: ({ parts: signed }) => ({
      parts: signed.map((part: Answer) => ({ ...part, url: `${part.url.split('?')[0]}?…` })),
    }),
  });
  for (const signed of answer.parts) {
    const part = parts.find(({ partNumber }) => partNumber === signed.partNumber);
    const put = await fetch(signed.url, {
      method: 'PUT',
      headers: signed.headers,
      body: part?.bytes as NonNullable<RequestInit['body']>,
    });
    say(`PUT part ${signed.partNumber}, ${part?.size} bytes → ${put.status}`);
    await put.arrayBuffer();
  }
}

const briefPolicy = ({ status, endsAt, videoRequired, claims, uploads }: Answer) => ({
  status,
  endsAt,
  videoRequired,
  claims: claims.map((claim: Answer) => ({ claimId: claim.claimId, status: claim.status })),
  uploads: uploads.map((upload: Answer) => ({ status: upload.status, size: upload.size })),
});

const briefClaim = ({ claimId, status, deadline, card, paidAmount }: Answer) => ({
  claimId,
  status,
  deadline,
  paidAmount,
  card,
});

const briefCase = ({ version, claims, evidence, payouts }: Answer) => ({
  version,
  claims: claims.map((claim: Answer) => ({ status: claim.status, allowedActions: claim.allowedActions })),
  evidence: evidence.map((film: Answer) => ({
    status: film.status,
    findings: film.check?.findings,
    container: film.check?.container,
    durationSeconds: film.check?.durationSeconds,
  })),
  payouts: payouts.map((payout: Answer) => ({ amount: payout.amount, status: payout.status })),
});

/** Before the story: a failed call in the middle of it would say less. */
async function requireLaptop(): Promise<void> {
  const isThere = await fetch(`${origin}/_local/clock`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (isThere) return;
  console.error(`No laptop answers at ${origin}. Start it with npm start (PORT says where).`);
  process.exit(1);
}

async function main(): Promise<void> {
  const pos = await posToken();
  const { now } = await ask('/_local/clock');

  chapter('A clerk sells protection for a parcel of 4,500 RUB');
  const parcel = newTrackingNumber();
  const sale = saleOf(parcel, 450_000, now);
  const key = { 'Idempotency-Key': `sale-${parcel}` };
  const quote = { trackingNumber: parcel, amount: 450_000 };
  await call('POST', '/v1/sales/quote', { token: pos, body: quote });
  const sold = await call('POST', '/v1/sales', { token: pos, headers: key, body: sale });

  chapter('The line was bad, so the till sends the sale again: the same bytes come back');
  const again = await call('POST', '/v1/sales', { token: pos, headers: key, body: sale });
  say(`byte for byte the same: ${JSON.stringify(again.answer) === JSON.stringify(sold.answer)}`);
  await call('POST', '/v1/sales', { token: pos, headers: key, body: { ...sale, amount: 1 } });

  chapter('The customer opens the link from the SMS');
  const link = String(sold.answer.link).split('#')[1] ?? '';
  await call('GET', '/v1/my/policy', { token: link, show: briefPolicy });

  chapter('The unboxing is filmed and sent in parts; the tunnel breaks it off after the first');
  const film = await makeFilm(12);
  const { answer: upload } = await call('POST', '/v1/my/uploads', {
    token: link,
    body: { fileName: 'unboxing.mp4', contentType: 'video/mp4', size: film.length },
  });
  await sendParts(link, upload.uploadId, film, upload.partSize, [1]);
  say('… no network …');
  const { answer: arrived } = await call('GET', `/v1/my/uploads/${upload.uploadId}`, { token: link });
  const have = new Set(arrived.receivedParts.map((part: Answer) => part.partNumber));
  const missing = Array.from({ length: upload.partCount }, (_, index) => index + 1).filter(
    (n) => !have.has(n),
  );
  await sendParts(link, upload.uploadId, film, upload.partSize, missing);
  await call('POST', `/v1/my/uploads/${upload.uploadId}/complete`, {
    token: link,
    body: { sha256: createHash('sha256').update(film).digest('hex') },
  });

  chapter('In the box there was a brick: the customer files a claim, and once more to be sure');
  const claimBody = { kind: 'foreign-object', description: 'Вместо телефона кирпич', amount: 450_000 };
  const filed = await call('POST', '/v1/my/claims', { token: link, body: claimBody, show: briefClaim });
  await call('POST', '/v1/my/claims', { token: link, body: claimBody, show: briefClaim });
  const claimPath = `/v1/my/claims/${filed.answer.claimId}`;

  chapter('A specialist takes the case and approves');
  const specialist = await specialistToken();
  await until('the film is checked', async () => {
    const file = await ask(`/v1/cases/${parcel}`, specialist);
    return Boolean(file.evidence[0]?.check && file.evidence[0]?.retainedUntil);
  });
  const seen = await call('GET', `/v1/cases/${parcel}`, { token: specialist, show: briefCase });
  await call('POST', `/v1/cases/${parcel}/claims/${filed.answer.claimId}/approve`, {
    token: specialist,
    headers: { 'If-Match': seen.etag },
    body: { amount: 450_000 },
    show: briefCase,
  });

  chapter('The money is paid, once');
  await until('the claim is paid', async () => (await ask(claimPath, link)).status === 'compensated');
  await call('GET', claimPath, { token: link, show: briefClaim });

  chapter('A second parcel, of 2,500 RUB, on which nothing happens for 31 days');
  const quiet = newTrackingNumber();
  await call('POST', '/v1/sales', {
    token: pos,
    headers: { 'Idempotency-Key': `sale-${quiet}` },
    body: saleOf(quiet, 250_000, now),
  });
  await call('POST', '/_local/clock', { body: { advance: 'P31D' } });
  const later = await posToken();
  await call('GET', `/v1/sales/${quiet}`, { token: later });

  chapter('What the customer was told');
  const told = async (about: string): Promise<string[]> => {
    const { messages } = await ask('/_local/messages');
    return messages.map(({ text }: Answer) => text).filter((text: string) => text.includes(about));
  };
  for (const each of [parcel, quiet]) {
    await until('the end was told', async () => (await told(each)).some((text) => /закончилась/.test(text)));
    for (const text of await told(each)) say(`SMS  ${text}`);
  }
}

await requireLaptop();
await main();
