/**
 * Everything that the service refuses, as stable codes. Refusals are values: a use case returns them, the one
 * table in http/problem.ts maps them to HTTP, the catalogues in messages/ say them in both languages.
 */
export const refusalCodes = [
  'invalid-request',
  'body-too-large',
  'body-too-deep',
  'unsupported-media-type',
  'forbidden',
  'not-found',
  'idempotency-key-missing',
  'idempotency-key-invalid',
  'idempotency-key-reused',
  'tracking-number-malformed',
  'tracking-number-check-digit',
  'amount-out-of-range',
  'consent-missing',
  'terms-unknown',
  'time-zone-unknown',
  'sold-at-too-old',
  'sold-at-ahead',
  'already-protected',
  'policy-not-active',
  'void-too-late',
  'void-claim-open',
  'void-after-claim',
  'claim-kind-not-covered',
  'claim-amount-out-of-range',
  'claim-too-late',
  'claims-too-many',
  'upload-too-large',
  'uploads-too-many',
  'upload-type-not-accepted',
  'no-open-claim',
  'document-unknown',
  'upload-not-open',
  'upload-part-invalid',
  'upload-parts-missing',
  'precondition-missing',
  'case-changed',
  'action-unknown',
  'action-not-allowed',
  'appeal-too-late',
  'another-person-needed',
  'decision-incomplete',
  'approved-amount-out-of-range',
  'recovered-amount-out-of-range',
  'second-person-needed',
  'proposal-outdated',
  'documents-missing',
  'evidence-unknown',
  'merge-not-possible',
  'assigned-to-another',
  'not-assigned',
  'assignee-unknown',
  'bookmarks-too-many',
  'letter-incomplete',
  'letter-not-draft',
  'letter-changed',
  'letter-not-sent',
  'letters-too-many',
  'payee-invalid',
  'payee-not-changeable',
  'code-wrong',
  'code-expired',
  'code-too-soon',
  'cursor-invalid',
  'try-again',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

export type Facts = Record<string, unknown>;

export interface Refusal {
  refused: RefusalCode;
  /** What the caller needs to do better: the rule's bound, the server's time, the present state. Never personal. */
  facts: Facts;
}

export function refuse(code: RefusalCode, facts: Facts = {}): Refusal {
  return { refused: code, facts };
}

export function isRefusal(outcome: object): outcome is Refusal {
  return 'refused' in outcome;
}
