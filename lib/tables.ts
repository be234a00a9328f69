import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableClass,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import {
  casesLayout,
  deskLayout,
  policiesLayout,
  reportsLayout,
  type TableLayout,
} from '../functions/adapters/table-layout.ts';
import type { EnvironmentName } from '../functions/env.ts';
import type { Grant } from './service-function.ts';

type IndexLayout = {
  name: string;
  partitionKey: string;
  sortKey: string;
  projection: 'KEYS_ONLY' | 'INCLUDE';
  projectedAttributes: readonly string[];
};

/**
 * Two tables keyed by tracking number, which are the truth, one for what is about the desk itself, and one for
 * reports. All are kept
 * when the stack goes, protected against deletion, restorable to any second of the last 35 days.
 */
export class Tables extends Construct {
  readonly policies: TableV2;
  readonly cases: TableV2;
  readonly desk: TableV2;
  readonly reports: TableV2;

  constructor(scope: Construct) {
    super(scope, 'Tables');
    this.policies = this.#table('Policies', policiesLayout);
    this.cases = this.#table('Cases', casesLayout);
    this.desk = this.#table('Desk', deskLayout);
    this.reports = this.#table('Reports', reportsLayout);
  }

  readonly grantReadPolicies: Grant = (to) =>
    this.#grant(to, 'POLICIES_TABLE', this.policies, 'GetItem', 'Query');

  /** A sale is one conditional put; a number that comes back archives its old policy by a second one. */
  readonly grantSell: Grant = (to) => this.#grant(to, 'POLICIES_TABLE', this.policies, 'GetItem', 'PutItem');

  readonly grantEndPolicies: Grant = (to) => {
    const reading = ['GetItem', 'BatchGetItem', 'Query'];
    this.#grant(to, 'POLICIES_TABLE', this.policies, ...reading, 'PutItem', 'UpdateItem');
    this.#grantIndex(to, this.policies, policiesLayout.indexes.due.name);
  };

  readonly grantReadCases: Grant = (to) => {
    this.#grant(to, 'CASES_TABLE', this.cases, 'GetItem', 'Query');
    to.setEnvironment('POLICIES_TABLE', this.policies.tableName);
  };

  /** A change of a case and, when it opens or closes a claim, of its policy. */
  readonly grantChangeCases: Grant = (to) => {
    this.#grant(to, 'CASES_TABLE', this.cases, 'GetItem', 'Query', 'PutItem', 'UpdateItem');
    this.#grant(to, 'POLICIES_TABLE', this.policies, 'GetItem', 'Query', 'PutItem');
  };

  readonly grantListWork: Grant = (to) => this.#grantIndexOfCases(to, casesLayout.indexes.openWork.name);

  /** What a person has, and what nobody took. */
  readonly grantListWorkOfPeople: Grant = (to) =>
    this.#grantIndexOfCases(to, casesLayout.indexes.workOfPerson.name);

  readonly grantSearch: Grant = (to) => {
    this.#grantIndexOfCases(to, casesLayout.indexes.parcelsOfPhone.name);
    this.#grantIndexOfCases(to, casesLayout.indexes.lookup.name);
  };

  readonly grantReadStaff: Grant = (to) => this.#grant(to, 'DESK_TABLE', this.desk, 'GetItem');

  readonly grantListStaff: Grant = (to) => this.#grant(to, 'DESK_TABLE', this.desk, 'Query');

  readonly grantChangeStaff: Grant = (to) =>
    this.#grant(to, 'DESK_TABLE', this.desk, 'GetItem', 'UpdateItem');

  readonly grantWatchPresence: Grant = (to) => this.#grant(to, 'DESK_TABLE', this.desk, 'PutItem', 'Query');

  /** Records beside the case file: who has a phone, what was sent. */
  readonly grantWriteRecords: Grant = (to) => {
    this.#grant(to, 'CASES_TABLE', this.cases, 'PutItem');
    to.setEnvironment('POLICIES_TABLE', this.policies.tableName);
  };

  readonly grantReadReports: Grant = (to) =>
    this.#grant(to, 'REPORTS_TABLE', this.reports, 'GetItem', 'Query');

