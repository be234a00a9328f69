import { listCases } from '../claims/list-cases.ts';
import { caseStore, cursorSealer } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { answer } from '../http/with-parcel.ts';

export const handler = apiHandler('list-cases', async ({ query, principal, now }) =>
  answer(
    await listCases(
      { query, reader: principal.actor, now },
      { cases: caseStore(), cursors: await cursorSealer() },
    ),
  ),
);
