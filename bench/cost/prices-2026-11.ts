/**
 * What AWS asks, as data with a date and where each price was read. Whoever renews it writes a file of another month
 * beside this one and says why the bill moved. List prices: no free tier, no savings plan.
 */
export interface Price {
  usd: number;
  /** So many units cost `usd`. */
  per: number;
  unit: string;
  /** Where it was read, or `general knowledge` where no page could be found here. */
  source: string;
}

export const PRICE_LIST = {
  region: 'us-east-1',
  date: '2026-11-23',
  note: 'EU regions are about 10 to 20 % dearer (general knowledge); ratios move less.',
} as const;

const MILLION = 1_000_000;
const GENERAL_KNOWLEDGE = 'general knowledge';

export const prices = {
  httpApiRequest: { usd: 1, per: MILLION, unit: 'requests', source: 'jarv.org, HTTP against REST API' },
  restApiRequest: { usd: 3.5, per: MILLION, unit: 'requests', source: 'jarv.org, HTTP against REST API' },
  lambdaRequest: { usd: 0.2, per: MILLION, unit: 'invocations', source: 'cloudchipr.com, Lambda pricing' },
  lambdaArmSecond: { usd: 13.33, per: MILLION, unit: 'GB-s', source: 'cloudchipr.com, Lambda pricing' },
  lambdaX86Second: { usd: 16.67, per: MILLION, unit: 'GB-s', source: 'cloudchipr.com, Lambda pricing' },
  writeUnit: { usd: 0.625, per: MILLION, unit: 'write units', source: 'airbyte.com, DynamoDB pricing' },
  readUnit: { usd: 0.125, per: MILLION, unit: 'read units', source: 'airbyte.com, DynamoDB pricing' },
  tableStorage: { usd: 0.25, per: 1, unit: 'GB-months', source: 'aws.amazon.com/dynamodb/pricing/on-demand' },
  rareWriteUnit: { usd: 0.78, per: MILLION, unit: 'write units', source: GENERAL_KNOWLEDGE },
  rareReadUnit: { usd: 0.155, per: MILLION, unit: 'read units', source: GENERAL_KNOWLEDGE },
  rareTableStorage: { usd: 0.1, per: 1, unit: 'GB-months', source: GENERAL_KNOWLEDGE },
  restorableStorage: { usd: 0.2, per: 1, unit: 'GB-months', source: GENERAL_KNOWLEDGE },
  transition: { usd: 25, per: MILLION, unit: 'transitions', source: 'aws.amazon.com/step-functions/pricing' },
  queueRequest: { usd: 0.4, per: MILLION, unit: 'requests', source: 'cloudburn.io, SQS pricing' },
  scheduledCall: {
    usd: 1,
    per: MILLION,
    unit: 'calls',
    source: 'cloudburn.io/blog/amazon-eventbridge-pricing',
  },
  /** Events of S3's data are opted into: not among the free ones. */
  objectEvent: { usd: 1, per: MILLION, unit: 'events', source: 'aws.amazon.com/eventbridge/pricing' },
  objectPut: {
    usd: 0.005,
    per: 1_000,
    unit: 'requests',
    source: 'gist of S3 request prices (measurements.md)',
  },
  objectGet: { usd: 0.0004, per: 1_000, unit: 'requests', source: GENERAL_KNOWLEDGE },
  glacierPut: { usd: 0.02, per: 1_000, unit: 'requests', source: GENERAL_KNOWLEDGE },
  standardStorage: { usd: 0.023, per: 1, unit: 'GB-months', source: 'usage.ai, S3 storage classes' },
  glacierStorage: { usd: 0.004, per: 1, unit: 'GB-months', source: 'usage.ai, S3 storage classes' },
  glacierRead: { usd: 0.03, per: 1, unit: 'GB', source: 'usage.ai, S3 storage classes' },
  egress: { usd: 0.085, per: 1, unit: 'GB', source: GENERAL_KNOWLEDGE },
  edgeRequest: { usd: 0.01, per: 10_000, unit: 'requests', source: GENERAL_KNOWLEDGE },
  logIngested: { usd: 0.5, per: 1, unit: 'GB', source: 'go-cloud.io, CloudWatch pricing' },
  logStored: { usd: 0.03, per: 1, unit: 'GB-months', source: GENERAL_KNOWLEDGE },
  trace: { usd: 5, per: MILLION, unit: 'traces', source: 'aws.amazon.com/de/xray/pricing' },
  alarm: { usd: 0.1, per: 1, unit: 'alarm-months', source: GENERAL_KNOWLEDGE },
  metric: { usd: 0.3, per: 1, unit: 'metric-months', source: GENERAL_KNOWLEDGE },
  dashboard: { usd: 3, per: 1, unit: 'dashboard-months', source: GENERAL_KNOWLEDGE },
  secret: { usd: 0.4, per: 1, unit: 'secret-months', source: GENERAL_KNOWLEDGE },
  secretRead: { usd: 0.05, per: 10_000, unit: 'reads', source: GENERAL_KNOWLEDGE },
  key: { usd: 1, per: 1, unit: 'key-months', source: 'cloudburn.io/blog/aws-kms-pricing' },
  personSignedIn: { usd: 0.02, per: 1, unit: 'person-months', source: GENERAL_KNOWLEDGE },
  machineClient: {
    usd: 6,
    per: 1,
    unit: 'client-months',
    source: 'rhythmictech.com, The AWS Cognito M2M Bill Has Come Due',
  },
  machineToken: {
    usd: 2.25,
    per: 1_000,
    unit: 'tokens',
    source: 'cur.vantage-api.com, CUPM2MTokenRequestsFull',
  },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof prices;
export type PriceBook = Record<PriceName, Price>;

/** Days that Glacier Instant Retrieval is paid for at the least: aws S3 documentation. */
export const GLACIER_LEAST_DAYS = 90;
