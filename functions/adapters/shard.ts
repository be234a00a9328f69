import { createHash } from 'node:crypto';

/** A stable, even spread of keys over the shards of an index: a key never changes its shard. */
export function shardOf(key: string, shards: number): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0) % shards;
}
