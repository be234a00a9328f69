import fc from 'fast-check';
import { actionsOf, claimActions } from '../../functions/claims/claim-lifecycle.ts';
import { claimStatus } from '../../functions/contracts/case.ts';
import type { ActorRole, ConsoleRole } from '../../functions/contracts/primitives.ts';
import { type Body, brokenBodies, hugeBodies, validBodies } from './bodies.ts';
import { type Forged, forgedOf } from './credentials.ts';
import { type CursorHow, drawnCursors } from './cursors.ts';
import type { DescribedOperation, Parameter } from './document.ts';
import { hintsOf, type KnownParcel, type Pool } from './pool.ts';
import { type Hints, valuesOf } from './schema-values.ts';
import { contentTypes, strangeTexts } from './strange-values.ts';
import { headerTwice, type Twice } from './twice.ts';

type Pairs = readonly (readonly [name: string, value: string])[];

/** What is drawn of a request; credentials and the case's ETag are put in when it is sent. */
export interface DrawnRequest {
  credential: 'right' | Forged;
  /** Which bit or piece of the credential is wrong. */
  chance: number;
  role: ConsoleRole;
  /** Whose link, and whose case. */
  parcel: KnownParcel;
  path: string;
  query: Pairs;
  headers: Pairs;
  contentType: string | undefined;
  body: Body;
  twice: Twice | undefined;
  /** What is wrong with its cursor, where all else is as the page wants it. */
  cursor?: CursorHow;
}

/** Stands in If-Match for the ETag of the case as it is when the request goes out. */
export const PRESENT_ETAG = '{{etag}}';

const ASPECTS = ['path', 'query', 'headers', 'credential', 'contentType', 'body', 'twice'] as const;
type Aspect = (typeof ASPECTS)[number];

const NUL = '%00';

const actionsOfPeople = (...roles: ActorRole[]) =>
  claimActions.filter((action) =>
    roles.some((role) => claimStatus.options.some((status) => actionsOf(status, role).includes(action))),
  );

/** And some that only others may take. */
const OF_CUSTOMER = [...actionsOfPeople('customer'), 'lapse', 'approve'];
const OF_DESK = [...actionsOfPeople('specialist', 'supervisor'), 'lapse', 'settle', 'remind'];

/** Requests of an operation: one in three as the document wants it, the others with one or two things wrong. */
export function requestsOf(
  operation: DescribedOperation,
  pool: Pool,
  given: { roles: readonly ConsoleRole[] | undefined; huge: boolean },
): fc.Arbitrary<DrawnRequest> {
  const hints = hintsOf(pool);
  const right = {
    query: rightQuery(operation, hints),
    headers: rightHeaders(operation),
    credential: fc.constant('right' as const),
    contentType: fc.constant('application/json' as string | undefined),
    body: validBodies(operation, hints),
  };
  const broken = {
    query: brokenPairs(right.query, operation.parameters, 'query'),
    headers: brokenPairs(right.headers, operation.parameters, 'header'),
    credential: fc.constantFrom(...forgedOf(operation)),
    contentType: fc.constantFrom(...contentTypes),
    body: given.huge
      ? fc.oneof(
          { weight: 300, arbitrary: brokenBodies(operation, hints) },
          { weight: 1, arbitrary: hugeBodies },
        )
      : brokenBodies(operation, hints),
  };
  const wrong = fc.oneof(
    { weight: 1, arbitrary: fc.constant<Aspect[]>([]) },
    { weight: 2, arbitrary: fc.subarray(aspectsOf(operation), { minLength: 1, maxLength: 2 }) },
  );
  const drawn = wrong.chain((aspects) => {
    const is = (aspect: Aspect) => aspects.includes(aspect);
    return fc.record({
      credential: is('credential') ? broken.credential : right.credential,
      chance: fc.nat(65_535),
      role: rolesOf(given.roles),
      place: fc.constantFrom(...parcelsFor(operation.path, pool)).chain((parcel) =>
        fc.record({
          parcel: fc.constant(parcel),
          path: is('path')
            ? brokenPath(operation.path, parcel, pool)
            : rightPath(operation, parcel, pool, hints),
        }),
      ),
      query: is('query') ? broken.query : right.query,
      headers: is('headers') ? broken.headers : right.headers,
      contentType: is('contentType') ? broken.contentType : right.contentType,
      body: is('body') ? broken.body : right.body,
      twice: is('twice') ? headerTwice : fc.constant(undefined),
    });
  });
  const usual = drawn.map(({ place, ...rest }) => ({ ...rest, ...place }));
  const paged = requestsOfPages(operation, pool);
  return paged ? fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: paged }) : usual;
}

