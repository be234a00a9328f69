import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { Operation } from '../../functions/contracts/operations/operation.ts';
import { operations } from '../../functions/contracts/operations.ts';
import { policyPersonal } from '../../functions/contracts/policy.ts';
import { TERMS_ON_SALE, type Term } from '../../functions/policies/terms.ts';
import { handlerNames } from '../../lib/function-bundles.ts';
import {
  DEPLOYMENT_HELPER,
  type Named,
  plainName,
  ROOT,
  readable,
  type SynthesizedStack,
  synthesizedStack,
} from './synthesized-stack.ts';

let stack: SynthesizedStack;
let template: Template;
beforeAll(async () => {
  stack = await synthesizedStack();
  template = Template.fromJSON(stack.template);
}, 180_000);

const names = (type: string) => stack.all(type).map(({ id }) => plainName(id));
const films = () => stack.all('AWS::S3::Bucket').find(({ id }) => id.startsWith('EvidenceFilms')) as Named;
const functions = () =>
  stack.all('AWS::Lambda::Function').filter(({ id }) => !id.startsWith(DEPLOYMENT_HELPER));
/** The most days that a term can have. */
const mostDays = (term: Term) => ('days' in term ? term.days : Math.ceil((term.months * 366) / 12));

describe('the sweep', () => {
  it('has a whole processor, and one run at a time', () => {
    const sweep = functions().find(({ id }) => id.startsWith('EndPolicies'));
    expect(sweep?.Properties).toMatchObject({
      MemorySize: 1_769,
      Timeout: 900,
      ReservedConcurrentExecutions: 1,
    });
  });
});

describe('the tables', () => {
  it('are four, kept and restorable, encrypted, and cannot be deleted by mistake', () => {
    const tables = stack.all('AWS::DynamoDB::GlobalTable');
    expect(tables.map(({ id }) => plainName(id)).sort()).toEqual([
      'TablesCases',
      'TablesDesk',
      'TablesPolicies',
      'TablesReports',
    ]);
    for (const { id, Properties, DeletionPolicy, UpdateReplacePolicy } of tables) {
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
      expect(Properties.BillingMode).toBe('PAY_PER_REQUEST');
      expect(Properties.SSESpecification).toMatchObject({ SSEEnabled: true });
      // Nothing follows the tables of the desk and of reports, and what is over leaves them by itself.
      const isMadeAnew = ['TablesDesk', 'TablesReports'].includes(plainName(id));
      expect(Properties.StreamSpecification).toEqual(
        isMadeAnew ? undefined : { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      );
      expect(Properties.TimeToLiveSpecification).toEqual(
        isMadeAnew ? { AttributeName: 'expiresAt', Enabled: true } : undefined,
      );
      for (const replica of Properties.Replicas) {
        expect(replica.DeletionProtectionEnabled).toBe(true);
        expect(replica.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
        // What lies for years costs more to keep than to write; who has a case open is forgotten in a minute.
        expect(replica.TableClass).toBe(
          plainName(id) === 'TablesDesk' ? 'STANDARD' : 'STANDARD_INFREQUENT_ACCESS',
        );
      }
    }
  });
});

describe('the buckets', () => {
  it('are closed to the public, encrypted and kept', () => {
    const buckets = stack.all('AWS::S3::Bucket');
    expect(buckets).toHaveLength(4);
    for (const { Properties, DeletionPolicy, UpdateReplacePolicy } of buckets) {
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
      expect(Properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(JSON.stringify(Properties.BucketEncryption)).toMatch(/"SSEAlgorithm":"(?:AES256|aws:kms)"/);
    }
  });

  it('refuse what does not come by TLS, as queues and the alarms’ topic do', () => {
    const guarded = ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'].flatMap(
      stack.all,
    );
    expect(guarded).toHaveLength(
      ['AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::SNS::Topic'].flatMap(stack.all).length,
    );
    for (const { Properties } of guarded)
      expect(Properties.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
  });

  it('let nobody but the service’s own roles in', () => {
    const opened = stack
      .all('AWS::S3::BucketPolicy')
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Effect, Principal }) => Effect === 'Allow' && !Principal.Service);
    expect(opened).toEqual([]);
  });

  it('of the films is versioned and lockable, so that evidence cannot be overwritten', () => {
    const { Properties } = films();
    expect(Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
    expect(Properties.ObjectLockEnabled).toBe(true);
    expect(Properties.LoggingConfiguration).toBeDefined();
  });

  it('of the films takes from the browser signed PUTs and shows signed GETs, on pages of the public host only', () => {
    expect(films().Properties.CorsConfiguration.CorsRules).toEqual([
      expect.objectContaining({ AllowedOrigins: [{ Ref: 'PublicHost' }], AllowedMethods: ['PUT', 'GET'] }),
    ]);
  });

  it('of the films keeps as long as the terms say, and no upload or film of nobody for ever', () => {
    const [rule, ...others] = films().Properties.LifecycleConfiguration.Rules;
    expect(others).toEqual([]);
    const { retention, startedCounts, duration, deadlines } = TERMS_ON_SALE;
    // Not before the customer's time to finish is over.
    expect(rule.AbortIncompleteMultipartUpload.DaysAfterInitiation).toBeGreaterThan(
      mostDays(startedCounts.upload),
    );
    // After a claim that was filed with its film is decided: reading is free until then.
    const decided = mostDays(deadlines['specialist-decides']) + mostDays(deadlines['supervisor-approves']);
    expect(rule.Transitions).toEqual([{ StorageClass: 'GLACIER_IR', TransitionInDays: expect.any(Number) }]);
    const [{ TransitionInDays }] = rule.Transitions;
    expect(TransitionInDays).toBeGreaterThan(decided);
    // Sixteen days in the standard class cost as much as the cheap one's least, its ninety.
    expect(TransitionInDays).toBeLessThan(16);
    // A film may be as old as its policy when the claim is filed that it is kept for.
    const kept = mostDays(retention.claimedFilm) + mostDays(duration) + mostDays(startedCounts.upload);
    expect(rule.ExpirationInDays).toBeGreaterThan(kept);
    expect(rule.ExpirationInDays).toBeLessThan(kept * 1.01);
    expect(rule.NoncurrentVersionExpiration).toBeDefined();
    expect(rule.Status).toBe('Enabled');
    expect(rule.Prefix).toBeUndefined();
  });

  it('of the films is seen through a host that lets nothing run', () => {
    template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          ContentTypeOptions: { Override: true },
          ContentSecurityPolicy: { ContentSecurityPolicy: Match.stringLikeRegexp('sandbox'), Override: true },
        },
      },
    });
  });
});

