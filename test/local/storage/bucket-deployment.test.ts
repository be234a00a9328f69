import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { type BucketDeployment, deployToBuckets } from '../../../local/storage/bucket-deployment.ts';
import { CREDENTIALS, openStorage, type StorageFixture } from './storage-fixture.ts';

const BUCKET = 'plain';

let fixture: StorageFixture;
let scratch: string;
beforeEach(async () => {
  fixture = await openStorage();
  scratch = mkdtempSync(path.join(tmpdir(), 'deployment-'));
});
afterEach(async () => {
  await fixture.close();
  rmSync(scratch, { recursive: true, force: true });
});

const folderOf = (name: string, files: Record<string, string>): string => {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(scratch, name, file)), { recursive: true });
    writeFileSync(path.join(scratch, name, file), text);
  }
  return path.join(scratch, name);
};
const deploymentOf = (...folders: string[]): BucketDeployment => ({
  logicalId: 'Pages',
  bucket: BUCKET,
  prefix: '',
  folders,
  prunes: true,
  excludes: [],
  includes: [],
});
const deploy = (...deployments: BucketDeployment[]) =>
  deployToBuckets(
    deployments,
    { url: fixture.storage.url, credentials: CREDENTIALS, now: () => fixture.clock.now() },
    path.join(scratch, 'record.json'),
  );
const put = (Key: string) =>
  fixture.client().send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'from elsewhere' }));
const keys = async () => {
  const client = fixture.client({ systemClockOffset: fixture.clock.offsetMillis });
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return Contents.map(({ Key }) => Key);
};
const objectAt = async (Key: string) => {
  const { Body, ContentType, CacheControl } = await fixture
    .client()
    .send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  return { text: await Body?.transformToString(), ContentType, CacheControl };
};

describe('a deployment into a bucket', () => {
  it('puts every file under its prefix, with its type and how long it may be kept', async () => {
    const folder = folderOf('one', { 'index.html': '<p>', 'parts/ю & 1.js': 'x', 'unknown.xyz': '?' });
    await deploy({ ...deploymentOf(folder), prefix: 'pages/', cacheControl: 'no-cache' });
    expect(await keys()).toEqual(['pages/index.html', 'pages/parts/ю & 1.js', 'pages/unknown.xyz']);
    expect(await objectAt('pages/index.html')).toEqual({
      text: '<p>',
      ContentType: 'text/html',
      CacheControl: 'no-cache',
    });
    expect(await objectAt('pages/parts/ю & 1.js')).toMatchObject({
      text: 'x',
      ContentType: 'text/javascript',
    });
    expect(await objectAt('pages/unknown.xyz')).toMatchObject({ ContentType: 'binary/octet-stream' });
  });

  it('removes what is gone below its prefix, but not what is elsewhere or excluded', async () => {
    for (const key of ['pages/old & ю.html', 'pages/assets/old.js', 'films/one']) await put(key);
    const folder = folderOf('one', { 'index.html': '<p>', 'assets/hidden.js': 'not taken' });
    await deploy({ ...deploymentOf(folder), prefix: 'pages/', excludes: ['assets/*'] });
    expect(await keys()).toEqual(['films/one', 'pages/assets/old.js', 'pages/index.html']);
  });

  it('removes nothing when it does not prune', async () => {
    await put('old.js');
    await deploy({ ...deploymentOf(folderOf('one', { 'new.js': '' })), prunes: false });
    expect(await keys()).toEqual(['new.js', 'old.js']);
  });

  it('removes what is gone also where the storage lists in more than one go', async () => {
    const many = Object.fromEntries(Array.from({ length: 105 }, (_, index) => [`${index}.txt`, '']));
    await deploy(deploymentOf(folderOf('many', many)));
    await deploy(deploymentOf(folderOf('few', { 'one.txt': '' })));
    expect(await keys()).toEqual(['one.txt']);
  });

  it('takes an included file in although it is excluded', async () => {
    const folder = folderOf('one', { 'a.js': '', 'b.js': '', 'c.css': '' });
    await deploy({ ...deploymentOf(folder), excludes: ['*'], includes: ['?.js'] });
    expect(await keys()).toEqual(['a.js', 'b.js']);
  });

  it('is not done again while nothing has changed, and is when something has', async () => {
    const first = deploymentOf(folderOf('one', { 'index.html': 'one' }));
    await deploy(first);
    const remove = () =>
      fixture.client().send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'index.html' }));
    await remove();
    await deploy(first);
    expect(await keys()).toEqual([]);
    await deploy({ ...first, cacheControl: 'no-cache' });
    expect(await keys()).toEqual(['index.html']);
    await remove();
    await deploy({ ...first, folders: [folderOf('two', { 'index.html': 'two' })] });
    expect(await objectAt('index.html')).toMatchObject({ text: 'two' });
  });

  it('is tried again at the next start when the storage did not take it', async () => {
    const deployment = { ...deploymentOf(folderOf('one', { 'index.html': 'one' })), bucket: 'nowhere' };
    await expect(deploy(deployment)).rejects.toThrow(/nowhere\/index\.html/);
    await expect(deploy(deployment)).rejects.toThrow(/nowhere\/index\.html/);
  });

  it('works when the clock was moved', async () => {
    fixture.clock.advance(40 * 86_400_000);
    await deploy(deploymentOf(folderOf('one', { 'index.html': 'one' })));
    expect(await keys()).toEqual(['index.html']);
  });
});
