import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { encodeForSigning } from './signature.ts';
import { type StorageAccess, signAddress } from './signed-address.ts';

/** Files that the template puts into a bucket. */
export interface BucketDeployment {
  logicalId: string;
  bucket: string;
  /** What stands before every key; empty or ending in a slash. */
  prefix: string;
  /** Folders of the synthesized stack, named after their content. */
  folders: readonly string[];
  /** Whether keys below the prefix go that are in no folder. */
  prunes: boolean;
  /** Patterns of keys without the prefix: `*` stands for anything, also slashes, `?` for one character. */
  excludes: readonly string[];
  includes: readonly string[];
  cacheControl?: string;
}

/** What a browser has to know; S3's own default for all others. */
const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.ico': 'image/vnd.microsoft.icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mp4': 'video/mp4',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * Carries the deployments out, one after the other, as the CDK's helper does with `aws s3 sync`. What the last start
 * did is kept in `recordFile`, and is not done again while the files, whose folders are named after them, and the way
 * to put them are the same. @throws Error when the storage does not take a file.
 */
export const deployToBuckets = async (
  deployments: readonly BucketDeployment[],
  storage: StorageAccess,
  recordFile: string,
): Promise<void> => {
  const wanted = JSON.stringify(
    deployments.map(({ folders, ...how }) => ({ ...how, folders: folders.map(nameOf) })),
  );
  if (readRecord(recordFile) === wanted) return;
  for (const deployment of deployments) await deploy(deployment, storage);
  mkdirSync(dirname(recordFile), { recursive: true });
  writeFileSync(`${recordFile}.new`, wanted);
  renameSync(`${recordFile}.new`, recordFile);
};

const nameOf = (folder: string): string | undefined => folder.split('/').at(-1);

const readRecord = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

const deploy = async (deployment: BucketDeployment, storage: StorageAccess): Promise<void> => {
  const call = async (method: string, key: string, init: RequestInit = {}) => {
    const path = `/${deployment.bucket}/${key.split('/').map(encodeForSigning).join('/')}`;
    const response = await fetch(signAddress(storage, { method, path }), { ...init, method });
    if (!response.ok) throw new Error(`${method} ${deployment.bucket}/${key}: ${await response.text()}`);
  };
  // A later folder's file replaces an earlier one's of the same name.
  const files = new Map(
    deployment.folders.flatMap((folder) =>
      filesOf(folder).map((file) => [file, join(folder, file)] as const),
    ),
  );
  const put = ([file, from]: readonly [string, string]) =>
    call('PUT', deployment.prefix + file, {
      body: readFileSync(from),
      headers: {
        'content-type': CONTENT_TYPES[extname(file)] ?? 'binary/octet-stream',
        ...(deployment.cacheControl && { 'cache-control': deployment.cacheControl }),
      },
    });
  await Promise.all([...files].filter(([file]) => takesPart(deployment, file)).map(put));
  if (!deployment.prunes) return;
  for (const key of await keysOf(deployment, storage)) {
    const file = key.slice(deployment.prefix.length);
    if (!files.has(file) && takesPart(deployment, file)) await call('DELETE', key);
  }
};

const filesOf = (folder: string): string[] =>
  globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

const keysOf = async ({ bucket, prefix }: BucketDeployment, storage: StorageAccess): Promise<string[]> => {
  const keys: string[] = [];
  for (let token: string | undefined; ; ) {
    const query: [string, string][] = [
      ['list-type', '2'],
      ['max-keys', '100'],
      ['encoding-type', 'url'],
      ['prefix', prefix],
      ...(token === undefined ? [] : ([['continuation-token', token]] as [string, string][])),
    ];
    const response = await fetch(signAddress(storage, { method: 'GET', path: `/${bucket}`, query }));
    const text = await response.text();
    if (!response.ok) throw new Error(`Listing ${bucket}: ${text}`);
    // The keys come percent-encoded, so no character of them means anything in XML.
    for (const [, key = ''] of text.matchAll(/<Key>([^<]*)<\/Key>/g)) keys.push(decodeURIComponent(key));
    token = /<NextContinuationToken>([^<]*)</.exec(text)?.[1];
    if (token === undefined) return keys;
  }
};

/** Of the patterns that fit a file the last one decides, and includes stand after excludes. */
const takesPart = ({ excludes, includes }: BucketDeployment, file: string): boolean =>
  !excludes.some((pattern) => fits(pattern, file)) || includes.some((pattern) => fits(pattern, file));

const fits = (pattern: string, file: string): boolean => {
  const text = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${text}$`, 's').test(file);
};
