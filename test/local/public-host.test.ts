import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { laptopEngines } from '../../local/engines.ts';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { send } from '../e2e/send.ts';
import { freePortBlock } from '../free-ports.ts';

/** The fixture's stack with a page before its API, as the site of the real one. */
const scratch = mkdtempSync(join(tmpdir(), 'public-host-'));
const assetDirectory = join(scratch, 'cdk.out');
cpSync(fileURLToPath(new URL('./fixtures/stack', import.meta.url)), assetDirectory, { recursive: true });
const PAGE = `<!doctype html><title>Страница</title>${'<p>Текст</p>'.repeat(200)}`;

const assetOf = (name: string, files: Record<string, string>): string => {
  mkdirSync(join(assetDirectory, `asset.${name}`));
  for (const [file, text] of Object.entries(files))
    writeFileSync(join(assetDirectory, `asset.${name}`, file), text);
  return `${name}.zip`;
};
const domain = (attribute: unknown) => ({ 'Fn::Select': [2, { 'Fn::Split': ['/', attribute] }] });
const fixture = JSON.parse(readFileSync(join(assetDirectory, 'fixture.template.json'), 'utf8'));
const templateWith = (pageAsset: string) => ({
  ...fixture,
  Resources: {
    ...fixture.Resources,
    Pages: { Type: 'AWS::S3::Bucket', Properties: {} },
    Deployment: {
      Type: 'Custom::CDKBucketDeployment',
      Properties: {
        ServiceToken: { 'Fn::GetAtt': ['Helper', 'Arn'] },
        SourceObjectKeys: [pageAsset],
        DestinationBucketName: { Ref: 'Pages' },
        SystemMetadata: { 'cache-control': 'no-cache' },
      },
    },
    Helper: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'python3.13' } },
    SiteHeaders: {
      Type: 'AWS::CloudFront::ResponseHeadersPolicy',
      Properties: {
        ResponseHeadersPolicyConfig: {
          Name: 'site',
          SecurityHeadersConfig: {
            ContentSecurityPolicy: {
              ContentSecurityPolicy: {
                'Fn::Join': [
                  '',
                  ["connect-src 'self' https://", { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] }, ';'],
                ],
              },
              Override: true,
            },
            ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
          },
          CustomHeadersConfig: { Items: [{ Header: 'Content-Type', Value: 'text/plain', Override: false }] },
        },
      },
    },
    Site: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Enabled: true,
          DefaultRootObject: 'index.html',
          DefaultCacheBehavior: {
            TargetOriginId: 'pages',
            ViewerProtocolPolicy: 'redirect-to-https',
            Compress: true,
            ResponseHeadersPolicyId: { Ref: 'SiteHeaders' },
          },
          CacheBehaviors: ['/v1/*', '/echo/*'].map((PathPattern) => ({
            PathPattern,
            TargetOriginId: 'api',
            ViewerProtocolPolicy: 'https-only',
            AllowedMethods: PathPattern === '/echo/*' ? ['GET', 'HEAD'] : ['GET', 'HEAD', 'OPTIONS', 'POST'],
            ResponseHeadersPolicyId: { Ref: 'SiteHeaders' },
          })),
          Origins: [
            { Id: 'pages', DomainName: { 'Fn::GetAtt': ['Pages', 'RegionalDomainName'] } },
            { Id: 'api', DomainName: domain({ 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }) },
          ],
        },
      },
    },
  },
});

const port = await freePortBlock();
const start = (pageAsset: string) =>
  startRuntime({
    template: templateWith(pageAsset),
    assetDirectory,
    dataDirectory: join(scratch, 'data'),
    port,
    engines: laptopEngines,
  });
const pageAsset = assetOf('page', { 'index.html': PAGE, 'old.txt': 'old' });

let laptop: Runtime;
beforeAll(async () => {
  laptop = await start(pageAsset);
}, 60_000);
afterAll(async () => {
  await laptop?.close();
  rmSync(scratch, { recursive: true, force: true });
}, 30_000);

const call = (path: string, method = 'GET', headers: Record<string, string> = {}) =>
  send(laptop.url + path, method, { headers });
const expectHeadersOfPolicy = (headers: Headers) => {
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  // Where the storage really listens, so that the page may send films there.
  expect(headers.get('content-security-policy')).toBe(`connect-src 'self' ${laptop.storageUrl};`);
};

describe('the front', () => {
  it('is the public host: the page at its bare name, with the headers of the policy', async () => {
    const { status, headers, text } = await call('/');
    expect(status).toBe(200);
    expect(text).toBe(PAGE);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html',
      'cache-control': 'no-cache',
    });
    expectHeadersOfPolicy(headers);
    expect((await call('/', 'HEAD')).status).toBe(200);
    expect(Object.keys(laptop.distributionUrls)).toEqual(['Evidence']);
  });

  it('hands the API’s paths to the API, refusals too, with the same headers and no others in place of its own', async () => {
    for (const [path, status, message] of [
      ['/v1/nowhere', 404, 'Not Found'],
      ['/v1/cases', 401, 'Unauthorized'],
    ] as const) {
      const answer = await call(path);
      expect([answer.status, answer.body]).toEqual([status, { message }]);
      expectHeadersOfPolicy(answer.headers);
      expect(answer.headers.get('content-type')).toBe('application/json');
    }
    expect((await call('/echo/here')).status).toBe(200);
  });

  it('still is the issuer and the clock, whose answers are their own', async () => {
    for (const path of ['/_local/clock', '/.well-known/openid-configuration']) {
      const { status, headers } = await call(path);
      expect(status).toBe(200);
      expect(headers.get('content-security-policy')).toBeNull();
    }
  });

  it('answers 404 for what is neither, also the API’s paths that it does not forward', async () => {
    for (const path of ['/nope', '/items/fixed']) {
      const { status, headers, text } = await call(path);
      expect(status).toBe(404);
      expect(text).not.toContain('Страница');
      expectHeadersOfPolicy(headers);
    }
    expect((await call('/%zz')).status).toBe(400);
    expect((await call('/../bucket/films/one.txt')).status).toBeGreaterThanOrEqual(400);
  });

  it('takes the methods of the behaviour and no other', async () => {
    expect((await call('/', 'POST')).status).toBe(403);
    expect((await call('/echo/here', 'POST')).status).toBe(403);
    expect((await call('/v1/sales', 'POST')).status).toBe(401);
  });

  it('compresses the page for who takes it, and knows its tag again', async () => {
    const response = await fetch(laptop.url, { headers: { 'accept-encoding': 'br' } });
    expect(response.headers.get('content-encoding')).toBe('br');
    const etag = response.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\//);
    expect(await response.text()).toBe(PAGE);
    expect((await call('/', 'GET', { 'if-none-match': etag, 'accept-encoding': 'br' })).status).toBe(304);
  });

  it('serves the page also after the clock was moved', async () => {
    await send(`${laptop.url}/_local/clock`, 'POST', { body: { advance: 'P30D' } });
    expect((await call('/')).text).toBe(PAGE);
  });
});

describe('a start with another page', () => {
  it('serves that one, and no longer what is gone from it', async () => {
    expect((await call('/old.txt')).text).toBe('old');
    await laptop.close();
    laptop = await start(assetOf('other', { 'index.html': 'another page' }));
    expect((await call('/')).text).toBe('another page');
    expect((await call('/old.txt')).status).toBe(404);
  }, 60_000);
});
