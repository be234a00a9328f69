import fc from 'fast-check';
import type { ConsoleRole } from '../../functions/contracts/primitives.ts';
import { withBitFlipped } from '../authorization/credentials.ts';
import type { DescribedOperation } from './document.ts';

type Pairs = readonly (readonly [name: string, value: string])[];

/** A page of a list, and who reads it. */
interface Page {
  list: string;
  path: string;
  query: Pairs;
  reader: ConsoleRole;
}

/** The cursor that a page was answered with: good for this reader, this list and this filter. */
export interface KnownCursor extends Page {
  cursor: string;
}

const LISTS: Readonly<Record<string, { path: string; readers: readonly ConsoleRole[] }>> = {
  'list-cases': { path: '/v1/cases', readers: ['specialist', 'supervisor'] },
  'list-report-claims': { path: '/v1/reports/claims', readers: ['analyst', 'supervisor'] },
  'list-signals': { path: '/v1/signals', readers: ['analyst', 'supervisor'] },
  'read-office-report': { path: '/v1/reports/regions/MOW/offices', readers: ['analyst', 'supervisor'] },
};

/** Of each list with at least two filters; whether there is a second page, their reader sees. */
export function pagesAt(now: string): Page[] {
  const year = now.slice(0, 4);
  const month = now.slice(0, 7);
  const period = [
    ['from', `${year}-01-01`],
    ['to', `${year}-12-31`],
  ] as const;
  const filters: Readonly<Record<string, readonly Pairs[]>> = {
    'list-cases': ['specialist', 'customer', 'outside', 'system', 'supervisor', 'unassigned'].map((queue) => [
      ['queue', queue],
    ]),
    'list-report-claims': [
      [...period, ['region', 'MOW']],
      [...period, ['region', 'MOW'], ['measure', 'filed'], ['office', '101000']],
    ],
    'list-signals': [[], [['month', month]]],
    'read-office-report': [period, [...period, ['compare', 'previous']]],
  };
  return Object.entries(LISTS).flatMap(([list, { path, readers }]) =>
    readers.flatMap((reader) => (filters[list] ?? []).map((query) => ({ list, path, query, reader }))),
  );
}

export function targetOf({ path, query }: Page): string {
  return `${path}?${[...query, ['limit', '1']].map((pair) => pair.map(encodeURIComponent).join('=')).join('&')}`;
}

/** @throws Error when there are not two filters for each of two readers: then nothing could be taken for another's. */
export function checkCursors(cursors: readonly KnownCursor[]): void {
  for (const [list, { readers }] of Object.entries(LISTS))
    for (const reader of readers) {
      const found = cursors.filter((each) => each.list === list && each.reader === reader);
      if (found.length < 2)
        throw new Error(`${list} has ${found.length} cursors for ${reader}: the story is too short.`);
    }
}

/** What is wrong with a cursor; `genuine` is as it was given, or the others would be refused for another reason. */
const HOWS = [
  'genuine',
  'flipped',
  'cut',
  'longer',
  'spelled',
  'other-reader',
  'other-list',
  'other-filter',
] as const;
export type CursorHow = (typeof HOWS)[number];

export interface DrawnCursor {
  how: CursorHow;
  known: KnownCursor;
  text: string;
}

/** Cursors for pages that they were given for, or all but; undefined of an operation that has no pages. */
export function drawnCursors(
  { operationId }: DescribedOperation,
  cursors: readonly KnownCursor[],
): fc.Arbitrary<DrawnCursor> | undefined {
  const ofList = cursors.filter(({ list }) => list === operationId);
  if (ofList.length === 0) return undefined;
  return fc
    .record({ known: fc.constantFrom(...ofList), how: fc.constantFrom(...HOWS), chance: fc.nat(65_535) })
    .map(({ known, how, chance }) => ({ how, known, text: forged(known, how, cursors, chance) }));
}

function forged(known: KnownCursor, how: CursorHow, cursors: readonly KnownCursor[], chance: number): string {
  const { cursor } = known;
  switch (how) {
    case 'genuine':
      return cursor;
    case 'flipped':
      return withBitFlipped(cursor, chance);
    case 'cut':
      return cursor.slice(0, -1 - (chance % (cursor.length - 1)));
    case 'longer':
      return `${cursor}${'A'.repeat(1 + (chance % 8))}`;
    case 'spelled':
      return spelled(cursor, chance);
    default:
      return othersOf(known, how, cursors, chance);
  }
}

/** The same bytes, written as this service does not write them. */
function spelled(cursor: string, chance: number): string {
  const place = chance % cursor.length;
  const standard = Buffer.from(cursor, 'base64url').toString('base64');
  const others = [
    `${cursor}=`,
    ` ${cursor}`,
    `${cursor.slice(0, place)}.${cursor.slice(place)}`,
    ...(standard === cursor ? [] : [standard]),
  ];
  return others[chance % others.length] ?? '';
}

/** Sealed here, but not for this. */
function othersOf(
  known: KnownCursor,
  how: CursorHow,
  cursors: readonly KnownCursor[],
  chance: number,
): string {
  const fitting = cursors.filter((each) => {
    const isSameList = each.list === known.list;
    const isSameReader = each.reader === known.reader;
    const isSameFilter = JSON.stringify(each.query) === JSON.stringify(known.query);
    if (how === 'other-reader') return isSameList && isSameFilter && !isSameReader;
    if (how === 'other-filter') return isSameList && isSameReader && !isSameFilter;
    return !isSameList;
  });
  return fitting[chance % fitting.length]?.cursor ?? withBitFlipped(known.cursor, chance);
}
