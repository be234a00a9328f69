import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { executionName } from '../../functions/claims/ports.ts';
import type { Claim } from '../../functions/contracts/case.ts';
import { stateOfStatus } from '../../lib/claim-workflow-definition.ts';

type Row = Record<string, SQLOutputValue>;

/** Rows of one of the laptop's databases, of a laptop that has stopped. */
export function rowsOf(directory: string, file: string, sql: string): Row[] {
  const path = join(directory, file);
  if (!existsSync(path)) return [];
  const database = new DatabaseSync(path);
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

/** How many messages wait in a stopped laptop, and how many changes no follower has seen. */
export function backlogOf(directory: string): number {
  const [messages] = rowsOf(directory, 'queues/queues.db', 'SELECT count(*) AS count FROM messages');
  return behindOf(directory).reduce((sum, { behind }) => sum + behind, Number(messages?.count ?? 0));
}

/** Work that the engines of a stopped laptop still have to do; empty when it has come to rest. */
export function workUnderWay(directory: string): string[] {
  const messages = rowsOf(
    directory,
    'queues/queues.db',
    'SELECT queue, count(*) AS count, max(receive_count) AS tries, min(body) AS body FROM messages GROUP BY queue',
  ).map(
    ({ queue, count, tries, body }) =>
      `${count} messages in ${queue}, received up to ${tries} times: ${body}`,
  );
  const invocations = rowsOf(directory, 'invocations.db', 'SELECT * FROM invocation').map(
    ({ function_name, attempts, payload }) => `${function_name} after ${attempts} attempts: ${payload}`,
  );
  const branches = rowsOf(
    directory,
    'workflow.db',
    `SELECT executionArn, phase FROM branches WHERE phase IN ('ready', 'invoking', 'retrying')`,
  ).map(({ executionArn, phase }) => `${executionArn} is ${phase}`);
  const unannounced = rowsOf(
    directory,
    'workflow.db',
    'SELECT arn, status FROM executions WHERE announced IS NOT status',
  ).map(({ arn, status }) => `nobody was told that ${arn} is ${status}`);
  const events = rowsOf(directory, 'storage/catalog.db', 'SELECT event FROM events').map(
    ({ event }) => `nobody was told of ${event}`,
  );
  return [...messages, ...invocations, ...branches, ...unannounced, ...events, ...unreadChanges(directory)];
}

/** Followers of a stream that have not come to its end. */
function unreadChanges(directory: string): string[] {
  return behindOf(directory).map(({ source, behind }) => `${source} is ${behind} changes behind`);
}

function behindOf(directory: string): { source: string; behind: number }[] {
  const last = new Map(
    rowsOf(
      directory,
      'tables/tables.db',
      'SELECT shard_id, max(CAST(sequence_number AS INTEGER)) AS last FROM _stream_records GROUP BY shard_id',
    ).map((row) => [String(row.shard_id), Number(row.last)] as const),
  );
  return rowsOf(directory, 'streams.db', 'SELECT * FROM position').flatMap(
    ({ source, shard_id, sequence_number }) => {
      const behind = (last.get(String(shard_id)) ?? 0) - Number(sequence_number);
      return behind > 0 ? [{ source: String(source), behind }] : [];
    },
  );
}

/** Every open claim has one execution that waits where the claim stands, and nothing else runs. */
export function workflowFaults(directory: string, open: readonly Claim[]): string[] {
  const waiting = new Map<string, Row[]>();
  const branches = rowsOf(
    directory,
    'workflow.db',
    `SELECT executions.name AS name, branches.phase AS phase, branches.due AS due, branches.body AS body
     FROM executions LEFT JOIN branches ON branches.executionArn = executions.arn WHERE status = 'RUNNING'`,
  );
  for (const row of branches) {
    const name = String(row.name);
    waiting.set(name, [...(waiting.get(name) ?? []), row]);
  }
  const faults = open.flatMap((claim) => {
    const name = executionName(claim);
    const [branch, ...others] = waiting.get(name) ?? [];
    waiting.delete(name);
    if (!branch || others.length > 0)
      return [`${1 + others.length - Number(!branch)} branches follow ${name}`];
    const { state } = JSON.parse(String(branch.body)) as { state: string };
    const isThere = branch.phase === 'awaiting' && state === stateOfStatus[claim.status];
    if (!isThere) return [`${name} is ${claim.status}, and its execution is ${branch.phase} in «${state}»`];
    return branch.due === null ? [`${name} waits for ever`] : [];
  });
  return [...faults, ...[...waiting.keys()].map((name) => `${name} runs, and follows no open claim`)];
}