/** A page as its reader asked for it, with nothing wrong but its cursor. */
function requestsOfPages(operation: DescribedOperation, pool: Pool): fc.Arbitrary<DrawnRequest> | undefined {
  const [parcel] = pool.parcels;
  const cursors = drawnCursors(operation, pool.cursors);
  if (!cursors || !parcel) return undefined;
  return cursors.map(({ how, known: { path, query, reader }, text }) => ({
    ...{ credential: 'right', chance: 0, role: reader, parcel, path, headers: [], cursor: how },
    query: [...query, ['cursor', text]],
    contentType: undefined,
    body: { kind: 'none' },
    twice: undefined,
  }));
}

/** Where something can be wrong. */
function aspectsOf({ path, body, security }: DescribedOperation): Aspect[] {
  const known = new Set<Aspect>(ASPECTS);
  if (!path.includes('{')) known.delete('path');
  if (!body) known.delete('contentType');
  if (security === undefined) known.delete('credential');
  // What goes wrong most often is the body: it stands there more than once.
  return [...known, ...(body ? (['body', 'body'] as const) : [])];
}

function rolesOf(roles: readonly ConsoleRole[] = ['specialist']): fc.Arbitrary<ConsoleRole> {
  const all = ['specialist', 'supervisor', 'analyst', 'administrator'] as const;
  return fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...roles) },
    { weight: 1, arbitrary: fc.constantFrom(...all) },
  );
}

function rightPath(
  { path, parameters }: DescribedOperation,
  parcel: KnownParcel,
  pool: Pool,
  hints: Hints,
): fc.Arbitrary<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const values = names.map((name) => {
    const known = knownOf(name, path, parcel, pool);
    const schema = parameters.find((each) => each.in === 'path' && each.name === name)?.schema ?? {};
    const free = valuesOf(schema, hints, name).map(String);
    return known.length > 0
      ? fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: free })
      : free;
  });
  return fc.tuple(...values).map((drawn) => filled(path, names, drawn.map(encoded)));
}

function brokenPath(path: string, parcel: KnownParcel, pool: Pool): fc.Arbitrary<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const values = names.map((name) => {
    const known = knownOf(name, path, parcel, pool);
    const spoiled = fc
      .tuple(fc.constantFrom(...(known.length > 0 ? known : ['10100077000016'])), fc.nat(40), fc.nat(7))
      .map(([text, at, how]) => spoiledSegment(text, at, how));
    const strange = fc.constantFrom(...strangeTexts).map((text) => encoded(notTooLong(text)));
    const oddlyEncoded = fc.constantFrom(
      NUL,
      '%',
      '%zz',
      '%ff',
      '%c0%af',
      '%2e%2e',
      '%2F',
      '%252F',
      '%5C',
      '..',
      '.',
      '%ED%A0%80',
      ';a=b',
    );
    return fc.oneof(
      { weight: 3, arbitrary: spoiled },
      { weight: 3, arbitrary: strange },
      { weight: 2, arbitrary: oddlyEncoded },
      { weight: 2, arbitrary: fc.constantFrom(...(known.length > 0 ? known : ['x'])) },
    );
  });
  return fc.tuple(...values).map((drawn) => filled(path, names, drawn));
}

/** One character another, one missing, one twice, in small letters, with blanks, or with something behind it. */
function spoiledSegment(text: string, at: number, how: number): string {
  const place = at % Math.max(1, text.length);
  const digit = String((Number(text[place]) + 1) % 10);
  const spoiled = [
    text.slice(0, place) + (digit === 'NaN' ? 'X' : digit) + text.slice(place + 1),
    text.slice(0, place) + text.slice(place + 1),
    text.slice(0, place) + text.slice(place, place + 1) + text.slice(place),
    text.toLowerCase(),
    ` ${text} `,
    `${text}/`,
    `${text}\u0000`,
    text.repeat(30),
  ][how];
  return how === 5 ? `${encoded(text)}/` : encoded(spoiled ?? text);
}

function filled(path: string, names: readonly string[], values: readonly string[]): string {
  return names.reduce((so, name, index) => so.replace(`{${name}}`, () => values[index] ?? ''), path);
}

/** Longer than any key may be, and yet all of it together is a head that the gateway reads. */
function notTooLong(text: string): string {
  return text.slice(0, /^[\x20-\x7E]*$/.test(text) ? 2_100 : 350);
}

