import type { CaseStore } from '../claims/ports.ts';
import { takeTurns } from '../claims/take-turns.ts';
import type { Letter } from '../contracts/case.ts';
import type { LetterChange } from '../contracts/console.ts';
import type { Actor } from '../contracts/primitives.ts';
import { isRefusal, type Refusal } from '../contracts/refusal.ts';
import { changeOfLetter } from './letter-entries.ts';
import { findLetter, judgeDraft, judgeFiles, judgeWriter, type LetterReference } from './letter-rules.ts';

/** Replaces what a draft says. The same change once more (its answer got lost) answers the same. */
export async function changeLetter(
  input: LetterReference & { change: LetterChange; actor: Actor },
  ports: { cases: CaseStore },
): Promise<Letter | Refusal> {
  const { trackingNumber, letterId, change, actor } = input;
  return takeTurns<Letter | Refusal>(ports.cases, trackingNumber, async (file) => {
    const found = findLetter(file, letterId);
    if (isRefusal(found)) return { outcome: found };
    const { letter, claim } = found;
    const after = changed(letter, change);
    if (letter.status === 'draft' && isSame(letter, after)) return { outcome: letter };
    const refused =
      judgeWriter(claim, actor) ??
      judgeDraft(letter, change.version) ??
      judgeFiles(file, letter.policyId, change.enclosures);
    if (refused) return { outcome: refused };
    return { outcome: after, change: changeOfLetter(file, after) };
  });
}

function changed(letter: Letter, { version, recipient, subject, body, enclosures }: LetterChange): Letter {
  return {
    ...letter,
    version: version + 1,
    enclosures: [...new Set(enclosures)],
    personal: { ...letter.personal, recipient, subject, body },
  };
}

function isSame(one: Letter, other: Letter): boolean {
  const said = ({ version, enclosures, personal }: Letter) => {
    const { recipient, subject, body } = personal;
    return JSON.stringify([
      version,
      enclosures,
      recipient.name,
      recipient.address,
      recipient.email,
      subject,
      body,
    ]);
  };
  return said(one) === said(other);
}
