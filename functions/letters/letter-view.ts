import type { Instant } from '../clock.ts';
import type { Letter } from '../contracts/case.ts';
import type { LetterView } from '../contracts/console.ts';
import { isBefore } from '../policies/deadline.ts';

/** What a template leaves open where the case does not know a fact: a letter with such a gap does not leave. */
export const GAP = '____';
/** One that was shortened or drawn out while it was edited is one still. */
const OPEN_GAP = /_{2,}/;

/** A letter as the console shows it. */
export function letterViewOf(letter: Letter, now: Instant): LetterView {
  const { personal, trackingNumber: _t, policyId: _p, pdf, replies, ...rest } = letter;
  const { recipient, subject, body, replySummaries } = personal;
  const isAwaited = letter.status === 'sent' && letter.replyDueAt !== undefined;
  return {
    ...rest,
    ...{ recipient, subject, body },
    replies: replies.map((reply, index) => ({ ...reply, summary: replySummaries[index] ?? '' })),
    ...(pdf && { pages: pdf.pages }),
    isOverdue: isAwaited && !isBefore(now, letter.replyDueAt as Instant),
    missing: letter.status === 'draft' ? missingFrom(letter) : [],
  };
}

/** What keeps a draft from being sent by any channel. */
export function missingFrom({ personal: { recipient, subject, body } }: Letter): string[] {
  return [
    OPEN_GAP.test(recipient.name) ? 'recipient' : '',
    [subject, body].some((words) => OPEN_GAP.test(words)) ? 'gaps' : '',
  ].filter((name) => name !== '');
}
