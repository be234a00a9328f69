import { z } from 'zod';

/** A resource type: the properties that the laptop acts on, and those that it leaves out on purpose. */
export interface ResourceType {
  schema: z.ZodType<Record<string, unknown>>;
  ignored: readonly string[];
}

const type = <Shape extends z.ZodRawShape>(shape: Shape, ignored: readonly string[] = []) => ({
  schema: z.strictObject(shape),
  ignored,
});

const tags = ['Tags'];
const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const attributeDefinitions = z.array(
  z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
);
const projection = z.strictObject({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.array(z.string()).optional(),
});
/** Throughput is what the two table types say about an index beyond its keys; the laptop has no capacity. */
const globalIndex = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: projection,
  OnDemandThroughput: z.unknown().optional(),
  ReadOnDemandThroughputSettings: z.unknown().optional(),
  WriteOnDemandThroughputSettings: z.unknown().optional(),
  ContributorInsightsSpecification: z.unknown().optional(),
  ProvisionedThroughput: z.unknown().optional(),
  WarmThroughput: z.unknown().optional(),
});
const tableShape = {
  TableName: z.string().optional(),
  KeySchema: keySchema,
  AttributeDefinitions: attributeDefinitions,
  GlobalSecondaryIndexes: z.array(globalIndex).optional(),
  StreamSpecification: z.strictObject({ StreamViewType: z.string() }).optional(),
  TimeToLiveSpecification: z
    .strictObject({ AttributeName: z.string().optional(), Enabled: z.boolean() })
    .optional(),
};

const dlqArn = z.strictObject({ Arn: z.string() });
const lambdaDestinations = z.strictObject({
  OnFailure: z.strictObject({ Destination: z.string() }).optional(),
  OnSuccess: z.strictObject({ Destination: z.string() }).optional(),
});
const count = z.coerce.number().int().min(0);
const truth = z.union([z.boolean(), z.stringbool()]);

const cacheBehaviorShape = {
  TargetOriginId: z.string(),
  ResponseHeadersPolicyId: z.string().optional(),
  ViewerProtocolPolicy: z.string(),
  AllowedMethods: z.array(z.string()).optional(),
  CachedMethods: z.unknown().optional(),
  Compress: truth.optional(),
  CachePolicyId: z.unknown().optional(),
  OriginRequestPolicyId: z.unknown().optional(),
  FunctionAssociations: z
    .array(z.strictObject({ EventType: z.literal('viewer-request'), FunctionARN: z.string() }))
    .optional(),
  TrustedKeyGroups: z.unknown().optional(),
};
/** Of the patterns of `aws s3 sync` those without sets of characters. */
const filePattern = z.string().regex(/^[^[\]]*$/, 'sets of characters are not known');
const overriding = { Override: truth };

