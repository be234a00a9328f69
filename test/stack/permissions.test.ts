import {
  DEPLOYMENT_HELPER,
  listOf,
  type Properties,
  plainName,
  readable,
  type SynthesizedStack,
  synthesizedStack,
} from './synthesized-stack.ts';

const POLICIES = 'TablesPolicies';
const CASES = 'TablesCases';
const DESK = 'TablesDesk';
const REPORTS = 'TablesReports';
const FILMS = 'EvidenceFilms/evidence/*';
const LETTERS = 'EvidenceFilms/letters/*';
const MACHINE = 'arn::states:::stateMachine:protected-purchase-claims';
const EXECUTIONS = 'arn::states:::execution:protected-purchase-claims:*';

const readPolicies = `${POLICIES}: GetItem Query`;
const readCases = `${CASES}: GetItem Query`;
const changeCases = [`${CASES}: GetItem PutItem Query UpdateItem`, `${POLICIES}: GetItem PutItem Query`];
const listWork = [`${CASES}/index/open-work: Query`, `${CASES}/index/work-of-person: Query`];
const readReports = `${REPORTS}: GetItem Query`;
/** Files are written, and never read, listed or removed. */
const tellLake = 'Lake/events/*: PutObject';
const countAndSellers = `${REPORTS}: BatchGetItem GetItem PutItem Query UpdateItem`;
const readKeys = 'KeysSecret: DescribeSecret GetSecretValue';
/** Without it S3 answers 403 for an object that is not there. */
const tellGone = 'EvidenceFilms: ListBucket';
const send = (queue: string) => `${queue}: GetQueueAttributes GetQueueUrl SendMessage`;
const receive = (queue: string) =>
  `${queue}: ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ReceiveMessage`;
const follow = (table: string) =>
  `${table}.StreamArn: DescribeStream GetRecords GetShardIterator ListStreams`;
const start = [`${MACHINE}: StartExecution`, `${EXECUTIONS}: DescribeExecution`];
const lose = send('LostWork');

