import type { Instant } from '../clock.ts';
import { type Cursors, invalidQuery, placeOf } from '../contracts/list-query.ts';
import { isRefusal, type Refusal } from '../contracts/refusal.ts';
import type { ClaimJudgement, SignalLevel, SignalPage } from '../contracts/signals.ts';
import { addDays, dayOf, firstDayOf, monthOf } from '../reports/day-of.ts';
import { listQuery, place } from './list-signals-schemas.ts';
import type { JudgedPlace, JudgementStore } from './ports.ts';
import { shownJudgementOf } from './show-judgement.ts';

/** How far back the list goes; a page looks through all of it where it has to, a query for each month and level. */
const MONTHS_BACK = 36;

type Place = { month: string; after?: JudgedPlace | undefined };

/** Claims that stand out, heaviest first within a month of filing, the newest month first. */
export async function listSignals(
  input: { query: Readonly<Record<string, string>>; reader: { id: string }; now: Instant },
  ports: { judgements: Pick<JudgementStore, 'list'>; cursors: Cursors },
): Promise<SignalPage | Refusal> {
  const given = listQuery.safeParse(input.query);
  if (!given.success) return invalidQuery(given.error);
  const { level, month, limit, cursor } = given.data;
  const boundTo = `signals:${JSON.stringify({ level, month })}:${input.reader.id}`;
  const from = placeOf(cursor, place, boundTo, ports.cursors);
  if (isRefusal(from)) return from;

  const thisMonth = monthOf(dayOf(input.now));
  const oldest = month ?? monthsBefore(thisMonth, MONTHS_BACK - 1);
  const levels: SignalLevel[] = level ? [level] : ['flag', 'hold'];
  const { claims, next } = await readPage(
    { start: from.place ?? { month: month ?? thisMonth }, oldest, levels, limit },
    ports.judgements,
  );
  return { claims, ...(next && { nextCursor: ports.cursors.seal(next, boundTo) }) };
}

async function readPage(
  query: { start: Place; oldest: string; levels: SignalLevel[]; limit: number },
  judgements: Pick<JudgementStore, 'list'>,
): Promise<{ claims: SignalPage['claims']; next: Place | undefined }> {
  const { levels, oldest, limit } = query;
  const found: { claim: SignalPage['claims'][number]; place: Place }[] = [];
  let at: Place | undefined = query.start;
  // One more than is shown: only then is there a next page.
  while (at && found.length <= limit) {
    const { month, after }: Place = at;
    const page = await judgements.list({ month, levels, limit: limit + 1 - found.length, after });
    for (const judgement of page.judgements) {
      const { weight, claimId } = judgement;
      found.push({ claim: shownClaimOf(judgement), place: { month, after: { weight, claimId } } });
    }
    at = month > oldest ? { month: monthsBefore(month, 1) } : undefined;
  }
  const shown = found.slice(0, limit);
  return {
    claims: shown.map(({ claim }) => claim),
    next: found.length > limit ? shown.at(-1)?.place : undefined,
  };
}

function shownClaimOf(judgement: ClaimJudgement): SignalPage['claims'][number] {
  const { trackingNumber, region, kind, amount, filedAt } = judgement.facts;
  return { ...shownJudgementOf(judgement), trackingNumber, region, kind, amount, filedAt };
}

function monthsBefore(month: string, count: number): string {
  let before = month;
  for (let passed = 0; passed < count; passed += 1) before = monthOf(addDays(firstDayOf(before), -1));
  return before;
}
