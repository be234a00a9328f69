import { createHash } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { LAKE_PARTITION, LAKE_PREFIX, type LakeColumn, lakeColumns } from '../lake/columns.ts';
import type { Lake, LakeEvent } from '../lake/ports.ts';

const PARQUET_TYPES = { text: 'STRING', whole: 'INT64', number: 'DOUBLE' } as const;

/**
 * Parquet under `events/day=…/`, one object for each day that a call touches. Its name is the digest of
 * the ids and versions in it, so the same batch again writes the same object; the same events in another batch are
 * found by their ids.
 */
export function createS3Lake({ client, bucket }: { client: S3Client; bucket: string }): Lake {
  return {
    async write(events) {
      const days = Map.groupBy(events, ({ day }) => day);
      await Promise.all(
        [...days].map(([day, ofDay]) => {
          const rows = inOrder(ofDay);
          return client.send(
            new PutObjectCommand({
              Bucket: bucket,
              Key: `${LAKE_PREFIX}/${LAKE_PARTITION}=${day}/${nameOf(rows)}.parquet`,
              Body: fileOf(rows),
              ContentType: 'application/vnd.apache.parquet',
            }),
          );
        }),
      );
    },
  };
}

/** Each event once, and in the same order however the batch came. */
function inOrder(events: readonly LakeEvent[]): LakeEvent[] {
  const latest = new Map<string, LakeEvent>();
  for (const event of events) {
    const other = latest.get(event.event_id);
    if (!other || other.version <= event.version) latest.set(event.event_id, event);
  }
  return [...latest.values()].sort((a, b) => (a.event_id < b.event_id ? -1 : 1));
}

function nameOf(rows: readonly LakeEvent[]): string {
  const hash = createHash('sha256');
  for (const { event_id, version } of rows) hash.update(`${event_id}@${version}\n`);
  return hash.digest('hex').slice(0, 40);
}

function fileOf(rows: readonly LakeEvent[]): Uint8Array {
  const columnData = Object.entries(lakeColumns).map(([name, kind]) => {
    const values = rows.map((row) => row[name as LakeColumn] ?? null);
    const data = kind === 'whole' ? values.map((value) => (value === null ? null : BigInt(value))) : values;
    return { name, data, type: PARQUET_TYPES[kind] };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
