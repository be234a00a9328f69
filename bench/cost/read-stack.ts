import { handlerOf } from './stack-names.ts';

/** As much of a CloudFormation template as has a price. */
export interface StackTemplate {
  Resources: Record<string, { Type: string; Properties?: Properties }>;
}
// biome-ignore lint/suspicious/noExplicitAny: properties have the shape that CloudFormation gives them
type Properties = Record<string, any>;

export interface FunctionFacts {
  memoryGigabytes: number;
  isArm: boolean;
  isTraced: boolean;
  /** How many run at once at most; undefined: as many as the account has. */
  reserved: number | undefined;
}

export interface FollowerFacts {
  /** How long a batch of changes may fill, and what it may hold at most. */
  batchSeconds: number;
  batchSize: number;
}

/** What the stack really has, as far as it is paid for. */
export interface StackFacts {
  /** By the handler's name: `sell-protection`. */
  functions: ReadonlyMap<string, FunctionFacts>;
  /** Held back for single functions, of the account's. */
  reservedConcurrency: number;
  apiKind: 'http' | 'rest';
  routes: number;
  hasRouteMetrics: boolean;
  isWorkflowTraced: boolean;
  /** Of the tables that grow with the policies. */
  tables: { isRestorable: boolean; isRareAccess: boolean };
  films: { cheapClassAfterDays: number | undefined; expireAfterDays: number | undefined };
  logDays: number;
  /** Of who follows a stream, by the handler's name. */
  followers: ReadonlyMap<string, FollowerFacts>;
  alarms: number;
  dashboards: number;
  secrets: number;
  keys: number;
  consumedQueues: number;
  /** Runs a year of the schedules. */
  scheduledRuns: number;
  machineClients: number;
  /** Hours that a token of the tills lasts. */
  tokenHours: number;
}

/** @throws Error where the template says something that this reckoning does not know how to pay for. */
export function readStack(template: StackTemplate): StackFacts {
  const all = (...types: string[]) =>
    Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) =>
      types.includes(Type) ? [{ id, Properties }] : [],
    );
  const functions = new Map(
    all('AWS::Lambda::Function').map(({ id, Properties }) => [handlerOf(id), functionFacts(Properties)]),
  );
  const mappings = all('AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);
  const machines = all('AWS::Cognito::UserPoolClient')
    .map(({ Properties }) => Properties)
    .filter(({ AllowedOAuthFlows = [] }) => AllowedOAuthFlows.includes('client_credentials'));
  const machinesOfStates = all('AWS::StepFunctions::StateMachine');
  if (machinesOfStates.some(({ Properties }) => Properties.StateMachineType === 'EXPRESS'))
    throw new Error('Express workflows are paid for by time, which this bill does not reckon.');
  const isHttp = all('AWS::ApiGatewayV2::Api').length > 0;
  return {
    functions,
    reservedConcurrency: all('AWS::Lambda::Function').reduce(
      (sum, { Properties: { ReservedConcurrentExecutions = 0 } }) => sum + ReservedConcurrentExecutions,
      0,
    ),
    apiKind: isHttp ? 'http' : 'rest',
    routes: all('AWS::ApiGatewayV2::Route').length,
    hasRouteMetrics: all('AWS::ApiGatewayV2::Stage').some(
      ({ Properties }) => Properties.DefaultRouteSettings?.DetailedMetricsEnabled === true,
    ),
    isWorkflowTraced: machinesOfStates.some(
      ({ Properties }) => Properties.TracingConfiguration?.Enabled === true,
    ),
    tables: tableFacts(all('AWS::DynamoDB::GlobalTable').filter(({ id }) => !id.startsWith('TablesDesk'))),
    films: filmFacts(all('AWS::S3::Bucket').find(({ id }) => id.startsWith('EvidenceFilms'))?.Properties),
    logDays: Math.max(0, ...all('AWS::Logs::LogGroup').map(({ Properties }) => Properties.RetentionInDays)),
    followers: new Map(mappings.filter(({ StartingPosition }) => StartingPosition).map(followerFacts)),
    alarms: all('AWS::CloudWatch::Alarm').length,
    dashboards: all('AWS::CloudWatch::Dashboard').length,
    secrets: all('AWS::SecretsManager::Secret').length,
    keys: all('AWS::KMS::Key').length,
    consumedQueues: mappings.filter(({ StartingPosition }) => StartingPosition === undefined).length,
    scheduledRuns: all('AWS::Scheduler::Schedule').reduce(
      (sum, { Properties }) => sum + runsOf(Properties.ScheduleExpression),
      0,
    ),
    machineClients: machines.length,
    tokenHours: Math.min(24, ...machines.map(hoursOfToken)),
  };
}

