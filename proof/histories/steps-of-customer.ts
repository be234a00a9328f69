import { createHash } from 'node:crypto';
import { Broken } from '../proof.ts';
import { outside } from '../world/outside.ts';
import { byLink, expectedByPage, expectedOfUpload } from './expectation.ts';
import { type Begun, expectStatus, type History, type Picks, pick, type Sold, type Step } from './model.ts';

const KINDS = ['foreign-object', 'wrong-item', 'damaged', 'refund-withheld', 'other'] as const;
const ACCOUNT = {
  method: 'account',
  bankIdentificationCode: '044525225',
  account: '40817810938160925982',
  holder: 'Анна Иванова',
};

const of = ({ link }: Sold) => ({ link });

/** The claims of a sale that were answered, of its policy. */
const claimOf = (history: History, { a }: Picks) => {
  const filed = pick(history.filed, a);
  const sold = history.sold.find(({ policyId }) => policyId === filed.policyId);
  if (!sold) throw new Error('A claim without a sale.');
  return { ...filed, sold };
};

async function file(history: History, { a, b, c }: Picks): Promise<void> {
  const sold = pick(history.sold, a);
  const kind = pick(KINDS, b);
  const amount = c % 3 === 0 ? sold.amount : Math.max(1, Math.floor(sold.amount / (1 + (c % 4))));
  const body = { kind, amount, description: 'В коробке кирпич.' };
  const expected = await expectedByPage(history, sold, kind);
  const answer = await history.call('file-claim', { as: of(sold), body });
  expectStatus(answer, expected, 'A claim by the page');
  if (answer.status < 300) remember(history, sold, answer.body.claimId);
}

function remember(history: History, { trackingNumber, policyId }: Sold, claimId: string): void {
  if (history.filed.some((filed) => filed.claimId === claimId)) return;
  history.filed.push({ trackingNumber, policyId, claimId });
}

const actOn = (action: string, body: (picks: Picks) => object | undefined): Step => ({
  name: `customer: ${action}`,
  needs: 'claim',
  weight: 2,
  async run(history, picks) {
    const { claimId, sold } = claimOf(history, picks);
    const given = body(picks);
    const answer = await history.call('act-on-my-claim', {
      as: of(sold),
      parameters: { claimId, action },
      ...(given && { body: given }),
    });
    expectStatus(answer, byLink(history, sold, [200, 409, 422]), `A customer's ${action}`);
  },
});

async function begin(history: History, { a, b, c }: Picks, isDocument: boolean): Promise<void> {
  const sold = pick(history.sold, a);
  const bytes = Uint8Array.from({ length: 20 + (b % 200) }, (_, place) => (place * 31 + c) % 256);
  const isRecording = !isDocument && c % 4 === 3;
  const body = isDocument
    ? {
        fileName: 'чек.jpg',
        contentType: 'image/jpeg',
        size: bytes.length,
        purpose: 'document',
        documentKind: 'receipt',
      }
    : { fileName: 'film.mp4', contentType: 'video/mp4', ...(!isRecording && { size: bytes.length }) };
  const expected = expectedOfUpload(history, sold, !isDocument);
  const answer = await history.call('start-upload', { as: of(sold), body });
  expectStatus(answer, expected, 'The beginning of an upload');
  if (answer.status === 201)
    history.remember({ sold, uploadId: answer.body.uploadId, bytes, isFilm: !isDocument });
}

async function sendPart(history: History, { sold, uploadId, bytes, by }: Begun): Promise<void> {
  const parts = [
    { partNumber: 1, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('base64') },
  ];
  const answer = by
    ? await history.call('sign-case-parts', {
        as: by,
        parameters: { trackingNumber: sold.trackingNumber, uploadId },
        body: { parts },
      })
    : await history.call('sign-parts', { as: of(sold), parameters: { uploadId }, body: { parts } });
  expectStatus(answer, [200, 404, 409], 'Signing a part');
  if (answer.status !== 200) return;
  // Refused when the upload was completed or discarded after it was signed: then nobody waits for it.
  await outside().storage.send(answer.body.parts[0], bytes);
}

async function complete(history: History, { sold, uploadId, bytes, by }: Begun, { c }: Picks): Promise<void> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const body = { size: bytes.length, ...(c % 2 === 0 && { sha256 }) };
  const answer = by
    ? await history.call('complete-case-upload', {
        as: by,
        parameters: { trackingNumber: sold.trackingNumber, uploadId },
        body: {},
      })
    : await history.call('complete-upload', { as: of(sold), parameters: { uploadId }, body });
  expectStatus(answer, [200, 404, 409, 422], 'The end of an upload');
}

/** The code of the newest message that has one, as the customer reads it. */
function codeOf(): string | undefined {
  const texts = [...outside().messaging.messages.values()].map(({ text }) => /\b\d{6}\b/.exec(text)?.[0]);
  return texts.findLast((code) => code !== undefined);
}

