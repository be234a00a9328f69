import { listCases } from '../claims/list-cases.ts';
import * as operations from '../contracts/operations/desk.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { caseStore, cursorSealer, judgementStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answerUnlessUnchanged, entityTagOf } from '../http/conditional.ts';

export const handler = apiHandler(operations.listCases, async ({ query, header, principal, now }) => {
  const ports = { cases: caseStore(), judgements: judgementStore(), cursors: await cursorSealer() };
  const page = await listCases({ query, reader: principal.actor, now }, ports);
  if (isRefusal(page)) return page;
  // A cursor is sealed anew each time, so it says nothing of whether there is news.
  const etag = entityTagOf({ ...page, nextCursor: page.nextCursor !== undefined });
  return answerUnlessUnchanged(header('If-None-Match'), etag, () => page);
});
