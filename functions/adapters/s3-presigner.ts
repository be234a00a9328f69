import { createHmac, hash } from 'node:crypto';
import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const PAYLOAD = 'UNSIGNED-PAYLOAD';

export interface RequestToSign {
  method: 'GET' | 'PUT';
  objectKey: string;
  query: Record<string, string>;
  /** Names in lower case. Every one of them is signed: whoever uses the URL has to send exactly these. */
  headers?: Record<string, string>;
  at: Date;
  expiresInSeconds: number;
}

export interface S3Presigner {
  presign(request: RequestToSign): Promise<string>;
}

/** Where a bucket is: on a host of its own, or as a folder of another host (`path`, without a slash at its end). */
interface Place {
  origin: string;
  host: string;
  path: string;
}

/**
 * Signs a URL of an object as AWS Signature Version 4 tells (query parameters, unsigned payload), byte for byte as
 * the SDK's presigner does, which builds, copies and walks through a whole request for it (docs/decisions).
 *
 * The credentials are asked for at every call, since they change; the place of the bucket does not.
 */
export function createS3Presigner(client: S3Client, bucket: string): S3Presigner {
  let place: Promise<Place> | undefined;
  const placeOnce = () => {
    place ??= placeOf(client, bucket).catch((error: unknown) => {
      place = undefined;
      throw error;
    });
    return place;
  };
  const signingKey = createSigningKeys();

  return {
    async presign({ method, objectKey, query, headers = {}, at, expiresInSeconds }) {
      const [{ origin, host, path }, region, credentials] = await Promise.all([
        placeOnce(),
        client.config.region(),
        client.config.credentials(),
      ]);
      const instant = `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
      const scope = `${instant.slice(0, 8)}/${region}/s3/aws4_request`;
      const signed = Object.entries<string>({ ...headers, host }).sort(byName);
      const signedNames = signed.map(([name]) => name).join(';');
      const { sessionToken } = credentials;
      const canonicalQuery = Object.entries<string>({
        'X-Amz-Algorithm': ALGORITHM,
        'X-Amz-Content-Sha256': PAYLOAD,
        'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
        'X-Amz-Date': instant,
        'X-Amz-Expires': String(expiresInSeconds),
        ...(sessionToken && { 'X-Amz-Security-Token': sessionToken }),
        'X-Amz-SignedHeaders': signedNames,
        ...query,
      })
        .sort(byName)
        .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
        .join('&');
      const canonicalPath = `${path}/${objectKey.split('/').map(escaped).join('/')}`;
      const canonicalHeaders = signed.map(([name, value]) => `${name}:${value}\n`).join('');
      const canonicalRequest = [
        ...[method, canonicalPath, canonicalQuery, canonicalHeaders, signedNames, PAYLOAD],
      ].join('\n');
      const toSign = [ALGORITHM, instant, scope, hash('sha256', canonicalRequest)].join('\n');
      const signature = hmac(signingKey(credentials.secretAccessKey, scope), toSign).toString('hex');
      // In its place by the alphabet, where the SDK has it too: the same request is the same text.
      const signedQuery = canonicalQuery.replace('&X-Amz-SignedHeaders=', `&X-Amz-Signature=${signature}$&`);
      return `${origin}${canonicalPath}?${signedQuery}`;
    },
  };
}

/** Asks the client itself, which knows the rules of endpoints and the environment; nothing is sent. */
async function placeOf(client: S3Client, Bucket: string): Promise<Place> {
  const command = new HeadBucketCommand({ Bucket });
  let request: { protocol: string; hostname: string; port?: number; path: string } | undefined;
  command.middlewareStack.add(
    () => async (args) => {
      request = args.request as typeof request;
      return { response: undefined, output: { $metadata: {} } };
    },
    { step: 'build' },
  );
  await client.send(command);
  if (!request) throw new Error('The S3 client built no request.');
  const { protocol, hostname, port, path } = request;
  const host = port === undefined ? hostname : `${hostname}:${port}`;
  return { origin: `${protocol}//${host}`, host, path: path.replace(/\/$/, '') };
}

/** The key of a day, which takes four HMACs, is kept as long as the secret and the scope are the same. */
function createSigningKeys(): (secret: string, scope: string) => Buffer {
  let kept: { secret: string; scope: string; key: Buffer } | undefined;
  return (secret, scope) => {
    if (kept?.secret !== secret || kept.scope !== scope) {
      const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`) as Buffer;
      kept = { secret, scope, key };
    }
    return kept.key;
  };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function byName([one]: [string, string], [other]: [string, string]): number {
  return one < other ? -1 : 1;
}

/** RFC 3986: everything but letters, digits and `-._~`. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