/** Why each ignored property may be ignored: encryption, capacity, tracing, log formats, backups, permissions. */
export const RESOURCE_TYPES = {
  'AWS::DynamoDB::GlobalTable': type(
    { ...tableShape, Replicas: z.array(z.looseObject({ Region: z.string() })).max(1) },
    [
      'BillingMode',
      'SSESpecification',
      'WriteOnDemandThroughputSettings',
      'WriteProvisionedThroughputSettings',
      'MultiRegionConsistency',
      'WarmThroughput',
      ...tags,
    ],
  ),
  'AWS::DynamoDB::Table': type(tableShape, [
    'BillingMode',
    'SSESpecification',
    'PointInTimeRecoverySpecification',
    'DeletionProtectionEnabled',
    'ContributorInsightsSpecification',
    'ProvisionedThroughput',
    'OnDemandThroughput',
    'WarmThroughput',
    'ResourcePolicy',
    'TableClass',
    ...tags,
  ]),
  'AWS::S3::Bucket': type(
    {
      BucketName: z.string().optional(),
      NotificationConfiguration: z
        .strictObject({
          EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: truth.optional() }).optional(),
        })
        .optional(),
      CorsConfiguration: z
        .strictObject({
          CorsRules: z.array(
            z.strictObject({
              AllowedOrigins: z.array(z.string()),
              AllowedMethods: z.array(z.string()),
              AllowedHeaders: z.array(z.string()).optional(),
              ExposedHeaders: z.array(z.string()).optional(),
              MaxAge: count.optional(),
              Id: z.string().optional(),
            }),
          ),
        })
        .optional(),
      ObjectLockEnabled: truth.optional(),
      LifecycleConfiguration: z
        .looseObject({ Rules: z.array(z.looseObject({ Id: z.string().optional(), Status: z.string() })) })
        .optional(),
    },
    [
      'AccessControl',
      'BucketEncryption',
      'PublicAccessBlockConfiguration',
      'VersioningConfiguration',
      'LoggingConfiguration',
      'OwnershipControls',
      'ObjectLockConfiguration',
      'IntelligentTieringConfigurations',
      'MetricsConfigurations',
      ...tags,
    ],
  ),
  'AWS::SQS::Queue': type(
    {
      QueueName: z.string().optional(),
      VisibilityTimeout: count.optional(),
      DelaySeconds: count.optional(),
      MessageRetentionPeriod: count.optional(),
      RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: count }).optional(),
      FifoQueue: z.literal(false).optional(),
    },
    [
      'KmsMasterKeyId',
      'KmsDataKeyReusePeriodSeconds',
      'SqsManagedSseEnabled',
      'RedriveAllowPolicy',
      'ReceiveMessageWaitTimeSeconds',
      'MaximumMessageSize',
      ...tags,
    ],
  ),
  'AWS::Lambda::Function': type(
    {
      FunctionName: z.string().optional(),
      Code: z.strictObject({ S3Bucket: z.unknown(), S3Key: z.string() }),
      Handler: z.string(),
      Runtime: z.literal('nodejs24.x'),
      Timeout: count.optional(),
      MemorySize: count.optional(),
      Environment: z.strictObject({ Variables: z.record(z.string(), z.string()) }).optional(),
      ReservedConcurrentExecutions: count.optional(),
      DeadLetterConfig: z.strictObject({ TargetArn: z.string() }).optional(),
    },
    [
      'Architectures',
      'Role',
      'Description',
      'LoggingConfig',
      'TracingConfig',
      'KmsKeyArn',
      'EphemeralStorage',
      'RecursiveLoop',
      'RuntimeManagementConfig',
      ...tags,
    ],
  ),
  'AWS::Lambda::EventSourceMapping': type(
    {
      EventSourceArn: z.string(),
      FunctionName: z.string(),
      Enabled: truth.optional(),
      BatchSize: count.optional(),
      MaximumBatchingWindowInSeconds: count.optional(),
      FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).optional(),
      StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
      BisectBatchOnFunctionError: truth.optional(),
      MaximumRetryAttempts: z.coerce.number().int().min(-1).optional(),
      MaximumRecordAgeInSeconds: z.coerce.number().int().min(-1).optional(),
      FilterCriteria: z
        .strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) })
        .optional(),
      DestinationConfig: lambdaDestinations.optional(),
      ScalingConfig: z.strictObject({ MaximumConcurrency: count }).optional(),
      ParallelizationFactor: count.optional(),
    },
    ['MetricsConfig', ...tags],
  ),
  'AWS::Lambda::EventInvokeConfig': type({
    FunctionName: z.string(),
    Qualifier: z.literal('$LATEST'),
    MaximumRetryAttempts: count.optional(),
    MaximumEventAgeInSeconds: count.optional(),
    DestinationConfig: lambdaDestinations.optional(),
  }),
  'AWS::ApiGatewayV2::Api': type(
    {
      Name: z.string(),
      ProtocolType: z.literal('HTTP'),
      CorsConfiguration: z
        .strictObject({
          AllowOrigins: z.array(z.string()).optional(),
          AllowMethods: z.array(z.string()).optional(),
          AllowHeaders: z.array(z.string()).optional(),
          ExposeHeaders: z.array(z.string()).optional(),
          AllowCredentials: truth.optional(),
          MaxAge: count.optional(),
        })
        .optional(),
    },
    ['Description', 'DisableExecuteApiEndpoint', 'IpAddressType', ...tags],
  ),
  'AWS::ApiGatewayV2::Stage': type(
    { ApiId: z.string(), StageName: z.literal('$default'), AutoDeploy: z.literal(true) },
    ['AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings', 'Description', ...tags],
  ),
  'AWS::ApiGatewayV2::Route': type({
    ApiId: z.string(),
    RouteKey: z.string(),
    Target: z.string(),
    AuthorizationType: z.enum(['NONE', 'JWT']).optional(),
    AuthorizerId: z.string().optional(),
    AuthorizationScopes: z.array(z.string()).optional(),
  }),
  'AWS::ApiGatewayV2::Integration': type(
    {
      ApiId: z.string(),
      IntegrationType: z.literal('AWS_PROXY'),
      IntegrationUri: z.string(),
      PayloadFormatVersion: z.literal('2.0'),
      IntegrationMethod: z.string().optional(),
      TimeoutInMillis: count.optional(),
    },
    ['Description', 'ConnectionType', 'CredentialsArn'],
  ),
  'AWS::ApiGatewayV2::Authorizer': type({
    ApiId: z.string(),
    Name: z.string(),
    AuthorizerType: z.literal('JWT'),
    IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
    JwtConfiguration: z.strictObject({ Issuer: z.string(), Audience: z.array(z.string()) }),
  }),
  'AWS::Events::Rule': type(
    {
      Name: z.string().optional(),
      EventPattern: z.record(z.string(), z.unknown()).optional(),
      ScheduleExpression: z.string().optional(),
      State: z.enum(['ENABLED', 'DISABLED']).optional(),
      EventBusName: z.literal('default').optional(),
      Targets: z.array(
        z.strictObject({
          Id: z.string(),
          Arn: z.string(),
          Input: z.string().optional(),
          RoleArn: z.unknown().optional(),
          // Hand-over to a local queue does not fail, so there is nothing to retry.
          RetryPolicy: z.unknown().optional(),
          DeadLetterConfig: dlqArn.optional(),
        }),
      ),
    },
    ['Description', 'RoleArn', ...tags],
  ),
  'AWS::Scheduler::Schedule': type(
    {
      Name: z.string().optional(),
      ScheduleExpression: z.string(),
      ScheduleExpressionTimezone: z.string().optional(),
      State: z.enum(['ENABLED', 'DISABLED']).optional(),
      FlexibleTimeWindow: z.unknown(),
      Target: z.strictObject({
        Arn: z.string(),
        Input: z.string().optional(),
        RoleArn: z.unknown().optional(),
        RetryPolicy: z.unknown().optional(),
        DeadLetterConfig: dlqArn.optional(),
      }),
    },
    ['Description', 'GroupName', 'KmsKeyArn'],
  ),
  'AWS::StepFunctions::StateMachine': type(
    {
      StateMachineName: z.string().optional(),
      StateMachineType: z.literal('STANDARD').optional(),
      DefinitionString: z.string(),
    },
    ['RoleArn', 'LoggingConfiguration', 'TracingConfiguration', 'EncryptionConfiguration', ...tags],
  ),
  'AWS::SecretsManager::Secret': type(
    {
      Name: z.string().optional(),
      SecretString: z.string().optional(),
      GenerateSecretString: z
        .strictObject({
          PasswordLength: count.optional(),
          ExcludePunctuation: truth.optional(),
          ExcludeCharacters: z.string().optional(),
          ExcludeLowercase: truth.optional(),
          ExcludeUppercase: truth.optional(),
          ExcludeNumbers: truth.optional(),
          IncludeSpace: truth.optional(),
          RequireEachIncludedType: truth.optional(),
          SecretStringTemplate: z.string().optional(),
          GenerateStringKey: z.string().optional(),
        })
        .optional(),
    },
    ['Description', 'KmsKeyId', 'ReplicaRegions', ...tags],
  ),
  'AWS::Cognito::UserPool': type({ UserPoolName: z.string().optional() }, [
    'AccountRecoverySetting',
    'AdminCreateUserConfig',
    'AliasAttributes',
    'AutoVerifiedAttributes',
    'DeletionProtection',
    'DeviceConfiguration',
    'EmailConfiguration',
    'EmailVerificationMessage',
    'EmailVerificationSubject',
    'EnabledMfas',
    'MfaConfiguration',
    'Policies',
    'Schema',
    'SmsVerificationMessage',
    'UserAttributeUpdateSettings',
    'UserPoolAddOns',
    'UserPoolTags',
    'UserPoolTier',
    'UsernameAttributes',
    'UsernameConfiguration',
    'VerificationMessageTemplate',
  ]),
  'AWS::Cognito::UserPoolClient': type(
    {
      UserPoolId: z.string(),
      ClientName: z.string().optional(),
      GenerateSecret: truth.optional(),
      AllowedOAuthFlows: z.array(z.string()).optional(),
      AllowedOAuthScopes: z.array(z.string()).optional(),
      AllowedOAuthFlowsUserPoolClient: truth.optional(),
      CallbackURLs: z.array(z.string()).optional(),
      LogoutURLs: z.array(z.string()).optional(),
    },
    [
      'AccessTokenValidity',
      'AuthSessionValidity',
      'EnablePropagateAdditionalUserContextData',
      'EnableTokenRevocation',
      'ExplicitAuthFlows',
      'IdTokenValidity',
      'PreventUserExistenceErrors',
      'ReadAttributes',
      'RefreshTokenRotation',
      'RefreshTokenValidity',
      'SupportedIdentityProviders',
      'TokenValidityUnits',
      'WriteAttributes',
    ],
  ),
  'AWS::Cognito::UserPoolResourceServer': type({
    Identifier: z.string(),
    Name: z.string(),
    UserPoolId: z.string(),
    Scopes: z
      .array(z.strictObject({ ScopeName: z.string(), ScopeDescription: z.string().optional() }))
      .optional(),
  }),
  'AWS::Cognito::UserPoolGroup': type({ GroupName: z.string(), UserPoolId: z.string() }, [
    'Description',
    'Precedence',
    'RoleArn',
  ]),
  'AWS::Cognito::UserPoolDomain': type({ Domain: z.string(), UserPoolId: z.string() }, [
    'ManagedLoginVersion',
    'CustomDomainConfig',
  ]),
  'AWS::CloudFront::Distribution': type(
    {
      DistributionConfig: z.strictObject({
        Enabled: truth,
        DefaultRootObject: z.string().optional(),
        DefaultCacheBehavior: z.strictObject(cacheBehaviorShape),
        CacheBehaviors: z
          .array(z.strictObject({ PathPattern: z.string(), ...cacheBehaviorShape }))
          .optional(),
        Origins: z.array(
          z.strictObject({
            Id: z.string(),
            DomainName: z.string(),
            OriginPath: z.string().optional(),
            S3OriginConfig: z.unknown().optional(),
            CustomOriginConfig: z.unknown().optional(),
            OriginAccessControlId: z.unknown().optional(),
            OriginShield: z.unknown().optional(),
            ConnectionAttempts: z.unknown().optional(),
            ConnectionTimeout: z.unknown().optional(),
          }),
        ),
        CustomErrorResponses: z.unknown().optional(),
        Comment: z.unknown().optional(),
        HttpVersion: z.unknown().optional(),
        IPV6Enabled: z.unknown().optional(),
        Logging: z.unknown().optional(),
        PriceClass: z.unknown().optional(),
        Restrictions: z.unknown().optional(),
        ViewerCertificate: z.unknown().optional(),
        Aliases: z.unknown().optional(),
        WebACLId: z.unknown().optional(),
      }),
    },
    tags,
  ),
  // Nothing is cached here that would have to be invalidated, and no stack is taken away.
  'Custom::CDKBucketDeployment': type(
    {
      ServiceToken: z.string(),
      SourceObjectKeys: z.array(z.string().endsWith('.zip')),
      DestinationBucketName: z.string(),
      DestinationBucketKeyPrefix: z.string().optional(),
      Extract: z.literal(true).optional(),
      Prune: truth.optional(),
      Exclude: z.array(filePattern).optional(),
      Include: z.array(filePattern).optional(),
      SystemMetadata: z.strictObject({ 'cache-control': z.string().optional() }).optional(),
    },
    [
      'SourceBucketNames',
      'RetainOnDelete',
      'DistributionId',
      'DistributionPaths',
      'WaitForDistributionInvalidation',
      'OutputObjectKeys',
    ],
  ),
  'AWS::CloudFront::Function': type(
    {
      Name: z.string(),
      FunctionCode: z.string(),
      FunctionConfig: z.strictObject({
        Runtime: z.enum(['cloudfront-js-1.0', 'cloudfront-js-2.0']),
        Comment: z.unknown().optional(),
      }),
    },
    ['AutoPublish', 'FunctionMetadata', ...tags],
  ),
  'AWS::CloudFront::ResponseHeadersPolicy': type({
    ResponseHeadersPolicyConfig: z.strictObject({
      Name: z.string(),
      Comment: z.string().optional(),
      CustomHeadersConfig: z
        .strictObject({
          Items: z.array(z.strictObject({ Header: z.string(), Value: z.string(), ...overriding })),
        })
        .optional(),
      CorsConfig: z
        .strictObject({
          AccessControlAllowCredentials: truth,
          AccessControlAllowHeaders: z.strictObject({ Items: z.array(z.string()) }),
          AccessControlAllowMethods: z.strictObject({ Items: z.array(z.string()) }),
          AccessControlAllowOrigins: z.strictObject({ Items: z.array(z.string()) }),
          AccessControlExposeHeaders: z.strictObject({ Items: z.array(z.string()) }).optional(),
          AccessControlMaxAgeSec: count.optional(),
          OriginOverride: truth,
        })
        .optional(),
      RemoveHeadersConfig: z
        .strictObject({ Items: z.array(z.strictObject({ Header: z.string() })) })
        .optional(),
      ServerTimingHeadersConfig: z.unknown().optional(),
      SecurityHeadersConfig: z
        .strictObject({
          ContentTypeOptions: z.strictObject(overriding).optional(),
          ContentSecurityPolicy: z
            .strictObject({ ContentSecurityPolicy: z.string(), ...overriding })
            .optional(),
          FrameOptions: z.strictObject({ FrameOption: z.string(), ...overriding }).optional(),
          ReferrerPolicy: z.strictObject({ ReferrerPolicy: z.string(), ...overriding }).optional(),
          StrictTransportSecurity: z
            .strictObject({
              AccessControlMaxAgeSec: count,
              IncludeSubdomains: truth.optional(),
              Preload: truth.optional(),
              ...overriding,
            })
            .optional(),
          XSSProtection: z
            .strictObject({
              Protection: truth,
              ModeBlock: truth.optional(),
              ReportUri: z.string().optional(),
              ...overriding,
            })
            .optional(),
        })
        .optional(),
    }),
  }),
} satisfies Record<string, ResourceType>;

export type KnownType = keyof typeof RESOURCE_TYPES;
export type PropertiesOf<Type extends KnownType> = z.output<(typeof RESOURCE_TYPES)[Type]['schema']>;
