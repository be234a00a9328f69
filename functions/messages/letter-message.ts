import type { CaseFile, Claim, Letter } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import type { EvidenceStorage } from '../evidence/ports.ts';
import { languageOf } from '../letters/draft-letter.ts';
import { assertAsSent, emailOf, enclosureNameOf, enclosuresOf } from '../letters/letter-rules.ts';
import type { LetterStorage } from '../letters/ports.ts';
import { letterEmail } from './catalogue/letter-templates.ts';
import { hotline, letterhead } from './catalogue/service.ts';
import { render } from './fill-text.ts';
import type { Attachment, OutgoingMessage } from './ports.ts';

export interface LetterTruth {
  file: CaseFile;
  letter: Letter;
  claim: Claim;
}

/** Where the bytes of a letter and of its enclosures are read. */
export interface LetterSources {
  letters: Pick<LetterStorage, 'read'>;
  evidence: Pick<EvidenceStorage, 'readAll'>;
}

/**
 * The e-mail that carries a letter: the very bytes that were stored, and the enclosures that its list names. All of it
 * goes along, because an address in an e-mail would outlive what signed it, or be open to whoever forwards it.
 */
export async function composeLetterMessage(
  id: string,
  { file, letter, claim }: LetterTruth,
  policy: Policy,
  sources: LetterSources,
): Promise<OutgoingMessage | undefined> {
  const to = emailOf(letter, policy);
  if (to === undefined || letter.pdf === undefined) return undefined;
  const bytes = await sources.letters.read(letter.pdf.objectKey);
  assertAsSent(letter, bytes);
  const attachments: Attachment[] = [
    { fileName: `${letter.outgoingNumber}.pdf`, contentType: 'application/pdf', content: base64Of([bytes]) },
  ];
  for (const [index, upload] of enclosuresOf(file, letter).entries()) {
    const { objectKey, contentType } = upload;
    const pieces: Uint8Array[] = [];
    for await (const piece of sources.evidence.readAll(objectKey)) pieces.push(piece);
    attachments.push({
      fileName: enclosureNameOf(upload, index),
      contentType,
      content: base64Of(pieces),
    });
  }
  const locale = languageOf(letter.kind, claim);
  const number = letter.outgoingNumber ?? '';
  return {
    id,
    channel: 'email',
    to,
    locale,
    subject: render(letterEmail[locale].subject, { subject: letter.personal.subject, number }),
    text: render(letterEmail[locale].text, { number, phone: hotline.shown, address: letterhead.email }),
    attachments,
  };
}

function base64Of(pieces: Uint8Array[]): string {
  return Buffer.concat(pieces).toString('base64');
}
