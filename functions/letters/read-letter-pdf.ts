import type { CaseStore } from '../claims/ports.ts';
import { isRefusal, type Refusal } from '../contracts/refusal.ts';
import { assertAsSent, contentOf, findLetter, type LetterReference } from './letter-rules.ts';
import type { LetterStorage } from './ports.ts';
import { renderLetter } from './render-letter.ts';

/** A draft as it would look, with its watermark; a sent letter as it went out, byte for byte. */
export async function readLetterPdf(
  input: LetterReference,
  ports: { cases: Pick<CaseStore, 'read'>; storage: Pick<LetterStorage, 'read'> },
): Promise<{ bytes: Uint8Array; fileName: string } | Refusal> {
  const file = await ports.cases.read(input.trackingNumber);
  const found = findLetter(file, input.letterId);
  if (isRefusal(found)) return found;
  const { letter, claim } = found;
  const fileName = `${letter.outgoingNumber ?? letter.letterId}.pdf`;
  if (!letter.pdf) return { bytes: renderLetter(contentOf(file, letter, claim)).bytes, fileName };
  const bytes = await ports.storage.read(letter.pdf.objectKey);
  assertAsSent(letter, bytes);
  return { bytes, fileName };
}