/** All that each function may do, beside writing its own log and traces. */
const allowed: Record<string, string[]> = {
  QuoteProtection: [readPolicies, `${REPORTS} under watch: GetItem`, readKeys],
  // A sale is one conditional put: it may read one policy, and search none. The watched sellers it reads beside.
  SellProtection: [`${POLICIES}: GetItem PutItem`, `${REPORTS} under watch: Query`, readKeys],
  ReadSale: [readPolicies],
  VoidSale: [`${POLICIES}: GetItem PutItem`],

  ReadMyPolicy: [readPolicies, readCases, readKeys],
  FileClaim: [...changeCases, readKeys],
  ReadMyClaim: [readPolicies, readCases, readKeys],
  ActOnMyClaim: [...changeCases, readKeys],
  RequestPayeeCode: [readPolicies, `${CASES}: GetItem PutItem Query`, readKeys, send('NoticesQueue')],
  ChangePayee: [...changeCases, readKeys],
  StartUpload: [...changeCases, readKeys, `${FILMS}: AbortMultipartUpload PutObject`],
  ReadUpload: [readPolicies, readCases, readKeys, `${FILMS}: GetObject ListMultipartUploadParts`, tellGone],
  SignParts: [readPolicies, readCases, readKeys, `${FILMS}: PutObject`],
  CompleteUpload: [
    ...changeCases,
    readKeys,
    `${FILMS}: GetObject ListMultipartUploadParts PutObject`,
    tellGone,
    send('ChecksQueue'),
  ],
  AbortUpload: [
    ...changeCases,
    readKeys,
    `${FILMS}: AbortMultipartUpload GetObject`,
    tellGone,
    send('ChecksQueue'),
  ],

  CountWork: [...listWork, `${DESK}: GetItem UpdateItem`],
  TakeNext: [...changeCases, ...listWork],
  ListStaff: [`${CASES}/index/work-of-person: Query`, `${DESK}: Query`],
  ChangeStaff: [...changeCases, `${CASES}/index/work-of-person: Query`, `${DESK}: GetItem UpdateItem`],
  ListCases: [`${CASES}: BatchGetItem GetItem Query`, ...listWork, readKeys],
  SearchCases: [
    readPolicies,
    `${CASES}/index/parcels-of-phone: Query`,
    `${CASES}/index/lookup: Query`,
    readKeys,
  ],
  ReadCase: [readPolicies, readCases],
  FilePhoneClaim: changeCases,
  ActOnClaim: changeCases,
  AssignClaim: [...changeCases, `${DESK}: GetItem`],
  OpenPersonal: changeCases,
  // Who has a case open is no part of the case.
  WatchPresence: [`${DESK}: PutItem Query`],
  DownloadEvidence: [...changeCases, `${FILMS}: GetObject`, tellGone],
  WriteLetter: changeCases,
  ChangeLetter: changeCases,
  DiscardLetter: changeCases,
  ReadLetterPdf: [readCases, `${LETTERS}: GetObject`, tellGone],
  // Written once and locked at once; what was sent can be read by others only.
  DispatchLetter: [...changeCases, `${LETTERS}: PutObject PutObjectRetention`],
  FileReply: changeCases,
  BookmarkEvidence: changeCases,
  NameDocument: changeCases,
  StartCaseUpload: [...changeCases, `${FILMS}: AbortMultipartUpload PutObject`],
  SignCaseParts: [readPolicies, readCases, `${FILMS}: PutObject`],
  CompleteCaseUpload: [
    ...changeCases,
    `${FILMS}: GetObject ListMultipartUploadParts PutObject`,
    tellGone,
    send('ChecksQueue'),
  ],
  ReadDeskSettings: [],
  ListSignals: [`${CASES}/index/judged: Query`, readKeys],
  ReadRegionReport: [readReports],
  ReadOfficeReport: [readReports, readKeys],
  ReadReportSeries: [`${REPORTS}: BatchGetItem GetItem Query`],
  // An analyst finds claims by the two indexes alone, and reads no case.
  ListReportClaims: [
    `${REPORTS}/index/filed-claims: Query`,
    `${REPORTS}/index/closed-claims: Query`,
    readKeys,
  ],
  ReadClaimSheet: [readReports, `${CASES}: GetItem`],
  WriteRelease: [readReports],
  ReadSeller: [readReports],

  ReadOpenapi: [],

  ReadClaimStanding: [readCases],
  LookForMoney: [...changeCases, readKeys],
  AwaitClaimChange: [`${CASES}: GetItem PutItem Query`, `${MACHINE}: SendTaskSuccess`],
  // A recording that nobody ended is composed before its claim could lapse.
  ApplyClaimDeadline: [
    ...changeCases,
    `${FILMS}: GetObject ListMultipartUploadParts PutObject`,
    tellGone,
    send('ChecksQueue'),
  ],
  PayClaim: [...changeCases, readKeys],
  FlagClaim: changeCases,
  RestartClaimWorkflow: [...changeCases, ...start, lose],

  FollowPolicyChanges: [`${CASES}: PutItem`, readKeys, send('NoticesQueue'), lose, follow(POLICIES)],
  FollowCaseChanges: [
    ...changeCases,
    `${MACHINE}: SendTaskSuccess StartExecution`,
    `${EXECUTIONS}: DescribeExecution`,
    send('NoticesQueue'),
    send('ChecksQueue'),
    send('LooksQueue'),
    send('SignalsQueue'),
    lose,
    follow(CASES),
  ],
  CountPolicyChanges: [countAndSellers, tellLake, readKeys, lose, follow(POLICIES)],
  // What a claim is counted as says where and from whom the parcel was bought; the seller's records follow.
  CountCaseChanges: [readPolicies, countAndSellers, tellLake, readKeys, lose, follow(CASES)],
  // A letter goes out with the bytes of its enclosures.
  SendNotice: [
    readPolicies,
    `${CASES}: GetItem PutItem Query`,
    readKeys,
    receive('NoticesQueue'),
    `${LETTERS}: GetObject`,
    `${FILMS}: GetObject`,
    tellGone,
  ],
  CheckFilm: [
    ...changeCases,
    `${FILMS}: DeleteObject DeleteObjectVersion GetObject GetObjectRetention PutObjectRetention`,
    tellGone,
    receive('ChecksQueue'),
  ],
  // It decodes what strangers send: films are all that it reads of the storage, and what they show all that it writes.
  LookAtFilm: [
    readCases,
    `${REPORTS} under film#* frame#*: GetItem PutItem`,
    `${FILMS}: GetObject`,
    tellGone,
    receive('LooksQueue'),
    send('SignalsQueue'),
  ],
  // It advises: beside the case it writes one record, and of the case itself it changes nothing.
  JudgeClaim: [
    readPolicies,
    `${CASES}: GetItem PutItem Query`,
    readReports,
    `${REPORTS} under trace#*: PutItem`,
    readKeys,
    // Reads it and writes to it, which the template says as one.
    `${receive('SignalsQueue')} SendMessage`,
  ],
  EndPolicies: [
    `${POLICIES}: BatchGetItem GetItem PutItem Query UpdateItem`,
    `${POLICIES}/index/due-policies: Query`,
    `${CASES}: GetItem PutItem Query UpdateItem`,
    `${FILMS}: AbortMultipartUpload DeleteObject DeleteObjectVersion GetObject`,
    tellGone,
    send('NoticesQueue'),
    lose,
  ],
  ReconcileClaims: [
    ...changeCases,
    `${CASES}/index/open-work: Query`,
    `${MACHINE}: ListExecutions SendTaskSuccess StartExecution`,
    `${EXECUTIONS}: DescribeExecution`,
    `${FILMS}: GetObject ListMultipartUploadParts PutObject`,
    tellGone,
    send('ChecksQueue'),
    readKeys,
    lose,
  ],
};

