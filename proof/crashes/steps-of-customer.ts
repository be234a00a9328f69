import { createHash } from 'node:crypto';
import { Broken } from '../proof.ts';
import { outside } from '../world/outside.ts';
import type { Step } from './flow.ts';
import { ANNA, type Life } from './life.ts';

const BYTES = Uint8Array.from({ length: 900 }, (_, place) => (place * 31) % 256);
const sha256 = (encoding: 'base64' | 'hex') => createHash('sha256').update(BYTES).digest(encoding);

const byLink = (life: Life) => ({ link: life.sold.link });

export function rememberClaim(life: Life, claimId: string): string {
  const { trackingNumber, policyId } = life.sold;
  if (!life.history.filed.some((filed) => filed.claimId === claimId))
    life.history.filed.push({ trackingNumber, policyId, claimId });
  return claimId;
}

export function file(kind = 'foreign-object'): Step {
  return async (life) => {
    const body = { kind, amount: life.sold.amount, description: 'В коробке кирпич.' };
    const answer = await life.call(
      'file-claim',
      { as: byLink(life), body },
      { statuses: [201], again: [200] },
    );
    rememberClaim(life, answer.body.claimId);
  };
}

export const fileByPhone: Step = async (life) => {
  const { trackingNumber, amount } = life.sold;
  const body = { kind: 'foreign-object', amount, description: 'Звонок' };
  const given = { as: ANNA, parameters: { trackingNumber }, body };
  // 200: it was filed before, by the page or by a call of which nobody heard.
  const answer = await life.call('file-phone-claim', given, { statuses: [201, 200] });
  rememberClaim(life, answer.body.claimId);
};

/** What the page does with a claim; a second time it may be too late for it, because the first was heard. */
export function onPage(action: 'withdraw' | 'appeal' | 'answer', body?: object): Step {
  return async (life) => {
    const { claimId } = await life.claim();
    const given = { as: byLink(life), parameters: { claimId, action }, ...(body && { body }) };
    await life.call('act-on-my-claim', given, { statuses: [200], again: [409] });
  };
}

/** Begins an upload: one that was begun and not heard of stays unfinished, and another is begun. */
export function begin(kind: 'film' | 'recording' | 'document' = 'film'): Step {
  return async (life) => {
    const film = { fileName: 'film.mp4', contentType: 'video/mp4' };
    const document = {
      fileName: 'чек.jpg',
      contentType: 'image/jpeg',
      purpose: 'document',
      documentKind: 'receipt',
    };
    const body = {
      ...(kind === 'document' ? document : film),
      ...(kind !== 'recording' && { size: BYTES.length }),
    };
    const answer = await life.call('start-upload', { as: byLink(life), body }, { statuses: [201] });
    const { uploadId } = answer.body;
    life.history.remember({ sold: life.sold, uploadId, bytes: BYTES, isFilm: kind !== 'document' });
  };
}

function begun(life: Life): string {
  const { uploadId } = life.history.begun.at(-1) ?? {};
  if (uploadId === undefined) throw new Error('Nothing was begun.');
  return uploadId;
}

/** Signs the only part and sends it; the storage is not the service and does not die here. */
export const send: Step = async (life) => {
  const parts = [{ partNumber: 1, size: BYTES.length, sha256: sha256('base64') }];
  const given = { as: byLink(life), parameters: { uploadId: begun(life) }, body: { parts } };
  const answer = await life.call('sign-parts', given, { statuses: [200] });
  const sent = await outside().storage.send(answer.body.parts[0], BYTES);
  if (sent === 'refused') throw new Broken('The storage refused a part that was signed.');
};

export const complete: Step = async (life) => {
  const body = { size: BYTES.length, sha256: sha256('hex') };
  const given = { as: byLink(life), parameters: { uploadId: begun(life) }, body };
  await life.call('complete-upload', given, { statuses: [200] });
};

export const giveUp: Step = async (life) => {
  const given = { as: byLink(life), parameters: { uploadId: begun(life) } };
  await life.call('abort-upload', given, { statuses: [200, 204] });
};

export const film: readonly Step[] = [begin(), send, complete];

/** The code goes to the phone: a second request within a minute is refused, and then the phone has the first. */
export const askForCode: Step = async (life) => {
  const { claimId } = await life.claim();
  const given = { as: byLink(life), parameters: { claimId }, body: {} };
  await life.call('request-payee-code', given, { statuses: [200, 202], again: [429] });
};

const PAYEE = {
  method: 'account',
  bankIdentificationCode: '044525225',
  account: '40817810438000000001',
  holder: 'Анна Иванова',
};

/** With the code of the newest message; one that came too late, or was used up by a call that died, is asked for anew. */
export const changePayee: Step = async (life) => {
  const { claimId } = await life.claim();
  for (let tries = 0; tries < 4; tries += 1) {
    const code = await newestCode(life);
    if (code !== undefined) {
      const given = { as: byLink(life), parameters: { claimId }, body: { code, payee: PAYEE } };
      const statuses = tries === 0 ? [200] : [200, 403, 409, 410, 422];
      const again = life.isLate ? [403, 409, 410, 422] : [];
      if ((await life.call('change-payee', given, { statuses, again })).status === 200) return;
    }
    await life.comeToRest();
    await askForCode(life);
  }
  throw new Broken('No code ever let the payee be changed.');
};

async function newestCode(life: Life): Promise<string | undefined> {
  await life.world.settle();
  const texts = [...outside().messaging.messages.values()].map(({ text }) => /\b\d{6}\b/.exec(text)?.[0]);
  return texts.findLast((each) => each !== undefined);
}
