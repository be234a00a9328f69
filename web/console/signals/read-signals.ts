import type { SignalPage } from '../../../functions/contracts/signals.ts';

/** The service looks through a year of months for one page, and three years back at most. */
const MOST_ASKED = 4;

type Ask = (cursor: string | undefined, limit: number) => Promise<SignalPage>;

/**
 * A page of the list as it is shown. The service may answer with few claims, or none, and still tell where to go on:
 * it is asked on until the page is full, and told of a next page only where there is something on it.
 */
export async function readShownPage(ask: Ask, limit: number, cursor?: string): Promise<SignalPage> {
  const claims: SignalPage['claims'] = [];
  let next = cursor;
  for (let asked = 0; asked < MOST_ASKED; asked += 1) {
    const page = await ask(next, limit - claims.length);
    claims.push(...page.claims);
    next = page.nextCursor;
    if (next === undefined) return { claims };
    if (claims.length >= limit) break;
  }
  return next !== undefined && (await hasSome(ask, next)) ? { claims, nextCursor: next } : { claims };
}

async function hasSome(ask: Ask, from: string): Promise<boolean> {
  let at: string | undefined = from;
  for (let asked = 0; at !== undefined && asked < MOST_ASKED; asked += 1) {
    const page: SignalPage = await ask(at, 1);
    if (page.claims.length > 0) return true;
    at = page.nextCursor;
  }
  // Not looked through to the end: better a page too many than claims that nobody reaches.
  return at !== undefined;
}