  /** Counters by their keys, many in one request. */
  readonly grantPickCounters: Grant = (to) => this.#grant(to, 'REPORTS_TABLE', this.reports, 'BatchGetItem');

  /** One look-up by one key: whether a clerk has to be told of a seller. */
  readonly grantFindWatched: Grant = (to) => this.#grantReportsUnder(to, ['watch'], 'GetItem');

  /** The short list of watched sellers, which a till's function keeps in memory. */
  readonly grantListWatched: Grant = (to) => this.#grantReportsUnder(to, ['watch'], 'Query');

  readonly grantListReportClaims: Grant = (to) => {
    for (const { name } of Object.values(reportsLayout.indexes)) this.#grantIndex(to, this.reports, name);
    to.setEnvironment('REPORTS_TABLE', this.reports.tableName);
  };

  /** Counting: markers and sums in one transaction, after a look at the markers. */
  readonly grantCount: Grant = (to) =>
    this.#grant(to, 'REPORTS_TABLE', this.reports, 'BatchGetItem', 'PutItem', 'UpdateItem');

  /** What a claim left and what others left; what it gathers is counted by others. */
  readonly grantKeepTraces: Grant = (to) => {
    this.grantReadReports(to);
    this.#grantReportsUnder(to, ['trace#*'], 'PutItem');
  };

  /** What films show: written once each, never changed. */
  readonly grantKeepFilms: Grant = (to) =>
    this.#grantReportsUnder(to, ['film#*', 'frame#*'], 'GetItem', 'PutItem');

  /** What stands out about one claim. */
  readonly grantReadJudgement: Grant = (to) => this.#grant(to, 'CASES_TABLE', this.cases, 'GetItem');

  /** What stands out about each claim of a list, in one request. */
  readonly grantReadLevels: Grant = (to) => this.#grant(to, 'CASES_TABLE', this.cases, 'BatchGetItem');

  readonly grantListJudged: Grant = (to) => this.#grantIndexOfCases(to, casesLayout.indexes.judged.name);

  #table(id: string, layout: TableLayout): TableV2 {
    return new TableV2(this, id, {
      partitionKey: { name: layout.partitionKey, type: AttributeType.STRING },
      sortKey: { name: layout.sortKey, type: AttributeType.STRING },
      billing: Billing.onDemand(),
      tableClass: 'keptForYears' in layout ? TableClass.STANDARD_INFREQUENT_ACCESS : TableClass.STANDARD,
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...('stream' in layout && { dynamoStream: StreamViewType[layout.stream] }),
      ...('timeToLive' in layout && { timeToLiveAttribute: layout.timeToLive }),
      globalSecondaryIndexes: Object.values<IndexLayout>(layout.indexes).map((index) => ({
        indexName: index.name,
        partitionKey: { name: index.partitionKey, type: AttributeType.STRING },
        sortKey: { name: index.sortKey, type: AttributeType.STRING },
        projectionType: ProjectionType[index.projection],
        ...(index.projection === 'INCLUDE' && { nonKeyAttributes: [...index.projectedAttributes] }),
      })),
    });
  }

  #grant(to: Parameters<Grant>[0], name: EnvironmentName, table: TableV2, ...actions: string[]): void {
    // By hand, because the table's own `grant` opens all of its indexes as well.
    to.allow(
      actions.map((action) => `dynamodb:${action}`),
      table.tableArn,
    );
    to.setEnvironment(name, table.tableName);
  }

  /** Only items whose partition key is one of these patterns: the table holds what many functions made. */
  #grantReportsUnder(to: Parameters<Grant>[0], keys: string[], ...actions: string[]): void {
    to.allow(
      actions.map((action) => `dynamodb:${action}`),
      this.reports.tableArn,
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } },
    );
    to.setEnvironment('REPORTS_TABLE', this.reports.tableName);
  }

  #grantIndexOfCases(to: Parameters<Grant>[0], index: string): void {
    this.#grantIndex(to, this.cases, index);
    to.setEnvironment('CASES_TABLE', this.cases.tableName);
    to.setEnvironment('POLICIES_TABLE', this.policies.tableName);
  }

  #grantIndex(to: Parameters<Grant>[0], table: TableV2, index: string): void {
    to.allow(['dynamodb:Query'], `${table.tableArn}/index/${index}`);
  }
}
