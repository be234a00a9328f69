import type { UploadPlan } from '../../test/e2e/customer.ts';
import type { Answer } from '../../test/e2e/send.ts';
import type { CorpusFile } from './corpus-file.ts';
import type { OpenedParcel } from './over-http.ts';

/**
 * Nothing cannot be sent: neither announced, nor as a part, nor as a recording of which nothing came. Each way is
 * refused, and afterwards there is neither evidence nor anything that arrived.
 *
 * @throws Error that says which was taken, or what was left behind.
 * @returns how many ways were tried
 */
export async function tryEmpty(
  { purpose, fileName, contentType }: CorpusFile,
  parcel: OpenedParcel,
): Promise<number> {
  const { customer } = parcel;
  const described = { fileName, contentType, ...(purpose === 'document' && { purpose }) };
  const before = await standing(parcel);
  refused('an upload of no byte', await customer.beginUpload({ ...described, size: 0 }), 'invalid-request');
  if (purpose === 'document')
    refused('a document of no length', await customer.beginUpload(described), 'invalid-request');
  same('a refused beginning', before, await standing(parcel));
  return purpose === 'document' ? 2 : 1 + (await tryEmptyRecording(described, parcel));
}

/** It is begun without its length, so that only its end shows that there is nothing. */
async function tryEmptyRecording(described: object, parcel: OpenedParcel): Promise<number> {
  const { customer } = parcel;
  const begun = await customer.beginUpload(described);
  if (begun.status !== 201) throw new Error(`a recording was not begun: ${begun.status} ${begun.text}`);
  const { uploadId }: UploadPlan = begun.body;
  const before = await standing(parcel);
  const signed = await customer.signParts(new Uint8Array(), begun.body, [1]).catch(String);
  if (!String(signed).includes('invalid-request')) throw new Error(`a part of no byte: ${signed}`);
  refused('a recording of no byte', await customer.complete(uploadId, { size: 0 }), 'invalid-request');
  refused('a recording of no part', await customer.complete(uploadId), 'upload-parts-missing');
  same('an empty recording', before, await standing(parcel));
  const { body } = await customer.readUpload(uploadId);
  if (body.status !== 'open' || body.receivedParts.length > 0)
    throw new Error(`an empty recording is ${body.status} with ${body.receivedParts.length} parts`);
  const given = await customer.abort(uploadId);
  if (given.status !== 204) throw new Error(`it was not given up: ${given.status} ${given.text}`);
  return 3;
}

function refused(what: string, { status, body, text }: Answer, code: string): void {
  if (status < 400 || status >= 500 || body?.code !== code)
    throw new Error(`${what}: expected ${code}, answered ${status} ${text}`);
}

/** What the customer and the specialist see of what was sent. */
async function standing({ parcel, customer, specialist }: OpenedParcel): Promise<string> {
  const [mine, theirs] = await Promise.all([customer.policy(), specialist.read(parcel)]);
  const seen: { uploadId?: string; evidenceId?: string; status: string }[] = [
    ...mine.body.uploads,
    ...theirs.body.evidence,
  ];
  return seen.map(({ uploadId, evidenceId, status }) => `${uploadId ?? evidenceId} ${status}`).join();
}

function same(after: string, before: string, now: string): void {
  if (now !== before)
    throw new Error(`${after} left something behind: ${now || 'nothing'} instead of ${before || 'nothing'}`);
}