/** Half of a pair cannot be encoded at all. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function knownOf(name: string, path: string, parcel: KnownParcel, pool: Pool): readonly string[] {
  const known: Readonly<Record<string, readonly string[]>> = {
    trackingNumber: [parcel.trackingNumber],
    claimId: parcel.claims,
    uploadId: parcel.uploads,
    evidenceId: parcel.uploads,
    letterId: parcel.letters,
    personId: pool.people,
    sellerId: pool.sellers,
    action: path.startsWith('/v1/my/') ? OF_CUSTOMER : OF_DESK,
  };
  return known[name] ?? [];
}

function rightQuery({ parameters }: DescribedOperation, hints: Hints): fc.Arbitrary<Pairs> {
  const inQuery = parameters.filter((each) => each.in === 'query');
  const values = inQuery.map(({ name, required, schema }) => {
    const value = valuesOf(schema, hints, name).map((each) =>
      Array.isArray(each) ? each.join(',') : String(each),
    );
    return (required ? value : fc.option(value, { nil: undefined, freq: 3 })).map(
      (text) => [name, text] as const,
    );
  });
  return fc
    .tuple(...values)
    .map((pairs) => pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}

function rightHeaders({ parameters }: DescribedOperation): fc.Arbitrary<Pairs> {
  const values = parameters
    .filter((each) => each.in === 'header')
    .map(({ name }) => rightHeader(name).map((value) => [name, value] as const));
  return fc.tuple(...values);
}

function rightHeader(name: string): fc.Arbitrary<string> {
  if (name === 'If-Match')
    return fc.constantFrom(PRESENT_ETAG, PRESENT_ETAG, PRESENT_ETAG, '"1"', 'W/"2-abc"');
  if (name === 'If-None-Match') return fc.constantFrom('"x"', '*', PRESENT_ETAG);
  return fc.oneof(fc.uuid(), fc.constantFrom('key-1', 'key-2', '~'.repeat(64)));
}

/** Left out, twice, under a name in other letters, one that nobody knows, or with a strange value. */
function brokenPairs(
  right: fc.Arbitrary<Pairs>,
  parameters: Parameter[],
  place: 'query' | 'header',
): fc.Arbitrary<Pairs> {
  const names = parameters.flatMap((each) => (each.in === place ? [each.name] : []));
  const strangeName =
    place === 'query'
      ? fc.constantFrom('__proto__', 'constructor', 'x', 'limit', 'cursor', 'toString', 'FROM', '', 'a[b]')
      : fc.constantFrom(
          'X-Forwarded-For',
          'X-HTTP-Method-Override',
          'Accept-Language',
          'constructor',
          '__proto__',
          'Cookie',
          'Accept',
          'Origin',
        );
  const value =
    place === 'query'
      ? fc.constantFrom(...strangeTexts).map((text) => notTooLong(text).toWellFormed())
      : fc.constantFrom(
          '',
          '*',
          '""',
          '"0"',
          '"-1"',
          '"1',
          'W/',
          '"999999999"',
          '"9999999999"',
          '"1-\u00ff"',
          'x'.repeat(65),
          'a b',
          '1,2',
          'x'.repeat(1_500),
          'en-GB;q=2',
          '../..',
          '{}',
        );
  const change = fc.tuple(
    fc.constantFrom('drop', 'twice', 'add', 'change'),
    fc.oneof(...(names.length > 0 ? [fc.constantFrom(...names)] : []), strangeName),
    value,
  );
  return fc.tuple(right, fc.array(change, { minLength: 1, maxLength: 2 })).map(([pairs, changes]) => {
    let now = pairs;
    for (const [how, name, strange] of changes) now = changedPairs(now, how, [name, strange]);
    return now;
  });
}

function changedPairs(pairs: Pairs, how: string, [name, strange]: readonly [string, string]): Pairs {
  if (how === 'drop') return pairs.slice(1);
  if (how === 'twice') return [...pairs, ...pairs.slice(0, 1)];
  if (how === 'add') return [...pairs, [name, strange]];
  return [...pairs.filter(([each]) => each !== name), [name, strange]];
}

/** Those that have what the path asks for: of the others everything below it is unknown. */
function parcelsFor(path: string, { parcels }: Pool): readonly KnownParcel[] {
  const have = parcels.filter(
    ({ claims, uploads, letters }) =>
      (!path.includes('{claimId}') || claims.length > 0) &&
      (!/\{(?:uploadId|evidenceId)\}/.test(path) || uploads.length > 0) &&
      (!path.includes('{letterId}') || letters.length > 0),
  );
  return have.length > 0 ? have : parcels;
}
