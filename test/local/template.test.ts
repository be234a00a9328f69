import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TemplateRefusal } from '../../local/intrinsics.ts';
import {
  bucketDeployments,
  eventSources,
  httpApi,
  lifecycleRules,
  queueDefinitions,
  rulesAndSchedules,
} from '../../local/plan.ts';
import { tableDefinitionsOf } from '../../local/tables/table-definitions.ts';
import { type Addresses, LaptopTemplate } from '../../local/template.ts';

type Json = { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> } & Record<
  string,
  unknown
>;

const fixture = (): Json =>
  JSON.parse(readFileSync(new URL('./fixtures/stack/fixture.template.json', import.meta.url), 'utf8'));

const ASSETS = fileURLToPath(new URL('./fixtures/stack', import.meta.url));

const addresses: Addresses = {
  apiUrl: 'http://127.0.0.1:3000',
  issuerUrl: 'http://localhost:3000',
  queueUrl: (name) => `http://127.0.0.1:4000/000000000000/${name}`,
  distributionHost: (id) => `${id}:1`,
  storageUrl: 'http://127.0.0.1:3001',
  parameters: { MessagesProviderUrl: 'http://127.0.0.1:5000' },
};
const refusalOf = (change: (template: Json) => void, given = addresses): string => {
  const template = fixture();
  change(template);
  try {
    const laptop = new LaptopTemplate(template);
    laptop.publicDistribution();
    const resolved = laptop.resolve(given);
    rulesAndSchedules(resolved);
    eventSources(resolved);
    httpApi(resolved);
  } catch (error) {
    expect(error).toBeInstanceOf(TemplateRefusal);
    return (error as Error).message;
  }
  return 'nothing was refused';
};
const properties = (template: Json, id: string) => template.Resources[id]?.Properties ?? {};

describe('a template', () => {
  const resolved = new LaptopTemplate(fixture()).resolve(addresses);

  it('puts the local issuer where it says Cognito, and the demo clients', () => {
    const [authorizer] = resolved.all('AWS::ApiGatewayV2::Authorizer');
    expect(authorizer?.properties.JwtConfiguration).toEqual({
      Issuer: 'http://localhost:3000',
      Audience: ['pos-demo', 'console'],
    });
  });

  it('gives functions their environment', () => {
    const echo = resolved.all('AWS::Lambda::Function').find(({ logicalId }) => logicalId === 'Echo');
    expect(echo?.properties.Environment?.Variables).toMatchObject({
      JOURNAL_TABLE: 'Journal',
      QUEUE_URL: 'http://127.0.0.1:4000/000000000000/Queue',
      SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:ProviderSecret',
      MESSAGES_URL: 'http://127.0.0.1:5000',
    });
  });

  it('says what it leaves out and why', () => {
    expect(resolved.leftOut).toEqual([
      { logicalId: 'Role', type: 'AWS::IAM::Role', reason: expect.stringContaining('permissions') },
    ]);
  });

  it('yields tables, queues, sources and rules', () => {
    expect(tableDefinitionsOf(fixture()).map(({ name, hasStream }) => [name, hasStream])).toEqual([
      ['Items', true],
      ['Journal', false],
    ]);
    expect(queueDefinitions(resolved)[1]).toEqual({
      name: 'Queue',
      visibilityTimeoutSeconds: 5,
      deadLetterQueueName: 'DeadLetters',
      maxReceiveCount: 3,
    });
    expect(eventSources(resolved).streams[0]).toMatchObject({
      id: 'StreamMapping',
      functionName: 'OnStream',
      maximumRetryAttempts: 3,
      bisects: true,
    });
    expect(rulesAndSchedules(resolved).rules[0]?.pattern).toMatchObject({
      detail: { bucket: { name: ['bucket'] } },
    });
    expect(lifecycleRules(resolved).staleUploads).toEqual([
      { bucket: 'bucket', olderThanMillis: 604_800_000 },
    ]);
  });
});

