import { countWork } from '../claims/count-work.ts';
import * as operations from '../contracts/operations/desk.ts';
import { caseStore, desk } from '../deps.ts';
import { noteSeen } from '../desk/note-seen.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answerUnlessUnchanged, entityTagOf } from '../http/conditional.ts';

/** Every page of the console asks it again and again, so this is where people are entered into the directory. */
export const handler = apiHandler(operations.countWork, async ({ header, principal: { actor }, now }) => {
  const [counts] = await Promise.all([
    countWork({ reader: actor, now }, { cases: caseStore() }),
    noteSeen({ reader: actor, now }, { desk: desk() }),
  ]);
  return answerUnlessUnchanged(header('If-None-Match'), entityTagOf(counts), () => counts);
});
