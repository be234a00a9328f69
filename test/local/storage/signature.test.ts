import fc from 'fast-check';
import { authenticate, type Call } from '../../../local/storage/authentication.ts';
import {
  canonicalPath,
  computeSignature,
  encodeForSigning,
  parseAmzDate,
  sameSecret,
} from '../../../local/storage/signature.ts';

// The examples of the S3 API reference, "Authenticating Requests" (2013-05-24, bucket "examplebucket").
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const SCOPE = { day: '20130524', region: 'us-east-1', service: 's3' };
const AMZ_DATE = '20130524T000000Z';
const HOST = 'examplebucket.s3.amazonaws.com';
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('the signature against the examples of AWS', () => {
  it('signs GET Object with a range in the header', () => {
    const signature = computeSignature(SECRET, AMZ_DATE, SCOPE, {
      method: 'GET',
      rawPath: '/test.txt',
      query: [],
      signedHeaders: [
        ['host', HOST],
        ['range', 'bytes=0-9'],
        ['x-amz-content-sha256', EMPTY],
        ['x-amz-date', AMZ_DATE],
      ],
      payloadHash: EMPTY,
    });
    expect(signature).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41');
  });

  it('signs PUT Object, whose key needs encoding', () => {
    const payloadHash = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072';
    const signature = computeSignature(SECRET, AMZ_DATE, SCOPE, {
      method: 'PUT',
      rawPath: '/test$file.text',
      query: [],
      signedHeaders: [
        ['date', 'Fri, 24 May 2013 00:00:00 GMT'],
        ['host', HOST],
        ['x-amz-content-sha256', payloadHash],
        ['x-amz-date', AMZ_DATE],
        ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
      ],
      payloadHash,
    });
    expect(signature).toBe('98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd');
  });

  it('signs GET Bucket Lifecycle, a parameter without a value', () => {
    const signature = computeSignature(SECRET, AMZ_DATE, SCOPE, {
      method: 'GET',
      rawPath: '/',
      query: [['lifecycle', '']],
      signedHeaders: [
        ['host', HOST],
        ['x-amz-content-sha256', EMPTY],
        ['x-amz-date', AMZ_DATE],
      ],
      payloadHash: EMPTY,
    });
    expect(signature).toBe('fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543');
  });

  it('signs GET Bucket (List Objects), parameters in any order', () => {
    const signature = computeSignature(SECRET, AMZ_DATE, SCOPE, {
      method: 'GET',
      rawPath: '/',
      query: [
        ['prefix', 'J'],
        ['max-keys', '2'],
      ],
      signedHeaders: [
        ['x-amz-date', AMZ_DATE],
        ['host', HOST],
        ['x-amz-content-sha256', EMPTY],
      ],
      payloadHash: EMPTY,
    });
    expect(signature).toBe('34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7');
  });

  const presigned: Call = {
    method: 'GET',
    rawPath: '/test.txt',
    query: [
      ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
      ['X-Amz-Credential', 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'],
      ['X-Amz-Date', AMZ_DATE],
      ['X-Amz-Expires', '86400'],
      ['X-Amz-SignedHeaders', 'host'],
      ['X-Amz-Signature', 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404'],
    ],
    headers: new Map([['host', HOST]]),
  };
  const atSecond = (second: number) => ({
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: SECRET },
    region: 'us-east-1',
    nowMillis: Date.UTC(2013, 4, 24) + second * 1000,
  });

  it('believes the presigned GET until its last second, and not a second longer', () => {
    expect(authenticate(presigned, atSecond(0))).toMatchObject({ payloadHash: 'UNSIGNED-PAYLOAD' });
    expect(authenticate(presigned, atSecond(86_400))).toMatchObject({ payloadHash: 'UNSIGNED-PAYLOAD' });
    expect(authenticate(presigned, atSecond(86_401))).toMatchObject({
      refused: 'AccessDenied',
      message: 'Request has expired',
    });
    expect(authenticate(presigned, atSecond(-901))).toMatchObject({ refused: 'AccessDenied' });
  });

  it('refuses the presigned GET after any change', () => {
    const changed: Call[] = [
      { ...presigned, method: 'PUT' },
      { ...presigned, rawPath: '/test2.txt' },
      { ...presigned, headers: new Map([['host', 'other.s3.amazonaws.com']]) },
      { ...presigned, query: [...presigned.query, ['versionId', '1']] },
      {
        ...presigned,
        query: presigned.query.map(([name, value]) => [name, name === 'X-Amz-Expires' ? '86401' : value]),
      },
    ];
    for (const call of changed) {
      expect(authenticate(call, atSecond(0))).toMatchObject({ refused: 'SignatureDoesNotMatch' });
    }
  });

  it('names each fault of a presigned call', () => {
    const withParameter = (replaced: string, by: string): Call => ({
      ...presigned,
      query: presigned.query.map(([name, value]) => [name, name === replaced ? by : value]),
    });
    const codes = (call: Call) => authenticate(call, atSecond(0));
    expect(codes(withParameter('X-Amz-Expires', '604801'))).toMatchObject({
      refused: 'AuthorizationQueryParametersError',
    });
    expect(
      codes(withParameter('X-Amz-Credential', 'OTHER/20130524/us-east-1/s3/aws4_request')),
    ).toMatchObject({ refused: 'InvalidAccessKeyId' });
    expect(
      codes(withParameter('X-Amz-Credential', 'AKIAIOSFODNN7EXAMPLE/20130524/eu-west-1/s3/aws4_request')),
    ).toMatchObject({ refused: 'AuthorizationQueryParametersError' });
    expect(codes(withParameter('X-Amz-SignedHeaders', 'range'))).toMatchObject({ refused: 'AccessDenied' });
    expect(codes({ ...presigned, query: [...presigned.query, ['x-amz-signature', 'again']] })).toMatchObject({
      refused: 'AuthorizationQueryParametersError',
    });
    expect(
      codes({ ...presigned, headers: new Map([...presigned.headers, ['x-amz-acl', 'public-read']]) }),
    ).toMatchObject({
      refused: 'AccessDenied',
      message: 'There were headers present in the request which were not signed',
    });
    expect(
      codes({
        ...presigned,
        headers: new Map([...presigned.headers, ['authorization', 'AWS4-HMAC-SHA256 x']]),
      }),
    ).toMatchObject({ refused: 'InvalidArgument' });
  });
});

describe('the parts of a signature', () => {
  it('encodes all but the unreserved characters', () => {
    expect(encodeForSigning("a b/c!'()*~-._é")).toBe('a%20b%2Fc%21%27%28%29%2A~-._%C3%A9');
  });

  it('gives one path to one key, however it was escaped, and never normalizes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
        const segments = key.split('/');
        const escaped = segments.map((segment) => encodeForSigning(segment)).join('/');
        expect(canonicalPath(escaped)).toBe(escaped);
        expect(decodeURIComponent(canonicalPath(escaped))).toBe(key);
      }),
    );
    expect(canonicalPath('/a//../b')).toBe('/a//../b');
    expect(() => canonicalPath('/%zz')).toThrow(URIError);
  });

  it('reads only whole instants', () => {
    expect(parseAmzDate(AMZ_DATE)).toBe(Date.UTC(2013, 4, 24));
    expect(parseAmzDate('20131324T000000Z')).toBeUndefined();
    expect(parseAmzDate('2013-05-24T00:00:00Z')).toBeUndefined();
  });

  it('compares secrets of any length', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abcd')).toBe(false);
    expect(sameSecret('', 'a')).toBe(false);
  });
});