function followerFacts(mapping: Properties): [handler: string, facts: FollowerFacts] {
  const {
    FunctionName,
    MaximumBatchingWindowInSeconds: batchSeconds = 0,
    BatchSize: batchSize = 100,
  } = mapping;
  return [handlerOf(FunctionName.Ref), { batchSeconds, batchSize }];
}

function functionFacts({
  MemorySize = 128,
  Architectures = [],
  TracingConfig,
  ReservedConcurrentExecutions,
}: Properties): FunctionFacts {
  return {
    memoryGigabytes: MemorySize / 1_024,
    isArm: Architectures.includes('arm64'),
    isTraced: TracingConfig?.Mode === 'Active',
    reserved: ReservedConcurrentExecutions,
  };
}

function tableFacts(tables: { id: string; Properties: Properties }[]): StackFacts['tables'] {
  const replicas = tables.flatMap(({ Properties }) => Properties.Replicas as Properties[]);
  const classes = new Set(replicas.map(({ TableClass = 'STANDARD' }) => TableClass));
  if (classes.size > 1)
    throw new Error('The tables are of several classes, which this bill cannot tell apart.');
  return {
    isRestorable: replicas.some(
      (replica) => replica.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled === true,
    ),
    isRareAccess: classes.has('STANDARD_INFREQUENT_ACCESS'),
  };
}

function filmFacts(bucket: Properties = {}): StackFacts['films'] {
  const [rule, ...others] = bucket.LifecycleConfiguration?.Rules ?? [];
  if (others.length > 0) throw new Error('The films have several rules of lifecycle; one was reckoned with.');
  const transitions: Properties[] = rule?.Transitions ?? [];
  if (transitions.some(({ StorageClass }) => StorageClass !== 'GLACIER_IR'))
    throw new Error('The films move to a class that this bill has no price for.');
  const expires: number | undefined = rule?.ExpirationInDays;
  return {
    cheapClassAfterDays: transitions[0]?.TransitionInDays,
    // A versioned object is hidden first, and paid for until the hidden version goes.
    expireAfterDays: expires && expires + (rule?.NoncurrentVersionExpiration?.NoncurrentDays ?? 0),
  };
}

const HOURS_OF_YEAR = 8_766;
const UNITS: Record<string, number> = {
  minute: 60,
  minutes: 60,
  hour: 1,
  hours: 1,
  day: 1 / 24,
  days: 1 / 24,
};

/** `rate(15 minutes)` runs 35,064 times a year. */
function runsOf(expression: string): number {
  const [, every = '', unit = ''] = /^rate\((\d+) (\w+)\)$/.exec(expression) ?? [];
  const perHour = UNITS[unit];
  if (perHour === undefined) throw new Error(`A schedule runs ${expression}, which this bill cannot count.`);
  return (HOURS_OF_YEAR * perHour) / Number(every);
}

function hoursOfToken({ AccessTokenValidity = 60, TokenValidityUnits }: Properties): number {
  const unit = TokenValidityUnits?.AccessToken ?? 'hours';
  const hours = { minutes: 1 / 60, hours: 1, days: 24 }[unit as string];
  if (hours === undefined) throw new Error(`A token lasts so many ${unit}.`);
  return AccessTokenValidity * hours;
}
