import * as operations from '../contracts/operations/reports.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { cursorSealer, judgementStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { listSignals } from '../signals/list-signals.ts';

export const handler = apiHandler(operations.listSignals, async ({ query, principal, now }) => {
  const ports = { judgements: judgementStore(), cursors: await cursorSealer() };
  const page = await listSignals({ query, reader: principal.actor, now }, ports);
  return isRefusal(page) ? page : { status: 200, body: page };
});
