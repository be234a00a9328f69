import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { WebSite } from '../../lib/web-site.ts';
import { edgeFunction } from '../../local/edge/edge-function.ts';
import {
  type Named,
  plainName,
  readable,
  type SynthesizedStack,
  synthesizedStack,
} from './synthesized-stack.ts';

/** The names that AWS gives to its own policies. */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const ALL_VIEWER_EXCEPT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

let stack: SynthesizedStack;
beforeAll(async () => {
  stack = await synthesizedStack();
}, 180_000);

const only = (type: string, start: string) => {
  const found = stack.all(type).filter(({ id }) => id.startsWith(start));
  expect(found).toHaveLength(1);
  return found[0] as Named;
};
const host = () => only('AWS::CloudFront::Distribution', 'SiteHost').Properties.DistributionConfig;
const originOf = (behavior: { TargetOriginId: string }) =>
  host().Origins.find(({ Id }: { Id: string }) => Id === behavior.TargetOriginId);

describe('the bucket of the pages', () => {
  it('is opened to the distribution of the public host alone, which signs its reads', () => {
    const { Properties } = only('AWS::S3::BucketPolicy', 'SitePages');
    const opened = Properties.PolicyDocument.Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === 'Allow',
    );
    expect(opened).toEqual([
      expect.objectContaining({
        Principal: { Service: 'cloudfront.amazonaws.com' },
        // To list is what lets S3 answer 404 instead of 403.
        Action: ['s3:GetObject', 's3:ListBucket'],
        Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
      }),
    ]);
    expect(readable(opened[0].Condition.StringEquals['AWS:SourceArn'])).toBe(
      'arn::cloudfront:::distribution/SiteHost',
    );
    const control = only('AWS::CloudFront::OriginAccessControl', 'SiteHost').Properties
      .OriginAccessControlConfig;
    expect(control).toMatchObject({ SigningBehavior: 'always', SigningProtocol: 'sigv4' });
    expect(readable(originOf(host().DefaultCacheBehavior).OriginAccessControlId)).toMatch(
      /^SiteHost.*OriginAccessControl/,
    );
  });

  it('logs who asks', () => {
    expect(only('AWS::S3::Bucket', 'SitePages').Properties.LoggingConfiguration).toBeDefined();
    expect(host().Logging).toMatchObject({ IncludeCookies: false });
  });
});