describe('the functions', () => {
  it('are one for each handler', () => {
    expect(functions()).toHaveLength(handlerNames.length);
    expect(names('AWS::Lambda::Function')).toHaveLength(handlerNames.length + 1);
  });

  it('run on Node 24 and arm64, but for the one with a program of x86-64, traced when asked, and log where it is said for how long', () => {
    for (const { id, Properties } of functions()) {
      expect(Properties.Runtime).toBe('nodejs24.x');
      const isLooker = plainName(id) === 'LookAtFilmFunction';
      expect(Properties.Architectures).toEqual([isLooker ? 'x86_64' : 'arm64']);
      expect(Properties.TracingConfig).toEqual({ Mode: 'PassThrough' });
      expect(readable(Properties.LoggingConfig.LogGroup)).toMatch(/Logs$/);
    }
  });

  it('keep every log for three months', () => {
    expect(names('AWS::Logs::LogGroup').length).toBe(names('AWS::Lambda::Function').length + 2);
    for (const { Properties } of stack.all('AWS::Logs::LogGroup'))
      expect(Properties.RetentionInDays).toBe(90);
  });

  it('have no secret in their environment', () => {
    for (const { Properties } of stack.all('AWS::Lambda::Function'))
      expect(JSON.stringify(Properties.Environment)).not.toMatch(/resolve:secretsmanager|masterKey|apiKey/i);
  });
});

