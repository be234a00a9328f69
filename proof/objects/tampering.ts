import fc from 'fast-check';
import { LAKE } from './stack-buckets.ts';

/** A request as its holder would send it, or somebody who changes one thing about it. */
export interface SignedRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: Uint8Array | undefined;
}

export interface Tampering {
  what: string;
  /** The request changed, or nothing when there is no such thing to change. */
  apply(request: SignedRequest): SignedRequest | undefined;
}

function withUrl(request: SignedRequest, change: (url: URL) => void): SignedRequest {
  const url = new URL(request.url);
  change(url);
  return { ...request, url };
}

/** On the text as it stands: a query written anew would be refused for its spelling alone. */
function withQuery(request: SignedRequest, change: (fields: string[]) => string[]): SignedRequest {
  return withUrl(request, (url) => {
    url.search = change(url.search.slice(1).split('&')).join('&');
  });
}

function withoutHeader(request: SignedRequest, name: string): SignedRequest {
  const { [name]: _, ...headers } = request.headers;
  return { ...request, headers };
}

const CHECKSUM = 'x-amz-checksum-sha256';

const another = (value: string, at: number) => {
  const index = at % Math.max(value.length, 1);
  return `${value.slice(0, index)}${value[index] === '1' ? '2' : '1'}${value.slice(index + 1)}`;
};

const ofTheQuery: fc.Arbitrary<Tampering> = fc
  .record({ field: fc.nat({ max: 12 }), at: fc.nat({ max: 200 }), drops: fc.boolean() })
  .map(({ field, at, drops }) => ({
    what: `${drops ? 'without' : 'with another value of'} query field ${field}${drops ? '' : `, at ${at}`}`,
    apply: (request) => {
      const index = field % request.url.searchParams.size;
      return withQuery(request, (fields) => {
        const [name = '', ...value] = (fields[index] ?? '').split('=');
        return fields.toSpliced(index, 1, ...(drops ? [] : [`${name}=${another(value.join('='), at)}`]));
      });
    },
  }));

const added: fc.Arbitrary<Tampering> = fc
  .constantFrom<[string, string]>(
    ['response-content-type', 'text/html'],
    ['response-content-disposition', 'inline'],
    ['versionId', '1'],
    ['x-amz-acl', 'public-read'],
    ['X-Amz-Date', '20200101T000000Z'],
    ['partNumber', '2'],
    ['retention', ''],
  )
  .map(([name, value]) => ({
    what: `with ${name}=${value} added`,
    apply: (request) => withQuery(request, (fields) => [...fields, `${name}=${encodeURIComponent(value)}`]),
  }));

const ofTheLine: fc.Arbitrary<Tampering> = fc.constantFrom<Tampering>(
  ...['GET', 'HEAD', 'PUT', 'POST', 'DELETE'].map((method) => ({
    what: `by ${method}`,
    apply: (request: SignedRequest) =>
      method === request.method
        ? undefined
        : { ...request, method, body: method === 'GET' || method === 'HEAD' ? undefined : request.body },
  })),
  {
    what: 'of another key',
    apply: (request) =>
      withUrl(request, (url) => {
        url.pathname += '2';
      }),
  },
  {
    what: 'of another bucket',
    apply: (request) =>
      withUrl(request, (url) => {
        url.pathname = url.pathname.replace(/^\/[^/]+/, `/${LAKE}`);
      }),
  },
  {
    what: 'of a host of another name',
    apply: (request) =>
      withUrl(request, (url) => {
        url.hostname = 'localhost';
      }),
  },
);

const ofTheHeaders: fc.Arbitrary<Tampering> = fc.constantFrom<Tampering>(
  {
    what: 'with an x-amz- header that is not signed',
    apply: (request) => ({ ...request, headers: { ...request.headers, 'x-amz-meta-claim': 'another' } }),
  },
  {
    what: 'with the promise that nothing is checked',
    apply: (request) => ({
      ...request,
      headers: { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD-' },
    }),
  },
  {
    what: 'without the checksum',
    apply: (request) => (request.headers[CHECKSUM] ? withoutHeader(request, CHECKSUM) : undefined),
  },
  {
    what: 'with the checksum in the query instead',
    apply: (request) => {
      const checksum = request.headers[CHECKSUM];
      if (checksum === undefined) return undefined;
      return withQuery(withoutHeader(request, CHECKSUM), (fields) => [
        ...fields,
        `${CHECKSUM}=${encodeURIComponent(checksum)}`,
      ]);
    },
  },
);

/** The address is in order; what comes with it is not what was promised. */
const ofTheBody: fc.Arbitrary<Tampering> = fc.constantFrom<Tampering>(
  {
    what: 'with a byte more',
    apply: (request) => bodied(request, (body) => Buffer.concat([body, Buffer.from('x')])),
  },
  { what: 'with a byte less', apply: (request) => bodied(request, (body) => body.subarray(1)) },
  {
    what: 'with other bytes',
    apply: (request) => bodied(request, (body) => Buffer.from(body.map((byte) => byte ^ 1))),
  },
);

function bodied(request: SignedRequest, change: (body: Uint8Array) => Uint8Array): SignedRequest | undefined {
  return request.body && { ...request, body: change(request.body) };
}

export const arbitraryTampering: fc.Arbitrary<Tampering> = fc.oneof(
  { weight: 5, arbitrary: ofTheQuery },
  { weight: 2, arbitrary: added },
  { weight: 3, arbitrary: ofTheLine },
  { weight: 2, arbitrary: ofTheHeaders },
  { weight: 2, arbitrary: ofTheBody },
);
