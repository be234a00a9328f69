import type { RegionCode } from '../../../functions/contracts/facts.ts';
import type { ClaimMeasure } from '../../../functions/contracts/reports.ts';
import { type FigureName, isFigureName } from './figures.ts';
import { type Period, type PeriodProblem, periodProblem } from './periods.ts';

/** More lines than these cannot be told apart. */
export const MOST_CHOSEN = 6;

/**
 * Where somebody is in the reports: it stands in the address, so that a place can be sent on, reloaded and gone back
 * to. Codes, days and numbers of claims only, nothing personal.
 */
export interface ReportsPlace {
  /** Left out: the last thirty days, whatever day it is. */
  period?: Period;
  /** What is wrong with the period that the address asks for. */
  problem?: PeriodProblem;
  compares: boolean;
  /** What the map and the plots show. */
  figure: FigureName;
  /** Chosen to be compared. */
  chosen: readonly RegionCode[];
  /** Opened: the region itself, or where the claims are of. */
  region?: RegionCode | undefined;
  office?: string | undefined;
  /** The claims behind this number. */
  claims?: ClaimMeasure | undefined;
  /** One claim. */
  claim?: string | undefined;
  release: boolean;
}

export const FIRST_PLACE: ReportsPlace = { compares: true, figure: 'filed', chosen: [], release: false };

const CLAIM_MEASURES: readonly ClaimMeasure[] = [
  'filed',
  'compensated',
  'refundedBySeller',
  'recoveredThroughBank',
  'refused',
  'withdrawn',
  'lapsed',
  'merged',
];
const REGION = /^(?:[A-Z]{2,3}|unknown)$/;

/** Whatever does not mean anything is left out: an address may have been cut or typed. */
export function placeOf(query: string): ReportsPlace {
  const given = new URLSearchParams(query);
  const named = (name: string) => given.get(name) ?? undefined;
  const from = named('from');
  const to = named('to');
  const region = named('region');
  const office = named('office');
  const figure = named('figure');
  const period = from !== undefined && to !== undefined ? { from, to } : undefined;
  const problem = period && periodProblem(period);
  const claims = CLAIM_MEASURES.find((each) => each === named('claims'));
  const claim = named('claim');
  return {
    ...(problem ? { problem } : period && { period }),
    compares: named('compare') !== 'none',
    figure: isFigureName(figure) ? figure : FIRST_PLACE.figure,
    chosen: [...new Set((named('chosen') ?? '').split(',').filter((each) => REGION.test(each)))].slice(
      0,
      MOST_CHOSEN,
    ),
    ...(region && REGION.test(region) && { region }),
    ...(office && /^\w{1,20}$/.test(office) && { office }),
    ...(claims && { claims }),
    ...(claim && /^[\w-]{1,64}$/.test(claim) && { claim }),
    release: given.has('release'),
  };
}

export function queryOf(place: ReportsPlace): string {
  const { period, chosen, figure } = place;
  const query = new URLSearchParams();
  if (period) {
    query.set('from', period.from);
    query.set('to', period.to);
  }
  if (!place.compares) query.set('compare', 'none');
  if (figure !== FIRST_PLACE.figure) query.set('figure', figure);
  if (chosen.length > 0) query.set('chosen', chosen.join(','));
  for (const name of ['region', 'office', 'claims', 'claim'] as const) {
    const value = place[name];
    if (value !== undefined) query.set(name, value);
  }
  if (place.release) query.set('release', '1');
  // Commas may stand in a query as they are, and the address is read by people.
  return query.toString().replaceAll('%2C', ',');
}

type Opened = Pick<ReportsPlace, 'region' | 'office' | 'claims' | 'claim' | 'release'>;

/** Somewhere else with the same period, comparison and choice. */
export function elsewhere(place: ReportsPlace, opened: Partial<Opened>): ReportsPlace {
  const { period, compares, figure, chosen } = place;
  return { ...(period && { period }), compares, figure, chosen, release: false, ...opened };
}

export function hrefOfPlace(place: ReportsPlace): string {
  const query = queryOf(place);
  return query === '' ? '#/reports' : `#/reports?${query}`;
}

/** Chosen, or not any more; undefined when there would be too many. */
export function toggled(chosen: readonly RegionCode[], region: RegionCode): RegionCode[] | undefined {
  if (chosen.includes(region)) return chosen.filter((each) => each !== region);
  return chosen.length < MOST_CHOSEN ? [...chosen, region] : undefined;
}
