import type { CitedFile, RefusalReasonCode } from '../../../functions/contracts/case.ts';
import type { CaseActionRequest, CaseClaim, CaseView } from '../../../functions/contracts/console.ts';
import type { DocumentKind } from '../../../functions/contracts/primitives.ts';
import { kopecksOf } from '../../shared/roubles.ts';
import { fileWords, missingLines, shortened } from './words.ts';

export const draftNameOf = (trackingNumber: string, claimId: string, action: string) =>
  `case ${trackingNumber} ${claimId} ${action}`;

/** What somebody fills in to take a step; one form for all of them, so that each can be kept as a draft. */
export interface FormValues {
  amount: string;
  files: CitedFile[];
  words: string;
  without: string;
  explanation: string;
  reasonCode?: RefusalReasonCode | undefined;
  clause?: string | undefined;
  whatWouldChange: string;
  question: string;
  requested: DocumentKind[];
  answer: string;
  documents: string[];
  reason: string;
  intoClaimId?: string | undefined;
  /** The last entry of the timeline that its writer has seen. */
  seen: number;
}

export function emptyValues(seen: number): FormValues {
  return {
    ...{ amount: '', files: [], words: '', without: '', explanation: '', whatWouldChange: '' },
    ...{ question: '', requested: [], answer: '', documents: [], reason: '', seen },
  };
}

/** Kopecks as somebody would type them: without the sign of the currency. */
export function typedRoubles(kopecks: number): string {
  const rest = kopecks % 100;
  return rest === 0 ? String(kopecks / 100) : `${Math.floor(kopecks / 100)},${String(rest).padStart(2, '0')}`;
}

/** Which parts a form has. Everything else is asked for once more and done. */
export type Part =
  | 'amount'
  | 'evidence'
  | 'without'
  | 'explanation'
  | 'refusal'
  | 'change'
  | 'question'
  | 'answer'
  | 'recovered'
  | 'into'
  | 'reason'
  | 'binding';

export function partsOf(action: string): readonly Part[] {
  switch (action) {
    case 'approve':
    case 'propose':
      return ['amount', 'evidence', 'without', 'explanation'];
    case 'approve-proposal':
      return ['binding'];
    case 'refuse':
      return ['refusal', 'evidence', 'explanation', 'change'];
    case 'ask-for-more':
      return ['question'];
    case 'answer':
      return ['answer'];
    case 'seller-refunded':
    case 'bank-recovered':
      return ['recovered'];
    case 'merge':
      return ['into'];
    case 'appeal':
    case 'reopen':
    case 'settle-by-hand':
    case 'return-to-review':
      return ['reason'];
    default:
      return [];
  }
}

export type Wrong =
  | 'amountWrong'
  | 'amountOver'
  | 'evidenceMissing'
  | 'evidenceLong'
  | 'withoutMissing'
  | 'explanationMissing'
  | 'reasonCodeMissing'
  | 'whatWouldChangeMissing'
  | 'questionMissing'
  | 'answerMissing'
  | 'intoMissing'
  | 'reasonMissing';

export const LONGEST_WORDS = 120;
const MOST_WORDS = 20;

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '');

export function leftOf(claim: CaseClaim): number {
  return claim.amount - (claim.recoveries ?? []).reduce((sum, { amount }) => sum + amount, 0);
}

/** What cannot be sent so; the service judges once more. */
export function wrongWith(action: string, values: FormValues, claim: CaseClaim): Wrong[] {
  const parts = partsOf(action);
  const wrong: Wrong[] = [];
  const lines = linesOf(values.words);
  const amount = kopecksOf(values.amount);
  if (parts.includes('amount') || parts.includes('recovered')) {
    const most = parts.includes('amount') ? claim.mostToApprove : leftOf(claim);
    if (amount === undefined || amount < 1) wrong.push('amountWrong');
    else if (amount > most) wrong.push('amountOver');
  }
  if (parts.includes('refusal') && !(values.reasonCode && values.clause)) wrong.push('reasonCodeMissing');
  if (parts.includes('evidence')) {
    const isNeeded = action !== 'approve' || (amount ?? 0) > claim.secondPersonAbove;
    if (isNeeded && values.files.length + lines.length === 0) wrong.push('evidenceMissing');
    if (lines.length > MOST_WORDS || lines.some((each) => each.length > LONGEST_WORDS))
      wrong.push('evidenceLong');
  }
  if (parts.includes('without') && missingLines(claim).length > 0 && !values.without.trim())
    wrong.push('withoutMissing');
  if (action === 'refuse' && values.reasonCode === 'other' && !values.explanation.trim())
    wrong.push('explanationMissing');
  if (parts.includes('change') && !values.whatWouldChange.trim()) wrong.push('whatWouldChangeMissing');
  if (parts.includes('question') && !values.question.trim()) wrong.push('questionMissing');
  if (parts.includes('answer') && !values.answer.trim() && values.documents.length === 0)
    wrong.push('answerMissing');
  if (parts.includes('into') && !values.intoClaimId) wrong.push('intoMissing');
  if (parts.includes('reason') && action !== 'return-to-review' && !values.reason.trim())
    wrong.push('reasonMissing');
  return wrong;
}

/** Above what one person alone may approve an approval is a proposal. */
export function stepOf(action: string, values: FormValues, claim: CaseClaim): string {
  const amount = kopecksOf(values.amount) ?? 0;
  return action === 'approve' && amount > claim.secondPersonAbove ? 'propose' : action;
}

/** What the service is asked, of the parts that the form has. */
export function requestOf(
  action: string,
  values: FormValues,
  claim: CaseClaim,
  view: CaseView,
): CaseActionRequest {
  const parts = partsOf(action);
  const has = (part: Part) => parts.includes(part);
  const missing = missingLines(claim);
  const lines = linesOf(values.words);
  // The customer reads in words what a refusal rests on, so a file is named there too.
  const named =
    action === 'refuse'
      ? [...values.files.map((each) => shortened(fileWords(each, view), LONGEST_WORDS)), ...lines]
      : lines;
  const evidence = [...new Set(named)].slice(0, MOST_WORDS);
  const text = (value: string) => (value.trim() === '' ? undefined : value.trim());
  const request: CaseActionRequest = {
    amount: has('amount') || has('recovered') ? kopecksOf(values.amount) : undefined,
    evidence: has('evidence') && evidence.length > 0 ? evidence : undefined,
    files: has('evidence') && values.files.length > 0 ? values.files : undefined,
    withoutDocuments:
      has('without') && missing.length > 0
        ? {
            documents: missing.flatMap(({ anyOf }) => anyOf.slice(0, 1)),
            reason: values.without.trim(),
          }
        : undefined,
    explanation: has('explanation') ? text(values.explanation) : undefined,
    reasonCode: has('refusal') ? values.reasonCode : undefined,
    clause: has('refusal') ? values.clause : undefined,
    whatWouldChange: has('change') ? text(values.whatWouldChange) : undefined,
    question: has('question') ? text(values.question) : undefined,
    requestedDocuments: has('question') && values.requested.length > 0 ? values.requested : undefined,
    answer: has('answer') ? text(values.answer) : undefined,
    documents: has('answer') && values.documents.length > 0 ? values.documents : undefined,
    reason: has('reason') ? text(values.reason) : undefined,
    intoClaimId: has('into') ? values.intoClaimId : undefined,
    binding: has('binding') ? claim.proposal?.binding : undefined,
  };
  return JSON.parse(JSON.stringify(request)) as CaseActionRequest;
}
