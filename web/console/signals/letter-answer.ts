import type { LetterFacts } from '../../../functions/contracts/facts.ts';

export type LetterAnswer =
  | { state: 'answered'; at: string; outcome: 'agreed' | 'declined' | 'other' }
  | { state: 'overdue' | 'waiting'; due: string }
  | { state: 'none' };

/** What came of a letter: an answer that is late is an answer. */
export function answerOfLetter(
  { sentAt, answeredAt, outcome = 'other', replyDueAt }: LetterFacts,
  now: number,
): LetterAnswer {
  if (answeredAt !== undefined) return { state: 'answered', at: answeredAt, outcome };
  if (sentAt === undefined || replyDueAt === undefined) return { state: 'none' };
  return { state: Date.parse(replyDueAt) <= now ? 'overdue' : 'waiting', due: replyDueAt };
}