let stack: SynthesizedStack;
beforeAll(async () => {
  stack = await synthesizedStack();
}, 180_000);

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, string[]>>;
}

/** What roles carry themselves, as functions' do, and what CDK attached to the others. */
const everyDocument = (): { id: string; roles: string[]; statements: Statement[] }[] => [
  ...stack.all('AWS::IAM::Role').flatMap(({ id, Properties }) =>
    (Properties.Policies ?? []).map(({ PolicyDocument }: Properties) => ({
      id,
      roles: [plainName(id)],
      statements: PolicyDocument.Statement,
    })),
  ),
  ...stack.all('AWS::IAM::Policy').map(({ id, Properties }) => ({
    id,
    roles: Properties.Roles.map((each: unknown) => plainName(readable(each))),
    statements: Properties.PolicyDocument.Statement,
  })),
];

const statementsOf = (role: string): Statement[] =>
  everyDocument()
    .filter(({ roles }) => roles.includes(role))
    .flatMap(({ statements }) => statements);

/** Permissions by resource, the service's prefix left out, everything in order. */
function permissionsOf(role: string): string[] {
  const actions = new Map<string, Set<string>>();
  for (const statement of statementsOf(role)) {
    // Where only some items of a table are meant, their keys stand behind it.
    const keys = statement.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
    const under = keys === undefined ? '' : ` under ${listOf(keys).join(' ')}`;
    for (const resource of listOf(statement.Resource).map((each) => `${readable(each)}${under}`)) {
      const known = actions.get(resource) ?? new Set();
      for (const action of listOf(statement.Action)) known.add(String(action).split(':')[1] ?? '');
      actions.set(resource, known);
    }
  }
  return [...actions].map(([resource, each]) => `${resource}: ${[...each].sort().join(' ')}`).sort();
}