describe('a template is refused, by name, for', () => {
  it('an unknown resource type', () => {
    const message = refusalOf((template) => {
      template.Resources.Cluster = { Type: 'AWS::ECS::Cluster', Properties: {} };
    });
    expect(message).toMatch(/Cluster.*AWS::ECS::Cluster/);
  });

  it.each([
    ['Items', 'ImportSourceSpecification'],
    ['Bucket', 'WebsiteConfiguration'],
    ['Echo', 'VpcConfig'],
    ['Route0', 'OperationName'],
    ['StreamMapping', 'TumblingWindowInSeconds'],
  ])('an unknown property: %s.%s', (id, name) => {
    const message = refusalOf((template) => {
      properties(template, id)[name] = {};
    });
    expect(message).toContain(id);
    expect(message).toContain(name);
  });

  it.each([
    ['Echo', 'Runtime', 'python3.13'],
    ['Queue', 'FifoQueue', true],
    ['Api', 'ProtocolType', 'WEBSOCKET'],
    ['Stage', 'StageName', 'v1'],
    ['Bucket', 'NotificationConfiguration', { LambdaConfigurations: [] }],
    ['Hourly', 'ScheduleExpression', 'rate(1 fortnight)'],
  ])('a value that it cannot run: %s.%s = %j', (id, name, value) => {
    const message = refusalOf((template) => {
      properties(template, id)[name] = value;
    });
    expect(message).toMatch(/not something that the laptop can run|not known|has no rate/);
  });

  it('a parameter without a value', () => {
    expect(refusalOf(() => {}, { ...addresses, parameters: {} })).toContain('MessagesProviderUrl');
  });

  describe('a deployment into a bucket', () => {
    const HELPER = { 'Fn::GetAtt': ['Helper', 'Arn'] };
    const withDeployment = (more: Record<string, unknown> = {}) => {
      const template = fixture();
      template.Resources.Helper = {
        Type: 'AWS::Lambda::Function',
        Properties: { Runtime: 'python3.13', Layers: [], Handler: 'index.handler' },
      };
      template.Resources.Pages = {
        Type: 'Custom::CDKBucketDeployment',
        Properties: {
          ServiceToken: HELPER,
          SourceObjectKeys: ['fixture.zip'],
          DestinationBucketName: { Ref: 'Bucket' },
          ...more,
        },
      };
      return template;
    };
    const refusal = (template: Json) => () => {
      bucketDeployments(new LaptopTemplate(template).resolve(addresses), ASSETS);
    };

    it('is none for its helper, which is left out with the reason, as it is no function of ours', () => {
      const taken = new LaptopTemplate(withDeployment()).resolve(addresses);
      expect(taken.leftOut).toContainEqual({
        logicalId: 'Helper',
        type: 'AWS::Lambda::Function',
        reason: expect.stringContaining('the laptop does that itself'),
      });
      expect(taken.all('AWS::Lambda::Function').map(({ logicalId }) => logicalId)).not.toContain('Helper');
      expect(bucketDeployments(taken, ASSETS)).toMatchObject([
        { bucket: 'bucket', prefix: '', prunes: true, excludes: [], includes: [] },
      ]);
    });

    it('with another function in Python beside its helper', () => {
      const template = withDeployment();
      template.Resources.Other = structuredClone(template.Resources.Helper) as Json['Resources'][string];
      delete template.Resources.Other.Properties.Layers;
      expect(refusal(template)).toThrow(/Other.*not something that the laptop can run/);
    });

    it.each([
      ['UserMetadata', { a: 'b' }],
      ['SystemMetadata', { 'cache-control': 'no-cache', 'content-language': 'ru' }],
      ['Extract', false],
      ['Exclude', ['[ab].js']],
      ['DestinationBucketName', 'somewhere-else'],
      ['SourceObjectKeys', ['missing.zip']],
      ['SourceMarkers', [{}]],
    ])('for its %s', (name, value) => {
      expect(refusal(withDeployment({ [name]: value }))).toThrow(TemplateRefusal);
    });
  });

  it('a second public host', () => {
    const message = refusalOf((template) => {
      const config = properties(template, 'Evidence').DistributionConfig as object;
      for (const id of ['One', 'Two'])
        template.Resources[id] = {
          Type: 'AWS::CloudFront::Distribution',
          Properties: { DistributionConfig: { ...config, DefaultRootObject: 'index.html' } },
        };
    });
    expect(message).toContain('one public host');
  });

  it('an unknown section, a condition and a second API', () => {
    expect(refusalOf((template) => Object.assign(template, { Transform: 'x' }))).toContain('Transform');
    expect(refusalOf((template) => Object.assign(template, { Conditions: { IsProd: {} } }))).toContain(
      'IsProd',
    );
    const second = refusalOf((template) => {
      template.Resources.Other = {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: { Name: 'o', ProtocolType: 'HTTP' },
      };
    });
    expect(second).toContain('one HTTP API');
  });
});
