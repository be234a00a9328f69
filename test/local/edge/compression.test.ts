import { compressionOf } from '../../../local/edge/compression.ts';

const BEHAVIOR = { Compress: true };
const ANSWER = { 'content-type': 'text/html', 'content-length': '5000', etag: '"one"' };
const outcomeOf = (given: {
  behavior?: object;
  accepts?: string | undefined;
  method?: string;
  status?: number;
  headers?: object;
}) => {
  const headers: Record<string, string> = { ...ANSWER, ...given.headers };
  const stream = compressionOf(
    { ...BEHAVIOR, ...given.behavior },
    {
      method: given.method ?? 'GET',
      headers: 'accepts' in given ? { 'accept-encoding': given.accepts } : { 'accept-encoding': 'gzip, br' },
    },
    { status: given.status ?? 200, headers },
  );
  stream?.destroy();
  return { isCompressed: stream !== undefined, headers };
};

describe('the edge compresses', () => {
  it('with Brotli before gzip, and says so', () => {
    const { headers } = outcomeOf({});
    expect(headers).toEqual({
      'content-type': 'text/html',
      'content-encoding': 'br',
      vary: 'Accept-Encoding',
      etag: 'W/"one"',
    });
  });

  it.each([
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['deflate, br;q=1.0, gzip;q=0.8, *;q=0.1', 'br'],
  ])('for %s with %s', (accepts, encoding) => {
    expect(outcomeOf({ accepts }).headers['content-encoding']).toBe(encoding);
  });

  it('scripts, styles and drawings, whatever the letters of their type', () => {
    for (const type of ['text/javascript', 'text/css', 'image/svg+xml', 'Text/HTML; charset=utf-8'])
      expect(outcomeOf({ headers: { 'content-type': type } }).isCompressed).toBe(true);
  });

  it('and keeps what else an answer varies by', () => {
    expect(outcomeOf({ headers: { vary: 'Origin' } }).headers.vary).toBe('Origin, Accept-Encoding');
  });
});

describe('the edge does not compress', () => {
  it.each([
    ['for a behaviour that does not', { behavior: { Compress: false } }],
    ['where nothing is cached', { behavior: { CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' } }],
    ['for a viewer that takes nothing', { accepts: undefined }],
    ['for a viewer that takes something else', { accepts: 'deflate' }],
    ['a film', { headers: { 'content-type': 'video/mp4' } }],
    ['what has no type', { headers: { 'content-type': '' } }],
    ['what is small', { headers: { 'content-length': '999' } }],
    ['what is large', { headers: { 'content-length': '10000001' } }],
    ['what has no length', { headers: { 'content-length': '' } }],
    ['what is compressed already', { headers: { 'content-encoding': 'gzip' } }],
    ['a part', { status: 206 }],
    ['an answer without a body', { method: 'HEAD' }],
  ])('%s', (_why, given) => {
    const { isCompressed, headers } = outcomeOf(given);
    expect(isCompressed).toBe(false);
    expect(headers).not.toHaveProperty('vary');
  });
});