describe('the public host', () => {
  it('gives the page for its bare name, out of the bucket, by HTTP/2 or 3, compressed, read only', () => {
    const { DefaultRootObject, HttpVersion, DefaultCacheBehavior } = host();
    expect({ DefaultRootObject, HttpVersion }).toEqual({
      DefaultRootObject: 'index.html',
      HttpVersion: 'http2and3',
    });
    expect(DefaultCacheBehavior).toMatchObject({
      AllowedMethods: ['GET', 'HEAD'],
      Compress: true,
      CachePolicyId: CACHING_OPTIMIZED,
      ViewerProtocolPolicy: 'redirect-to-https',
    });
    expect(readable(originOf(DefaultCacheBehavior).DomainName)).toBe('SitePages.RegionalDomainName');
  });

  it('hands /v1 to the API with every method and header but the host, keeps no answer, and never by HTTP', () => {
    const [api, ...others] = host().CacheBehaviors;
    expect(others.map(({ PathPattern }: { PathPattern: string }) => PathPattern)).toEqual(['/console*']);
    expect(api).toMatchObject({
      PathPattern: '/v1/*',
      CachePolicyId: CACHING_DISABLED,
      OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST,
      ViewerProtocolPolicy: 'https-only',
    });
    expect([...api.AllowedMethods].sort()).toEqual([
      'DELETE',
      'GET',
      'HEAD',
      'OPTIONS',
      'PATCH',
      'POST',
      'PUT',
    ]);
    expect(JSON.stringify(originOf(api).DomainName)).toMatch(/"ApiHttp[0-9A-F]{8}","ApiEndpoint"/);
    expect(originOf(api).CustomOriginConfig).toMatchObject({ OriginProtocolPolicy: 'https-only' });
  });

  it('leaves errors as they are: a page in their place would hide the API’s refusals', () => {
    expect(host().CustomErrorResponses).toBeUndefined();
  });

  it('gives the console for its bare name, out of the same bucket', () => {
    const [, console] = host().CacheBehaviors;
    expect(console).toMatchObject({
      AllowedMethods: ['GET', 'HEAD'],
      TargetOriginId: host().DefaultCacheBehavior.TargetOriginId,
      ViewerProtocolPolicy: 'redirect-to-https',
    });
    const code = only('AWS::CloudFront::Function', 'SiteOpenConsole').Properties.FunctionCode;
    const open = edgeFunction(code);
    expect(open({ method: 'GET', path: '/console/' })).toEqual({ path: '/console/index.html' });
    expect(open({ method: 'GET', path: '/console' })).toEqual({
      status: 301,
      headers: { location: '/console/' },
    });
    expect(open({ method: 'GET', path: '/console/mark.svg' })).toEqual({ path: '/console/mark.svg' });
  });

  it('puts the strict headers on all, and lets only the console sign people in and show films', () => {
    const policies = [host().DefaultCacheBehavior, ...host().CacheBehaviors].map(
      ({ ResponseHeadersPolicyId }) => readable(ResponseHeadersPolicyId),
    );
    expect(policies).toEqual(['SiteHeaders', 'SiteHeaders', 'SiteConsoleHeaders']);
    const headersOf = (name: string) =>
      only('AWS::CloudFront::ResponseHeadersPolicy', name).Properties.ResponseHeadersPolicyConfig;
    const cspOf = (name: string) =>
      readable(headersOf(name).SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy).split('; ');
    const forConsole = cspOf('SiteConsoleHeaders');
    expect(forConsole.filter((each) => !cspOf('SiteHeaders').includes(each))).toEqual([
      "img-src 'self' data: blob: https://EvidenceFilmHost.DomainName",
      "media-src 'self' blob: https://EvidenceFilmHost.DomainName",
      expect.stringMatching(
        /^connect-src 'self' https:\/\/EvidenceFilms\.RegionalDomainName https:\/\/EvidenceFilmHost\.DomainName https:\/\/IdentityUsersDomain\w*\.auth\.\.amazoncognito\.com$/,
      ),
      'frame-src blob:',
    ]);
    const { SecurityHeadersConfig: security, CustomHeadersConfig } = headersOf('SiteHeaders');
    expect(cspOf('SiteHeaders')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data: blob:",
      "media-src 'self' blob: mediastream:",
      "worker-src 'self'",
      "connect-src 'self' https://EvidenceFilms.RegionalDomainName",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(security).toMatchObject({
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, Override: true },
    });
    const custom = new Map(
      CustomHeadersConfig.Items.map(({ Header, Value }: { Header: string; Value: string }) => [
        Header,
        Value,
      ]),
    );
    expect(custom.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(String(custom.get('Permissions-Policy')).split(', ')).toEqual(
      expect.arrayContaining(['camera=(self)', 'microphone=(self)', 'geolocation=()']),
    );
  });
});

describe('the files of the pages', () => {
  const deployments = () =>
    stack
      .all('Custom::CDKBucketDeployment')
      .map(({ id, Properties }) => [plainName(id), Properties] as const);

  it('are kept for ever when they are named after their content, and asked for again when not', () => {
    expect(deployments().map(([, { DestinationBucketName }]) => readable(DestinationBucketName))).toEqual([
      'SitePages',
      'SitePages',
    ]);
    expect(
      deployments().map(([, { DestinationBucketKeyPrefix, SystemMetadata }]) => [
        DestinationBucketKeyPrefix,
        SystemMetadata,
      ]),
    ).toEqual([
      ['assets', { 'cache-control': 'public, max-age=31536000, immutable' }],
      [undefined, { 'cache-control': 'no-cache' }],
    ]);
  });

  it('come before the page that names them, and old ones stay for pages that are open', () => {
    const [[assetsName, assets], [, root]] = deployments() as [
      [string, Named['Properties']],
      [string, Named['Properties']],
    ];
    expect(assets.Prune).toBe(false);
    expect(root).toMatchObject({ Prune: true, Exclude: ['assets/*'], DistributionPaths: ['/*'] });
    const [, rootResource] = Object.entries(stack.template.Resources).find(([id]) =>
      id.startsWith('SiteRootCustom'),
    ) as [string, { DependsOn?: string[] }];
    expect(rootResource.DependsOn?.map(plainName)).toContain(assetsName);
  });
});

describe('a domain that is given at deployment', () => {
  const synthesize = (context: Record<string, string>) => {
    const tiny = new Stack(new App({ context }), 'Tiny');
    new WebSite(tiny, {
      api: { host: 'api.example' },
      films: new Bucket(tiny, 'Films'),
      filmHost: 'films.example',
      signInUrl: 'https://sign-in.example',
      accessLogs: new Bucket(tiny, 'Logs'),
    });
    return Template.fromStack(tiny);
  };
  const siteCertificateArn = 'arn:aws:acm:us-east-1:000000000000:certificate/one';

  it('is the distribution’s, with its certificate and nothing older than TLS 1.2', () => {
    synthesize({ siteDomain: 'zashchita.example', siteCertificateArn }).hasResourceProperties(
      'AWS::CloudFront::Distribution',
      {
        DistributionConfig: {
          Aliases: ['zashchita.example'],
          ViewerCertificate: {
            AcmCertificateArn: siteCertificateArn,
            MinimumProtocolVersion: 'TLSv1.2_2021',
          },
        },
      },
    );
  }, 60_000);

  it('is refused without its certificate', () => {
    expect(() => synthesize({ siteDomain: 'zashchita.example' })).toThrow(
      /siteDomain and siteCertificateArn/,
    );
  }, 60_000);
});
