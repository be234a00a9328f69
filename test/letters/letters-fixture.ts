import type { CaseChange } from '../../functions/claims/ports.ts';
import type { Claim, Letter } from '../../functions/contracts/case.ts';
import type { LetterChange } from '../../functions/contracts/console.ts';
import type { LetterKind } from '../../functions/contracts/primitives.ts';
import { changeLetter } from '../../functions/letters/change-letter.ts';
import { dispatchLetter } from '../../functions/letters/dispatch-letter.ts';
import { fileReply } from '../../functions/letters/file-reply.ts';
import { writeLetter } from '../../functions/letters/write-letter.ts';
import { someUpload } from '../builders/claim.ts';
import { ANNA, done, NOW, openCaseOf, PARCEL } from '../claims/claims-fixture.ts';
import { createMemoryLetterNumbers, createMemoryLetterStorage } from '../twins/memory-letters.ts';

export const SELLER_EMAIL = 'otvet@seller.example';
/** A right number that is nobody's parcel here. */
export const REGISTERED = '39000024000019';

export const someDocument = (overrides: Parameters<typeof someUpload>[0] = {}) =>
  someUpload({
    uploadId: 'document-1',
    objectKey: 'evidence/document-1',
    fileName: 'чек.jpg',
    contentType: 'image/jpeg',
    purpose: 'document',
    documentKind: 'receipt',
    status: 'received',
    receivedAt: '2026-03-05T10:30:00.000Z',
    size: 120_000,
    ...overrides,
  });

/** A claim in review with a receipt, and all that letters need. */
export async function openLetters(claim: Partial<Claim> = {}, holds: Partial<CaseChange> = {}) {
  const opened = await openCaseOf(claim, { uploads: [someDocument()], ...holds });
  const numbers = createMemoryLetterNumbers();
  const storage = createMemoryLetterStorage();
  const ports = { ...opened.ports, numbers, storage };
  const reference = { trackingNumber: PARCEL };
  const write = (kind: LetterKind, actor: Parameters<typeof writeLetter>[0]['actor'] = ANNA) =>
    writeLetter({ ...reference, claimId: 'claim-1', kind, actor, now: NOW }, ports);
  const change = (letter: Letter, over: Partial<LetterChange> = {}, actor = ANNA) =>
    changeLetter(
      { ...reference, letterId: letter.letterId, change: { ...changeOf(letter), ...over }, actor },
      ports,
    );
  const dispatch = (
    { letterId, version }: Letter,
    over: Partial<Parameters<typeof dispatchLetter>[0]> = {},
    through: Parameters<typeof dispatchLetter>[1] = ports,
  ) =>
    dispatchLetter(
      { ...reference, letterId, version, channel: 'email', actor: ANNA, now: NOW, ...over },
      through,
    );
  const reply = (
    { letterId }: Letter,
    over: Partial<Parameters<typeof fileReply>[0]['reply']> = {},
    now = '2026-03-10T09:00:00.000Z',
  ) =>
    fileReply(
      {
        ...reference,
        letterId,
        reply: { receivedAt: now, outcome: 'declined', summary: 'Продавец не согласен.', ...over },
        actor: ANNA,
        now,
      },
      ports,
    );
  /** A claim to the seller that could go out by e-mail or by post. */
  const writeToSeller = async () => {
    const letter = done(await write('claim-to-seller'));
    const recipient = { ...letter.personal.recipient, email: SELLER_EMAIL, address: 'Краснодар, а/я 1' };
    return done(await change(letter, { recipient }));
  };
  const readLetter = async (letterId: string) =>
    (await opened.readCase()).letters.find((each) => each.letterId === letterId) as Letter;
  return {
    ...opened,
    ports,
    numbers,
    storage,
    write,
    change,
    dispatch,
    reply,
    writeToSeller,
    readLetter,
    actions: async () => (await opened.readCase()).timeline.map(({ action }) => action),
  };
}

export type OpenedLetters = Awaited<ReturnType<typeof openLetters>>;

export function changeOf({ version, enclosures, personal }: Letter): LetterChange {
  const { recipient, subject, body } = personal;
  return { version, enclosures, recipient, subject, body };
}