describe('every asynchronous hop', () => {
  const queueOf = (arn: unknown) => plainName(readable(arn));

  it('from a stream halves a bad batch, tries it for so long, and puts its place with the lost work', () => {
    const streams = stack
      .all('AWS::Lambda::EventSourceMapping')
      .filter(({ Properties }) => Properties.StartingPosition !== undefined);
    expect(streams).toHaveLength(4);
    for (const { Properties } of streams) {
      expect(Properties).toMatchObject({
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        StartingPosition: 'TRIM_HORIZON',
      });
      // Before the stream forgets it.
      expect(Properties.MaximumRecordAgeInSeconds).toBeLessThan(24 * 3600);
      expect(queueOf(Properties.DestinationConfig.OnFailure.Destination)).toBe('LostWork');
    }
  });

  it('from a queue names the messages that failed, and is not hidden for less than six timeouts', () => {
    const sources = stack
      .all('AWS::Lambda::EventSourceMapping')
      .filter(({ Properties }) => Properties.StartingPosition === undefined);
    expect(sources).toHaveLength(4);
    for (const { Properties } of sources) {
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      const consumer = stack.template.Resources[Properties.FunctionName.Ref];
      const queue = stack.template.Resources[Properties.EventSourceArn['Fn::GetAtt'][0]];
      expect(queue?.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * consumer?.Properties.Timeout);
    }
  });

  it('through a queue ends with the dead letters, which are kept for two weeks', () => {
    const queues = stack.all('AWS::SQS::Queue');
    const withDeadLetters = queues.filter(({ Properties }) => Properties.RedrivePolicy);
    expect(withDeadLetters.map(({ id }) => plainName(id)).sort()).toEqual([
      'ChecksQueue',
      'LooksQueue',
      'NoticesQueue',
      'SignalsQueue',
    ]);
    for (const { Properties } of queues) {
      expect(Properties.MessageRetentionPeriod).toBe(14 * 86_400);
      expect(Properties.SqsManagedSseEnabled).toBe(true);
    }
    for (const { id, Properties } of withDeadLetters) {
      expect(queueOf(Properties.RedrivePolicy.deadLetterTargetArn)).toBe(
        plainName(id).replace('Queue', 'DeadLetters'),
      );
    }
  });

  it('from a rule has somewhere to go when it cannot be delivered', () => {
    const targets = stack.all('AWS::Events::Rule').flatMap(({ Properties }) => Properties.Targets);
    expect(targets.length).toBeGreaterThanOrEqual(2);
    for (const target of targets)
      expect(queueOf(target.DeadLetterConfig?.Arn ?? '')).toMatch(/^(?:LostWork|ChecksDeadLetters)$/);
  });

  it('from a schedule has somewhere to go when it cannot be delivered', () => {
    const schedules = stack.all('AWS::Scheduler::Schedule');
    expect(schedules.map(({ Properties }) => Properties.ScheduleExpression).sort()).toEqual([
      'rate(1 hour)',
      'rate(15 minutes)',
    ]);
    for (const { Properties } of schedules) {
      expect(queueOf(Properties.Target.DeadLetterConfig.Arn)).toBe('LostWork');
      expect(Properties.State).toBe('ENABLED');
    }
  });

  it('that was delivered to a function and failed there is not lost either', () => {
    const called = [
      ...stack.all('AWS::Scheduler::Schedule').map(({ Properties }) => readable(Properties.Target.Arn)),
      ...stack
        .all('AWS::Events::Rule')
        .flatMap(({ Properties }) => Properties.Targets.map(({ Arn }: { Arn: unknown }) => readable(Arn)))
        .filter((target: string) => target.endsWith('Function')),
    ];
    const kept = stack
      .all('AWS::Lambda::EventInvokeConfig')
      .filter(({ Properties }) => queueOf(Properties.DestinationConfig.OnFailure.Destination) === 'LostWork')
      .map(({ Properties }) => readable(Properties.FunctionName));
    expect(called).toHaveLength(3);
    expect(kept.sort()).toEqual(called.sort());
  });
});

describe('the API', () => {
  const authorizerOf = (route: Named) =>
    route.Properties.AuthorizerId === undefined ? 'none' : readable(route.Properties.AuthorizerId);
  const authorizer = {
    pos: /^ApiHttpPosAuthorizer/,
    console: /^ApiHttpConsoleAuthorizer/,
    customer: /^none$/,
    anyone: /^none$/,
  };

  it('has a route for each operation and no other, behind the authorizer and scope of its caller', () => {
    const routes = new Map(
      stack.all('AWS::ApiGatewayV2::Route').map((route) => [route.Properties.RouteKey, route]),
    );
    const all = Object.values(operations) as Operation[];
    expect([...routes.keys()].sort()).toEqual(all.map(({ method, path: to }) => `${method} ${to}`).sort());
    for (const { method, path: to, caller } of all) {
      const route = routes.get(`${method} ${to}`) as Named;
      expect(authorizerOf(route)).toMatch(authorizer[caller]);
      expect(route.Properties.AuthorizationType ?? 'NONE').toBe(
        authorizerOf(route) === 'none' ? 'NONE' : 'JWT',
      );
      expect(route.Properties.AuthorizationScopes).toEqual(caller === 'pos' ? ['sales/write'] : undefined);
    }
  });

  it('is open without a token of the gateway only for links, for where people sign in and for its own description', () => {
    const open = stack
      .all('AWS::ApiGatewayV2::Route')
      .filter((route) => authorizerOf(route) === 'none')
      .map(({ Properties }) => Properties.RouteKey as string);
    expect(open.filter((route) => !/ \/v1\/my\//.test(route)).sort()).toEqual([
      'GET /v1/desk/settings',
      'GET /v1/openapi.json',
    ]);
  });

  it('believes tokens of the service’s own users, each authorizer those of its own client', () => {
    const authorizers = stack.all('AWS::ApiGatewayV2::Authorizer');
    expect(authorizers).toHaveLength(2);
    const audiences = authorizers.map(({ Properties }) => readable(Properties.JwtConfiguration.Audience[0]));
    expect(new Set(audiences).size).toBe(2);
    for (const { Properties } of authorizers) {
      expect(Properties.AuthorizerType).toBe('JWT');
      expect(readable(Properties.JwtConfiguration.Issuer)).toBe('IdentityUsers.ProviderURL');
    }
  });

  it('is throttled, and logs who called what without a body, a query or a token', () => {
    const [stage] = stack.all('AWS::ApiGatewayV2::Stage') as [Named];
    expect(stage.Properties.DefaultRouteSettings).toMatchObject({
      ThrottlingBurstLimit: expect.any(Number),
      ThrottlingRateLimit: expect.any(Number),
      DetailedMetricsEnabled: false,
    });
    const format = stage.Properties.AccessLogSettings.Format as string;
    expect(JSON.parse(format)).toHaveProperty('requestId');
    expect(format).not.toMatch(/path|querystring|authoriz|body|header|sourceIp/i);
  });

  it('knows console users with a second factor only, and none that sign up themselves', () => {
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      MfaConfiguration: 'ON',
      DeletionProtection: 'ACTIVE',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
    const flows = stack
      .all('AWS::Cognito::UserPoolClient')
      .map(({ Properties }) => Properties.AllowedOAuthFlows);
    expect(flows.sort()).toEqual([['client_credentials'], ['code']]);
  });
});

