import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LaptopClock } from '../../local/clock.ts';
import { AsynchronousInvocations } from '../../local/functions/asynchronous-invocations.ts';
import { QueueStore } from '../../local/queues/queue-store.ts';
import { Catalog } from '../../local/storage/catalog.ts';
import { Journal } from '../../local/workflow/journal.ts';
import { startWorld } from '../../local/world/world.ts';
import { type LaptopDatabase, laptopDatabases } from '../../proof/fuzz/laptop-databases.ts';

const NOW = Date.parse('2026-03-05T12:00:00Z');
const QUEUE = {
  name: 'checks',
  visibilityTimeoutSeconds: 60,
  delaySeconds: 0,
  messageRetentionSeconds: 3600,
  redrive: undefined,
};

/** Over the engines' own databases, which are locked for whoever else would look into them. */
describe('a look at what a laptop keeps beside its tables', () => {
  const directory = mkdtempSync(join(tmpdir(), 'laptop-databases-'));
  const clock = new LaptopClock();
  const closing: (() => unknown)[] = [];
  let queues: QueueStore;
  let catalog: Catalog;
  let databases: LaptopDatabase[];
  const marks = () => databases.map((each) => each.mark()).join(' ');
  const rows = () => databases.flatMap((each) => [...each.rows()]);

  beforeAll(async () => {
    for (const name of ['queues', 'storage', 'world']) mkdirSync(join(directory, name));
    queues = new QueueStore(join(directory, 'queues/queues.db'));
    catalog = new Catalog(join(directory, 'storage/catalog.db'));
    const journal = new Journal(join(directory, 'workflow.db'));
    const invocations = new AsynchronousInvocations({
      file: join(directory, 'invocations.db'),
      clock,
      settings: new Map(),
      invoke: async () => ({ payload: 'null' }),
      deliver: async () => {},
    });
    const world = await startWorld({ directory: join(directory, 'world'), clock, apiKey: 'x' });
    closing.push(
      () => queues.close(),
      () => catalog.close(),
      () => journal.close(),
      () => invocations.close(),
      () => world.close(),
      () => clock.close(),
    );
    databases = laptopDatabases(directory);
  });
  afterAll(async () => {
    for (const close of closing) await close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('sees a message in a queue and an upload that was begun', () => {
    const before = marks();
    expect(rows()).toEqual([]);
    const message = { body: 'film', attributes: {}, traceHeader: undefined, delaySeconds: 0 };
    queues.send(QUEUE.name, [message], NOW);
    expect(marks()).not.toBe(before);
    const between = marks();
    catalog.createUpload({
      ...{ uploadId: 'upload-1', bucket: 'evidence', key: 'film', checksumAlgorithm: undefined },
      ...{ headers: { contentType: 'video/mp4', others: {} }, retention: undefined, initiatedAt: NOW },
    });
    expect(marks()).not.toBe(between);
    expect(rows()).toEqual([
      expect.stringMatching(/^queues\/queues\.db sqlite_sequence .*"seq":1/),
      expect.stringMatching(/^storage\/catalog\.db uploads .*"upload_id":"upload-1"/),
    ]);
  });

  it('sees no more of a message that is received and done with', () => {
    const before = rows();
    const mark = marks();
    const [received] = queues.receive(QUEUE, 1, 60, NOW);
    queues.delete(QUEUE.name, received?.receiptHandle ?? '');
    expect(marks()).not.toBe(mark);
    expect(rows()).toEqual(before);
  });
});
