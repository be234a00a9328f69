import { createHash } from 'node:crypto';
import { outside } from '../world/outside.ts';
import type { Step } from './flow.ts';
import { ANNA, type Life } from './life.ts';

const BYTES = Uint8Array.from({ length: 300 }, (_, place) => place % 256);

const ofUpload = async (life: Life) => ({
  trackingNumber: life.sold.trackingNumber,
  uploadId: life.history.begun.at(-1)?.uploadId ?? '',
});

const beginAtDesk: Step = async (life) => {
  const { trackingNumber } = life.sold;
  const body = { fileName: 'ответ.pdf', contentType: 'application/pdf', size: BYTES.length };
  const answer = await life.call(
    'start-case-upload',
    { as: ANNA, parameters: { trackingNumber }, body },
    { statuses: [201] },
  );
  const { uploadId } = answer.body;
  life.history.remember({ sold: life.sold, uploadId, bytes: BYTES, isFilm: false, by: ANNA });
};

const sendAtDesk: Step = async (life) => {
  const sha256 = createHash('sha256').update(BYTES).digest('base64');
  const body = { parts: [{ partNumber: 1, size: BYTES.length, sha256 }] };
  const answer = await life.call(
    'sign-case-parts',
    { as: ANNA, parameters: await ofUpload(life), body },
    { statuses: [200] },
  );
  await outside().storage.send(answer.body.parts[0], BYTES);
};

const completeAtDesk: Step = async (life) => {
  const given = { as: ANNA, parameters: await ofUpload(life), body: {} };
  await life.call('complete-case-upload', given, { statuses: [200] });
};

export const uploadAtDesk: readonly Step[] = [beginAtDesk, sendAtDesk, completeAtDesk];
