import type { RegionCode } from '../../../functions/contracts/facts.ts';
import type { ClaimKind } from '../../../functions/contracts/primitives.ts';
import type {
  ClaimMeasure,
  OfficeReport,
  RegionReport,
  Release,
  ReportClaimPage,
  ReportClaimSheet,
  ReportSeries,
} from '../../../functions/contracts/reports.ts';
import type { DeskApi } from '../api.ts';
import type { Period } from './periods.ts';

export type SeriesStep = ReportSeries['step'];

export interface ClaimsQuery {
  period: Period;
  region: RegionCode;
  office?: string | undefined;
  measure: ClaimMeasure;
  kind?: ClaimKind | undefined;
}

export interface RegionOffices {
  offices: OfficeReport['offices'];
  isCut: boolean;
}

const OFFICES_AT_ONCE = '200';
const MOST_OFFICE_PAGES = 20;
/** For longer ones the service does not add up offices. */
export const MOST_OFFICE_DAYS = 366;
const CLAIMS_AT_ONCE = '50';

/** The calls of these screens; like the rest of the console's they throw `Refused` or `NoAnswer`. */
export function reportsApi({ readReport }: Pick<DeskApi, 'readReport'>) {
  return {
    regions: (period: Period, compares: boolean) =>
      readReport<RegionReport>(
        ['reports', 'regions'],
        query(period, { compare: compares ? 'previous' : undefined }),
        'regions',
      ),
    /** All of them, because a table that is sorted or saved by halves tells lies; `isCut` when there are too many. */
    async offices(region: RegionCode, period: Period, compares: boolean): Promise<RegionOffices> {
      const offices: OfficeReport['offices'] = [];
      let cursor: string | undefined;
      for (let pages = 0; pages < MOST_OFFICE_PAGES; pages += 1) {
        const page: OfficeReport = await readReport<OfficeReport>(
          ['reports', 'regions', region, 'offices'],
          query(period, { compare: compares ? 'previous' : undefined, limit: OFFICES_AT_ONCE, cursor }),
          'offices',
        );
        offices.push(...page.offices);
        cursor = page.nextCursor;
        if (cursor === undefined) break;
      }
      return { offices, isCut: cursor !== undefined };
    },
    /** Without regions: of the whole country. */
    series: (period: Period, step: SeriesStep, regions: readonly RegionCode[]) =>
      readReport<ReportSeries>(
        ['reports', 'series'],
        query(period, { step, regions: regions.length > 0 ? regions.join(',') : undefined }),
        'series',
      ),
    claims: ({ period, ...of }: ClaimsQuery, cursor?: string) =>
      readReport<ReportClaimPage>(
        ['reports', 'claims'],
        query(period, { ...of, limit: CLAIMS_AT_ONCE, cursor }),
        'claims',
      ),
    sheet: (claimId: string) =>
      readReport<ReportClaimSheet>(['reports', 'claims', claimId], new URLSearchParams(), 'claim'),
    release: (period: Period, region?: RegionCode) =>
      readReport<Release>(['reports', 'release'], query(period, { region }), 'text'),
  };
}

function query({ from, to }: Period, more: Readonly<Record<string, string | undefined>>): URLSearchParams {
  const given = new URLSearchParams({ from, to });
  for (const [name, value] of Object.entries(more)) if (value !== undefined) given.set(name, value);
  return given;
}
