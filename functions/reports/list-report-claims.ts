import { type Cursors, placeOf } from '../contracts/list-query.ts';
import { isRefusal, type Refusal } from '../contracts/refusal.ts';
import type { ReportClaimPage } from '../contracts/reports.ts';
import { claimsQuery, place } from './list-report-claims-schemas.ts';
import type { Counters } from './ports.ts';
import { readReportQuery } from './report-query.ts';

/** The claims behind a number; the cursor is good for this reader and this number only. */
export async function listReportClaims(
  input: { query: Readonly<Record<string, string>>; readerId: string },
  ports: { counters: Pick<Counters, 'listClaims'>; cursors: Cursors },
): Promise<ReportClaimPage | Refusal> {
  const asked = readReportQuery(claimsQuery, input.query);
  if (isRefusal(asked)) return asked;
  const { limit, cursor, ...number } = asked;
  const boundTo = `report-claims:${JSON.stringify(number)}:${input.readerId}`;
  const after = placeOf(cursor, place, boundTo, ports.cursors);
  if (isRefusal(after)) return after;
  const { claims, next } = await ports.counters.listClaims({ ...number, limit, after: after.place });
  return { claims, ...(next && { nextCursor: ports.cursors.seal(next, boundTo) }) };
}
