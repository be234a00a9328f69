import { type Refusal, refuse } from './refusal.ts';
import {
  type CredentialScope,
  computeSignature,
  parseAmzDate,
  SIGNING_ALGORITHM,
  sameSecret,
  UNSIGNED_PAYLOAD,
} from './signature.ts';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** A request line with its headers, before anyone has believed it. */
export interface Call {
  method: string;
  /** Still percent-encoded. */
  rawPath: string;
  query: readonly (readonly [name: string, value: string])[];
  /** By lower-case name. */
  headers: ReadonlyMap<string, string>;
}

export interface Authentic {
  /** What the caller signed as the SHA-256 of the body (hex), or one of the words that stand in its place. */
  payloadHash: string;
  /** A header, or the query parameter into which a presigner moved it. */
  header(name: string): string | undefined;
}

const LONGEST_SKEW_MILLIS = 15 * 60_000;
const LONGEST_EXPIRY_SECONDS = 7 * 86_400;

interface Claim {
  accessKeyId: string;
  scope: CredentialScope;
  amzDate: string;
  signedHeaders: string[];
  signature: string;
  payloadHash: string;
  presigned: boolean;
}

/** Believes a call only when its signature, its time and its signed headers are right. */
export function authenticate(
  call: Call,
  options: { credentials: Credentials; region: string; nowMillis: number },
): Authentic | Refusal {
  const presigned = queryValue(call, 'x-amz-algorithm') !== undefined;
  const authorization = call.headers.get('authorization');
  if (presigned && authorization !== undefined) {
    return refuse('InvalidArgument', 'Only one auth mechanism allowed.');
  }
  if (!presigned && authorization === undefined) return refuse('AccessDenied', 'Access Denied');
  const claim = presigned ? readPresigned(call) : readAuthorization(call, authorization ?? '');
  if ('refused' in claim) return claim;

  const tooLate = refuseByTime(call, claim, options.nowMillis);
  if (tooLate) return tooLate;
  if (call.headers.has('x-amz-security-token') || queryValue(call, 'x-amz-security-token') !== undefined) {
    return refuse('InvalidToken', 'The provided token is malformed or otherwise invalid.');
  }
  if (!sameSecret(claim.accessKeyId, options.credentials.accessKeyId)) {
    return refuse('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  }
  const malformed = claim.presigned ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed';
  if (claim.scope.region !== options.region || claim.scope.service !== 's3') {
    return refuse(malformed, `The credential is wrong; expecting '${options.region}/s3/aws4_request'.`);
  }
  if (claim.scope.day !== claim.amzDate.slice(0, 8)) {
    return refuse(malformed, 'The date of the credential scope is not the date of the request.');
  }
  return checkSignature(call, claim, options.credentials.secretAccessKey);
}

function checkSignature(call: Call, claim: Claim, secretAccessKey: string): Authentic | Refusal {
  if (!claim.signedHeaders.includes('host')) {
    return refuse('AccessDenied', 'The host header must be signed.');
  }
  for (const name of call.headers.keys()) {
    if (name.startsWith('x-amz-') && !claim.signedHeaders.includes(name)) {
      return refuse('AccessDenied', 'There were headers present in the request which were not signed');
    }
  }
  const signedHeaders: [string, string][] = [];
  for (const name of claim.signedHeaders) {
    const value = call.headers.get(name);
    if (value === undefined) {
      return refuse('SignatureDoesNotMatch', `The signed header '${name}' is missing from the request.`);
    }
    signedHeaders.push([name, value]);
  }
  const expected = computeSignature(secretAccessKey, claim.amzDate, claim.scope, {
    method: call.method,
    rawPath: call.rawPath,
    query: call.query.filter(([name]) => name !== 'X-Amz-Signature'),
    signedHeaders,
    payloadHash: claim.payloadHash,
  });
  if (!sameSecret(expected, claim.signature)) {
    return refuse(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  }
  return {
    payloadHash: claim.payloadHash,
    header: (name) => call.headers.get(name) ?? (claim.presigned ? hoisted(call, name) : undefined),
  };
}

function refuseByTime(call: Call, claim: Claim, nowMillis: number): Refusal | undefined {
  const signedAt = parseAmzDate(claim.amzDate);
  if (signedAt === undefined) return refuse('AccessDenied', 'The request needs a valid x-amz-date.');
  if (!claim.presigned) {
    if (Math.abs(nowMillis - signedAt) <= LONGEST_SKEW_MILLIS) return undefined;
    return refuse(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
    );
  }
  const expires = Number(queryValue(call, 'x-amz-expires') ?? Number.NaN);
  if (!Number.isInteger(expires) || expires < 1 || expires > LONGEST_EXPIRY_SECONDS) {
    return refuse(
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be a number of seconds between 1 and 604800.',
    );
  }
  if (signedAt > nowMillis + LONGEST_SKEW_MILLIS) {
    return refuse('AccessDenied', 'Request is not yet valid');
  }
  return nowMillis > signedAt + expires * 1000 ? refuse('AccessDenied', 'Request has expired') : undefined;
}

function readPresigned(call: Call): Claim | Refusal {
  const names = call.query.map(([name]) => name.toLowerCase());
  if (new Set(names).size !== names.length) {
    return refuse('AuthorizationQueryParametersError', 'A query parameter appears twice.');
  }
  const credential = readCredential(queryValue(call, 'x-amz-credential'));
  const signedHeaders = queryValue(call, 'x-amz-signedheaders');
  const signature = queryValue(call, 'x-amz-signature');
  const amzDate = queryValue(call, 'x-amz-date');
  if (
    queryValue(call, 'x-amz-algorithm') !== SIGNING_ALGORITHM ||
    !credential ||
    !signedHeaders ||
    !signature ||
    !amzDate
  ) {
    return refuse(
      'AuthorizationQueryParametersError',
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  const payloadHash =
    call.headers.get('x-amz-content-sha256') ?? queryValue(call, 'x-amz-content-sha256') ?? UNSIGNED_PAYLOAD;
  return {
    ...credential,
    amzDate,
    signedHeaders: signedHeaders.split(';'),
    signature,
    payloadHash,
    presigned: true,
  };
}

function readAuthorization(call: Call, authorization: string): Claim | Refusal {
  const fields = new Map(
    authorization
      .slice(SIGNING_ALGORITHM.length)
      .split(',')
      .map((field) => {
        const [name, ...value] = field.trim().split('=');
        return [name ?? '', value.join('=')] as const;
      }),
  );
  const credential = readCredential(fields.get('Credential'));
  const signedHeaders = fields.get('SignedHeaders');
  const signature = fields.get('Signature');
  if (!authorization.startsWith(`${SIGNING_ALGORITHM} `) || !credential || !signedHeaders || !signature) {
    return refuse('AuthorizationHeaderMalformed', 'The authorization header is malformed.');
  }
  const payloadHash = call.headers.get('x-amz-content-sha256');
  if (payloadHash === undefined) {
    return refuse('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  const amzDate = call.headers.get('x-amz-date') ?? '';
  return {
    ...credential,
    amzDate,
    signedHeaders: signedHeaders.split(';'),
    signature,
    payloadHash,
    presigned: false,
  };
}

function readCredential(
  text: string | undefined,
): { accessKeyId: string; scope: CredentialScope } | undefined {
  const [accessKeyId, day, region, service, terminal, ...more] = (text ?? '').split('/');
  if (!accessKeyId || !day || !region || !service || terminal !== 'aws4_request' || more.length > 0) {
    return undefined;
  }
  return { accessKeyId, scope: { day, region, service } };
}

function queryValue(call: Call, lowerCaseName: string): string | undefined {
  return call.query.find(([name]) => name.toLowerCase() === lowerCaseName)?.[1];
}

/** Only what belongs to S3 may come from the query in a header's place; the query is signed as a whole. */
function hoisted(call: Call, name: string): string | undefined {
  return name.startsWith('x-amz-') ? queryValue(call, name) : undefined;
}
