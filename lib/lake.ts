import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { LAKE_PARTITION, LAKE_PREFIX, lakeColumns } from '../functions/lake/columns.ts';
import { acknowledge } from './security-checks.ts';
import type { Grant } from './service-function.ts';

const FOLDER = path.join(import.meta.dirname, '..', 'lake');
const DATABASE = 'protected_purchase';
/** The first day that anything was sold on: before it there are no folders to look into. */
const FIRST_DAY = '2026-01-01';
/** A year of a million policies is some hundred megabytes: a question that reads more than this has a mistake in it. */
const MOST_BYTES_SCANNED = 20 * 1024 ** 3;

const HIVE_TYPES = { text: 'string', whole: 'bigint', number: 'double' } as const;
const TRINO_TYPES = { text: 'varchar', whole: 'bigint', number: 'double' } as const;

/**
 * What happened, as Parquet by day, for the questions that no report foresaw: the bucket, the table of its files, the
 * view that tells each happening once, and one named query for each file in `lake/sql`. Nothing personal is in it.
 */
export class Lake extends Construct {
  readonly #bucket: Bucket;

  constructor(scope: Construct, { accessLogs }: { accessLogs: Bucket }) {
    super(scope, 'Lake');
    this.#bucket = new Bucket(this, 'Events', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      serverAccessLogsBucket: accessLogs as IBucket,
      serverAccessLogsPrefix: 'lake/',
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        { prefix: 'answers/', expiration: Duration.days(30) },
        {
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    // The laptop makes the bucket's name of this, and `npm run ask` looks for it there.
    (this.#bucket.node.defaultChild as CfnBucket).overrideLogicalId('Lake');
    this.#askWithAthena(this.#describe());
  }

  /** A batch that comes again overwrites its own file; nothing is read, listed or removed. */
  readonly grantTell: Grant = (to) => {
    to.allow(['s3:PutObject'], this.#bucket.arnForObjects(`${LAKE_PREFIX}/*`));
    to.setEnvironment('LAKE_BUCKET', this.#bucket.bucketName);
    acknowledge(
      to,
      `AwsSolutions-IAM5[Resource::<Lake.Arn>/${LAKE_PREFIX}/*]`,
      'A file is named after the day and the digest of what is in it; all of them lie under their prefix.',
    );
  };

  /** The table of the files, and the view. Days are projected: no crawler, and no partition to add every night. */
  #describe(): CfnTable {
    const catalogId = Stack.of(this).account;
    const database = new CfnDatabase(this, 'Database', {
      catalogId,
      databaseInput: { name: DATABASE, description: 'What happened to policies, claims and letters' },
    });
    const location = `${this.#bucket.s3UrlForObject(LAKE_PREFIX)}/`;
    const columns = columnsAs(HIVE_TYPES);
    const files = new CfnTable(this, 'EventFiles', {
      catalogId,
      databaseName: DATABASE,
      tableInput: {
        name: 'event_files',
        description: 'Every telling of every happening; ask the view `events`',
        tableType: 'EXTERNAL_TABLE',
        partitionKeys: [{ name: LAKE_PARTITION, type: 'string' }],
        parameters: {
          classification: 'parquet',
          'projection.enabled': 'true',
          [`projection.${LAKE_PARTITION}.type`]: 'date',
          [`projection.${LAKE_PARTITION}.format`]: 'yyyy-MM-dd',
          [`projection.${LAKE_PARTITION}.range`]: `${FIRST_DAY},NOW+1DAYS`,
          [`projection.${LAKE_PARTITION}.interval`]: '1',
          [`projection.${LAKE_PARTITION}.interval.unit`]: 'DAYS',
          'storage.location.template': `${location}${LAKE_PARTITION}=\${${LAKE_PARTITION}}`,
        },
        storageDescriptor: {
          columns,
          location,
          inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
          serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
        },
      },
    });
    files.addResourceDependency(database);
    const view = new CfnTable(this, 'EventsView', {
      catalogId,
      databaseName: DATABASE,
      tableInput: {
        name: 'events',
        description: 'Each happening once, as it was told last',
        tableType: 'VIRTUAL_VIEW',
        // Athena reads no table without these two, not even a view, which has neither.
        partitionKeys: [],
        parameters: { presto_view: 'true', comment: 'Presto View' },
        storageDescriptor: {
          columns: [...columns, { name: LAKE_PARTITION, type: 'string' }],
          serdeInfo: { name: '-', serializationLibrary: '-' },
        },
        viewOriginalText: `/* Presto View: ${viewText()} */`,
        viewExpandedText: '/* Presto View */',
      },
    });
    view.addResourceDependency(files);
    return view;
  }

  #askWithAthena(view: CfnTable): void {
    const group = new CfnWorkGroup(this, 'WorkGroup', {
      name: 'protected-purchase-lake',
      description: 'Questions to the lake; a question that reads too much is stopped',
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: MOST_BYTES_SCANNED,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `${this.#bucket.s3UrlForObject('answers')}/`,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
    for (const file of readdirSync(path.join(FOLDER, 'sql')).sort()) {
      const queryString = readFileSync(path.join(FOLDER, 'sql', file), 'utf8');
      const name = file.replace(/\.sql$/, '');
      const query = new CfnNamedQuery(this, `Question-${name}`, {
        name,
        description: queryString.split('\n', 1)[0]?.replace(/^-- /, '') ?? name,
        database: DATABASE,
        workGroup: group.name,
        queryString,
      });
      query.addResourceDependency(group);
      query.addResourceDependency(view);
    }
  }
}

function columnsAs<Type extends string>(types: Record<'text' | 'whole' | 'number', Type>) {
  return Object.entries(lakeColumns).map(([name, kind]) => ({ name, type: types[kind] }));
}

/** As Athena itself keeps a view: its text and columns as JSON in base64. */
function viewText(): string {
  const view = {
    originalSql: readFileSync(path.join(FOLDER, 'events.sql'), 'utf8').replace(/^--.*\n/gm, ''),
    catalog: 'awsdatacatalog',
    schema: DATABASE,
    columns: [...columnsAs(TRINO_TYPES), { name: LAKE_PARTITION, type: 'varchar' }],
  };
  return Buffer.from(JSON.stringify(view)).toString('base64');
}