describe('each function', () => {
  it('has its row in the table', () => {
    const functions = stack
      .all('AWS::Lambda::Function')
      .filter(({ id }) => !id.startsWith(DEPLOYMENT_HELPER))
      .map(({ id }) => plainName(id).replace(/Function$/, ''));
    expect(functions.sort()).toEqual(Object.keys(allowed).sort());
  });

  it.each(Object.keys(allowed))('%s may do this and nothing else', (name) => {
    expect(permissionsOf(`${name}Role`)).toEqual(
      [
        ...(allowed[name] ?? []),
        '*: PutTelemetryRecords PutTraceSegments',
        `${name}Logs: CreateLogStream PutLogEvents`,
      ].sort(),
    );
  });

  it('has a role of its own, without policies of AWS', () => {
    const roles = stack.all('AWS::Lambda::Function').map(({ Properties }) => readable(Properties.Role));
    expect(new Set(roles).size).toBe(roles.length);
    for (const { Properties } of stack.all('AWS::IAM::Role'))
      expect(Properties.ManagedPolicyArns).toBeUndefined();
  });

  it('carries in its role all that it may do, in one document that IAM takes', () => {
    for (const name of Object.keys(allowed)) {
      const documents = everyDocument().filter(({ roles }) => roles.includes(`${name}Role`));
      expect(documents.map(({ id }) => plainName(id))).toEqual([`${name}Role`]);
      // IAM takes 10,240 characters without spaces; an ARN with a generated name has at most 150.
      const written = JSON.stringify(documents[0]?.statements);
      const deployed = written.replace(/"(?:Ref|Fn::GetAtt)"/g, '_'.repeat(150));
      expect(deployed.length).toBeLessThan(10_240);
    }
  });

  it('gets the environment that its permissions are of no use without', () => {
    const needs: [string, RegExp][] = [
      ['POLICIES_TABLE', /^TablesPolicies: /],
      ['CASES_TABLE', /^TablesCases: (?!PutItem$)/],
      ['DESK_TABLE', /^TablesDesk: /],
      ['LAKE_BUCKET', /^Lake\//],
      ['EVIDENCE_BUCKET', /^EvidenceFilms\//],
      ['KEYS_SECRET_ARN', /^KeysSecret: /],
      ['NOTICES_QUEUE_URL', /^NoticesQueue: .*SendMessage/],
      ['CHECKS_QUEUE_URL', /^ChecksQueue: .*SendMessage/],
      ['LOOKS_QUEUE_URL', /^LooksQueue: .*SendMessage/],
      ['SIGNALS_QUEUE_URL', /^SignalsQueue: .*SendMessage/],
      ['CLAIM_WORKFLOW_ARN', /:stateMachine:/],
    ];
    for (const { id, Properties } of stack.all('AWS::Lambda::Function')) {
      const rows = allowed[plainName(id).replace(/Function$/, '')] ?? [];
      const needed = needs.filter(([, row]) => rows.some((each) => row.test(each))).map(([name]) => name);
      expect(Object.keys(Properties.Environment.Variables)).toEqual(expect.arrayContaining(needed));
    }
  });
});

describe('all permissions', () => {
  const everyStatement = () =>
    everyDocument()
      .filter(({ id }) => !id.startsWith('SiteDeploymentRole'))
      .flatMap(({ id, statements }) => statements.map((statement) => ({ id, ...statement })));

  it('are for any resource only where the service knows none: traces, and log delivery of the workflow', () => {
    const open = everyStatement()
      .filter(({ Resource }) => listOf(Resource).includes('*'))
      .flatMap(({ id, Action }) => listOf(Action).map((action) => [plainName(id), String(action)]));
    for (const [id, action] of open)
      expect(action).toMatch(id?.startsWith('ClaimWorkflowMachine') ? /^(?:xray|logs):/ : /^xray:/);
  });

  it('name their actions one by one', () => {
    const actions = everyStatement().flatMap(({ Action }) => listOf(Action).map(String));
    expect(actions.length).toBeGreaterThan(100);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('delete nothing but films, and change neither tables nor the stack', () => {
    const risky = everyStatement()
      .flatMap(({ Action }) => listOf(Action).map(String))
      .filter((action) => /Delete|Create|Update(?!Item)|PutBucket|PutRole|BypassGovernance/.test(action))
      .filter((action) => !/^logs:|^sqs:DeleteMessage$|^s3:DeleteObject(?:Version)?$/.test(action));
    expect(risky).toEqual([]);
  });

  it('of the helper that copies the pages are to read what was built, write their bucket and refresh the host', () => {
    const write =
      'Abort* DeleteObject* GetBucket* GetObject* List* PutObject PutObjectLegalHold PutObjectRetention PutObjectTagging PutObjectVersionTagging';
    expect(permissionsOf('SiteDeploymentRole')).toEqual([
      '*: CreateInvalidation GetInvalidation',
      'SiteDeploymentLogs: CreateLogStream PutLogEvents',
      `SitePages/*: ${write}`,
      `SitePages: ${write}`,
      'arn::s3:::cdk-hnb659fds-assets--/*: GetBucket* GetObject* List*',
      'arn::s3:::cdk-hnb659fds-assets--: GetBucket* GetObject* List*',
    ]);
  });

  it('of the workflow are to call its own steps', () => {
    expect(permissionsOf('ClaimWorkflowMachineRole').filter((row) => !row.startsWith('*'))).toEqual(
      ['ReadClaimStanding', 'LookForMoney', 'AwaitClaimChange', 'ApplyClaimDeadline', 'PayClaim', 'FlagClaim']
        .map((step) => `${step}Function: InvokeFunction`)
        .sort(),
    );
  });

  it('of a schedule are to call its own job, and to give a call up', () => {
    for (const [schedule, job] of [
      ['EndPoliciesHourly', 'EndPolicies'],
      ['ReconcileClaimsOften', 'ReconcileClaims'],
    ])
      expect(permissionsOf(`${schedule}Role`)).toEqual(
        [
          `${job}Function: InvokeFunction`,
          `${job}Function:*: InvokeFunction`,
          'LostWork: SendMessage',
        ].sort(),
      );
  });
});
