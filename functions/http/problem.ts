import type { Locale } from '../contracts/primitives.ts';
import type { Problem } from '../contracts/problem.ts';
import type { Facts, RefusalCode } from '../contracts/refusal.ts';
import { renderProblem } from '../messages/render.ts';

/** The one table from refusals to HTTP. */
export const statusOfRefusal: Record<RefusalCode, number> = {
  'invalid-request': 400,
  'body-too-large': 413,
  'body-too-deep': 400,
  'unsupported-media-type': 415,
  forbidden: 403,
  'not-found': 404,
  'idempotency-key-missing': 400,
  'idempotency-key-invalid': 400,
  'idempotency-key-reused': 422,
  'tracking-number-malformed': 422,
  'tracking-number-check-digit': 422,
  'amount-out-of-range': 422,
  'consent-missing': 422,
  'terms-unknown': 422,
  'time-zone-unknown': 422,
  'sold-at-too-old': 422,
  'sold-at-ahead': 422,
  'already-protected': 409,
  'policy-not-active': 409,
  'void-too-late': 409,
  'void-claim-open': 409,
  'void-after-claim': 409,
  'claim-kind-not-covered': 422,
  'claim-amount-out-of-range': 422,
  'claim-too-late': 409,
  'claims-too-many': 409,
  'upload-too-large': 422,
  'uploads-too-many': 409,
  'upload-type-not-accepted': 422,
  'no-open-claim': 409,
  'document-unknown': 422,
  'upload-not-open': 409,
  'upload-part-invalid': 422,
  'upload-parts-missing': 409,
  'precondition-missing': 428,
  'case-changed': 409,
  'action-unknown': 404,
  'action-not-allowed': 409,
  'appeal-too-late': 409,
  'another-person-needed': 403,
  'decision-incomplete': 422,
  'approved-amount-out-of-range': 422,
  'recovered-amount-out-of-range': 422,
  'second-person-needed': 409,
  'proposal-outdated': 409,
  'documents-missing': 422,
  'evidence-unknown': 422,
  'merge-not-possible': 409,
  'assigned-to-another': 409,
  'not-assigned': 403,
  'assignee-unknown': 422,
  'bookmarks-too-many': 409,
  'letter-incomplete': 422,
  'letter-not-draft': 409,
  'letter-changed': 409,
  'letter-not-sent': 409,
  'letters-too-many': 409,
  'payee-invalid': 422,
  'payee-not-changeable': 409,
  'code-wrong': 422,
  'code-expired': 409,
  'code-too-soon': 429,
  'cursor-invalid': 400,
  'try-again': 503,
};

export function problemOfRefusal(
  code: RefusalCode,
  facts: Facts,
  context: { locale: Locale; correlationId: string },
): Problem {
  // `status` is HTTP's in problem details, so the status of what was refused is told as its state.
  const { status: state, ...others } = facts;
  return {
    ...others,
    ...(typeof state === 'string' && { state }),
    type: `urn:protected-purchase:problem:${code}`,
    ...renderProblem(code, facts, context.locale),
    status: statusOfRefusal[code],
    code,
    correlationId: context.correlationId,
  };
}

/** A fault is ours: it says nothing of its cause, which stands in the log under the same correlation id. */
export function problemOfFault(context: { locale: Locale; correlationId: string }): Problem {
  const isRussian = context.locale === 'ru';
  return {
    type: 'urn:protected-purchase:problem:internal-error',
    title: isRussian ? 'Сбой на нашей стороне' : 'Something went wrong on our side',
    status: 500,
    code: 'internal-error',
    detail: isRussian
      ? 'Повторите запрос позже: он либо не выполнен, либо повтор ничего не испортит.'
      : 'Send the request again later: it either was not carried out, or repeating it does no harm.',
    correlationId: context.correlationId,
  };
}
