/**
 * Everything in a template that the laptop leaves out on purpose, with the reason. Whatever stands neither here
 * nor in `resource-types.ts` stops the start: nothing is ignored silently.
 */
export const IGNORED_RESOURCES: Record<string, string> = {
  'AWS::IAM::*': 'permissions: the laptop has one user; least privilege is asserted on the template by tests',
  'AWS::Logs::LogGroup': 'logs are files in the data directory',
  'AWS::Logs::MetricFilter': 'nobody is paged by a laptop',
  'AWS::Logs::ResourcePolicy': 'permissions',
  'AWS::CloudWatch::Alarm': 'nobody is paged by a laptop',
  'AWS::CloudWatch::CompositeAlarm': 'nobody is paged by a laptop',
  'AWS::CloudWatch::Dashboard': 'nobody is paged by a laptop',
  'AWS::SNS::Topic': 'only alarms publish to it',
  'AWS::SNS::TopicPolicy': 'permissions',
  'AWS::SNS::Subscription': 'only alarms publish to it',
  'AWS::S3::BucketPolicy': 'permissions; the object storage is private by default',
  'AWS::SQS::QueuePolicy': 'permissions',
  'AWS::KMS::Key': 'encryption at rest is the disk’s affair on a laptop',
  'AWS::KMS::Alias': 'encryption at rest is the disk’s affair on a laptop',
  'AWS::CDK::Metadata': 'statistics of the CDK',
  'AWS::WAFv2::*': 'nothing outside reaches 127.0.0.1',
  'AWS::Lambda::Permission': 'permissions: which service may call which function',
  'AWS::SecretsManager::ResourcePolicy': 'permissions',
  'AWS::SecretsManager::RotationSchedule': 'secrets of the laptop live as long as its data',
  'AWS::Lambda::LayerVersion':
    'only the helper of bucket deployments has layers; a function of our own is refused for its Layers',
  'AWS::CloudFront::OriginAccessControl': 'the local edge reads buckets with the laptop’s own credentials',
  'AWS::CloudFront::CachePolicy': 'the local edge caches nothing',
  'AWS::CloudFront::OriginRequestPolicy': 'the local edge forwards everything but the host',
  'AWS::Glue::*': 'describes the lake to Athena; `npm run ask` describes it to DuckDB',
  'AWS::Athena::*': 'asks the lake; on the laptop `npm run ask` does, with the same SQL',
  'AWS::ApplicationInsights::*': 'nobody is paged by a laptop',
  'AWS::Scheduler::ScheduleGroup': 'only names schedules',
  'AWS::Cognito::UserPoolUser': 'demo users are built in',
  'AWS::Cognito::UserPoolUICustomizationAttachment': 'looks of a page that the laptop replaces',
  'AWS::Cognito::ManagedLoginBranding': 'looks of a page that the laptop replaces',
};

export const reasonToIgnore = (type: string): string | undefined =>
  IGNORED_RESOURCES[type] ?? IGNORED_RESOURCES[type.replace(/::[^:]+$/, '::*')];