describe('the workflow', () => {
  const machine = () => (stack.all('AWS::StepFunctions::StateMachine') as [Named])[0].Properties;

  it('is traced, and logs its steps without the data that passes through', () => {
    expect(machine()).toMatchObject({
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
  });

  it('speaks JSONata and carries ids: no field of a person, no sum, no text', () => {
    const definition = readable(machine().DefinitionString);
    const { States, QueryLanguage } = JSON.parse(definition);
    expect(QueryLanguage).toBe('JSONata');
    for (const [name, state] of Object.entries<{ Arguments?: { Payload: object } }>(States)) {
      expect(name).toMatch(/^[A-Z].*[a-z?]$/);
      const carried = Object.keys(state.Arguments?.Payload ?? {});
      expect(['trackingNumber', 'claimId', 'status', 'taskToken']).toEqual(expect.arrayContaining(carried));
    }
    const personal = [
      ...Object.keys(policyPersonal.shape.customer.shape),
      ...Object.keys(policyPersonal.shape.seller.shape),
      'personal',
      'seller',
      'description',
      'amount',
      'payee',
      'answers',
    ].filter((field) => field !== 'name');
    for (const field of personal) expect(definition).not.toMatch(new RegExp(`["'.]${field}\\b`));
  });
});

describe('the alarms', () => {
  const alarms = () => stack.all('AWS::CloudWatch::Alarm');
  const pages = [...readFileSync(path.join(ROOT, 'docs', 'runbook.md'), 'utf8').matchAll(/^## (.+)$/gm)].map(
    ([, title]) => title?.toLowerCase(),
  );

  it('say what customers or specialists feel, and name a page of the runbook that there is', () => {
    expect(alarms().length).toBeGreaterThanOrEqual(10);
    for (const { Properties } of alarms()) {
      const [impact, page] = Properties.AlarmDescription.split(' Runbook: ');
      expect(impact).toMatch(/\b(?:customers?|specialists?)\b/i);
      expect(pages).toContain(page?.replace(/\.$/, ''));
    }
  });

  it('call somebody', () => {
    for (const { Properties } of alarms()) expect(Properties.AlarmActions).toHaveLength(1);
  });

  it('watch every queue of dead letters from the first one', () => {
    const watched = alarms()
      .filter(({ Properties }) => Properties.Namespace === 'AWS/SQS' && Properties.Threshold === 1)
      .map(({ Properties }) => readable(Properties.Dimensions[0].Value).replace('.QueueName', ''));
    const deadLetters = names('AWS::SQS::Queue').filter((name) => !name.endsWith('Queue'));
    expect(watched.sort()).toEqual(deadLetters.sort());
  });

  it('can go off for a job that runs once an hour', () => {
    const jobs = stack
      .all('AWS::Scheduler::Schedule')
      .map(({ Properties }) => readable(Properties.Target.Arn));
    for (const job of jobs)
      expect(
        alarms()
          .filter(({ Properties }) => readable(Properties.Dimensions[0].Value) === job)
          .map(({ Properties }) => [Properties.MetricName, Properties.Threshold]),
      ).toEqual([['Errors', 1]]);
  });

  it('watch faults of the API, streams that lag and executions that die', () => {
    const metrics = alarms().map(({ Properties }) => `${Properties.Namespace} ${Properties.MetricName}`);
    expect(metrics).toEqual(
      expect.arrayContaining(['AWS/ApiGateway 5xx', 'AWS/Lambda IteratorAge', 'AWS/States ExecutionsFailed']),
    );
  });
});