export const stepsOfCustomer: Step[] = [
  { name: 'file a claim by the page', needs: 'sale', weight: 3, run: file },
  {
    name: 'read the policy by its link',
    needs: 'sale',
    async run(history, { a }) {
      const sold = pick(history.sold, a);
      const answer = await history.call('read-my-policy', { as: of(sold) });
      expectStatus(answer, byLink(history, sold, [200]), 'The policy of a link');
    },
  },
  {
    name: 'read a claim by its link',
    needs: 'claim',
    async run(history, picks) {
      const { claimId, sold } = claimOf(history, picks);
      const answer = await history.call('read-my-claim', { as: of(sold), parameters: { claimId } });
      expectStatus(answer, byLink(history, sold, [200]), 'The claim of a link');
    },
  },
  {
    name: 'read a claim by the link of another parcel',
    needs: 'claim',
    isRefused: true,
    async run(history, { a, b }) {
      const { claimId, policyId } = pick(history.filed, a);
      const other = pick(history.sold, b);
      if (other.policyId === policyId) return false;
      const answer = await history.call('read-my-claim', { as: of(other), parameters: { claimId } });
      expectStatus(answer, [404], 'The claim of another');
      return true;
    },
  },
  actOn('withdraw', () => undefined),
  actOn('appeal', () => ({ reason: 'На видео всё видно.' })),
  actOn('answer', ({ b }) => ({ answer: `Ответ ${b % 3}` })),
  {
    name: 'ask for the code of the payee',
    needs: 'claim',
    async run(history, picks) {
      const { claimId, sold } = claimOf(history, picks);
      const answer = await history.call('request-payee-code', {
        as: of(sold),
        parameters: { claimId },
        body: {},
      });
      expectStatus(answer, [200, 202, 404, 409, 429], 'The code of the payee');
    },
  },
  {
    name: 'change the payee',
    needs: 'claim',
    weight: 2,
    async run(history, picks) {
      const { claimId, sold } = claimOf(history, picks);
      const code = picks.b % 4 === 3 ? '000000' : (codeOf() ?? '123456');
      const body = { code, payee: picks.c % 3 === 2 ? { method: 'phone' } : ACCOUNT };
      const answer = await history.call('change-payee', { as: of(sold), parameters: { claimId }, body });
      expectStatus(answer, [200, 403, 404, 409, 410, 422], 'Another payee');
    },
  },
  {
    name: 'name a payee by the code that came',
    needs: 'claim',
    async run(history, picks) {
      const { claimId, sold } = claimOf(history, picks);
      const call = { as: of(sold), parameters: { claimId } };
      const asked = await history.call('request-payee-code', { ...call, body: {} });
      if (asked.status >= 300) return false;
      await history.world.settle();
      const { calls } = history;
      const { accepted } = calls;
      const body = { code: codeOf() ?? '000000', payee: ACCOUNT };
      await history.call('change-payee', { ...call, body });
      return calls.accepted > accepted;
    },
  },
  { name: 'begin a film', needs: 'sale', run: (history, picks) => begin(history, picks, false) },
  { name: 'begin a document', needs: 'sale', run: (history, picks) => begin(history, picks, true) },
  {
    name: 'send a part',
    needs: 'upload',
    run: (history, { a }) => sendPart(history, pick(history.begun, a)),
  },
  {
    name: 'complete an upload',
    needs: 'upload',
    run: (history, picks) => complete(history, pick(history.begun, picks.a), picks),
  },
  {
    name: 'send a whole film',
    needs: 'sale',
    weight: 2,
    async run(history, picks) {
      const before = history.begun.length;
      await begin(history, { ...picks, c: picks.c - (picks.c % 4) }, false);
      const begun = history.begun[before];
      if (!begun) return false;
      await sendPart(history, begun);
      await complete(history, begun, picks);
      const stored = outside().storage.objects();
      if (stored.filter((key) => key.includes(begun.uploadId)).length !== 1)
        throw new Broken(`The film ${begun.uploadId} is stored as ${stored.join(', ')}.`);
      return true;
    },
  },
  {
    name: 'send a whole document',
    needs: 'claim',
    async run(history, picks) {
      const before = history.begun.length;
      await begin(history, picks, true);
      const begun = history.begun[before];
      if (!begun) return false;
      await sendPart(history, begun);
      return complete(history, begun, picks);
    },
  },
  {
    name: 'give an upload up',
    needs: 'upload',
    async run(history, { a }) {
      const begun = pick(history.begun, a);
      const { sold, uploadId, by } = begun;
      if (by) return false;
      const answer = await history.call('abort-upload', { as: of(sold), parameters: { uploadId } });
      expectStatus(answer, [200, 204, 404, 409], 'Giving an upload up');
      begun.isGivenUp ||= answer.status < 300;
      return true;
    },
  },
];
