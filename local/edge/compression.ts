import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { Transform } from 'node:stream';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';

/** Of CloudFront's list those that a page may have. */
const COMPRESSED_TYPES = new Set([
  'application/javascript',
  'application/json',
  'application/manifest+json',
  'application/wasm',
  'application/xml',
  'image/svg+xml',
  'image/vnd.microsoft.icon',
  'text/css',
  'text/html',
  'text/javascript',
  'text/plain',
  'text/xml',
]);

/** CloudFront compresses what is between these sizes. */
const SMALLEST = 1_000;
const LARGEST = 10_000_000;

/** The cache policy `CachingDisabled`, which does not tell answers apart by their encoding: nothing is compressed. */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';

/**
 * What turns the origin's answer into the viewer's, when the behaviour compresses, the viewer takes it and it is worth
 * it; the headers are changed with it. Brotli goes before gzip.
 */
export const compressionOf = (
  behavior: { Compress?: boolean | undefined; CachePolicyId?: unknown },
  request: { method?: string | undefined; headers: IncomingHttpHeaders },
  answer: { status: number; headers: OutgoingHttpHeaders },
): Transform | undefined => {
  const { headers } = answer;
  if (!behavior.Compress || behavior.CachePolicyId === CACHING_DISABLED) return undefined;
  if (request.method !== 'GET' || answer.status !== 200 || headers['content-encoding']) return undefined;
  const size = Number(headers['content-length']);
  const type = String(headers['content-type'] ?? '').split(';', 1)[0] ?? '';
  if (!(size >= SMALLEST && size <= LARGEST) || !COMPRESSED_TYPES.has(type.trim().toLowerCase()))
    return undefined;
  const accepted = acceptedBy(request.headers['accept-encoding']);
  const encoding = ['br', 'gzip'].find((each) => accepted.has(each));
  if (!encoding) return undefined;
  delete headers['content-length'];
  headers['content-encoding'] = encoding;
  headers.vary = headers.vary ? `${headers.vary}, Accept-Encoding` : 'Accept-Encoding';
  // The bytes are others than the origin's, the content is the same.
  if (headers.etag && !String(headers.etag).startsWith('W/')) headers.etag = `W/${headers.etag}`;
  return encoding === 'br'
    ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
    : createGzip();
};

const acceptedBy = (header: string | string[] | undefined): Set<string> =>
  new Set(
    String(header ?? '')
      .split(',')
      .map((each) =>
        each
          .trim()
          .toLowerCase()
          .split(/\s*;\s*/),
      )
      .filter(([, weight]) => !/^q=0(\.0*)?$/.test(weight ?? ''))
      .map(([encoding]) => encoding ?? ''),
  );
