import type { CaseFile, Claim } from '../contracts/case.ts';
import type { DocumentKind } from '../contracts/primitives.ts';
import { isAtHand, isFilm } from '../evidence/purpose.ts';
import { type DocumentRequirement, termsOf } from '../policies/terms.ts';

export interface ChecklistLine extends DocumentRequirement {
  /** Evidence ids of the documents that meet it. */
  metBy: string[];
}

/** The checklist of the claim's kind, and which of the documents that have arrived meet each line of it. */
export function checklistOf(file: Pick<CaseFile, 'uploads'>, claim: Claim): ChecklistLine[] {
  const documents = file.uploads.filter((upload) => !isFilm(upload) && isAtHand(upload, claim.policyId));
  return termsOf(claim).checklists[claim.kind].map((requirement) => ({
    ...requirement,
    metBy: documents
      .filter(({ documentKind }) => documentKind !== undefined && requirement.anyOf.includes(documentKind))
      .map(({ uploadId }) => uploadId),
  }));
}

/** Mandatory lines that nothing meets and that the decision does not go without on purpose. */
export function missingDocuments(
  file: Pick<CaseFile, 'uploads'>,
  claim: Claim,
  goesWithout: readonly DocumentKind[],
): (readonly DocumentKind[])[] {
  return checklistOf(file, claim)
    .filter(({ mandatory, metBy }) => mandatory && metBy.length === 0)
    .filter(({ anyOf }) => !anyOf.some((kind) => goesWithout.includes(kind)))
    .map(({ anyOf }) => anyOf);
}
