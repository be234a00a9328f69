import { join } from 'node:path';
import type { LaptopClock } from './clock.ts';
import { startQueueSource } from './events/queue-source.ts';
import { openStreamPositions } from './events/stream-position.ts';
import { type EventSource, startStreamSource } from './events/stream-source.ts';
import { eventSources, lifecycleRules, queueNameOf, rulesAndSchedules } from './plan.ts';
import { type Compute, soon } from './runtime-compute.ts';
import type { RunningEngines } from './runtime-engines.ts';
import { scheduledPayload } from './schedules/scheduled-run.ts';
import { type ScheduleDefinition, startSchedules } from './schedules/scheduler.ts';
import { streamArnOf } from './tables/table-definitions.ts';
import type { ResolvedTemplate } from './template.ts';

/** Starts what calls functions by itself: streams, queues, schedules and the storage's daily clean-up. */
export const startTriggers = async (
  resolved: ResolvedTemplate,
  running: RunningEngines,
  compute: Compute,
  options: { dataDirectory: string; clock: LaptopClock; stack: AsyncDisposableStack },
): Promise<void> => {
  const { clock, stack } = options;
  const { streams, queues } = eventSources(resolved);
  const sources: EventSource[] = [];
  if (streams.length > 0) {
    const positions = openStreamPositions(join(options.dataDirectory, 'streams.db'));
    stack.defer(() => positions.close());
    for (const definition of streams) {
      const tableName = /:table\/([^/]+)/.exec(definition.streamArn)?.[1] ?? '';
      sources.push(
        startStreamSource(definition, {
          tablesUrl: running.tablesUrl,
          engineStreamArn: await streamArnOf(running.tablesUrl, tableName),
          positions,
          invoke: compute.invoke,
          deliver: compute.deliver,
          clock,
        }),
      );
    }
  }
  for (const definition of queues) {
    if (!running.queues) continue;
    const queueUrl = running.queues.queueUrl(queueNameOf(definition.queueArn));
    sources.push(startQueueSource(definition, { queueUrl, invoke: compute.invoke }));
  }
  stack.defer(() => soon(Promise.all(sources.map((source) => source.close()))));

  const schedules = startSchedules([...plannedSchedules(resolved, compute), ...cleanUp(resolved, running)], {
    clock,
    file: join(options.dataDirectory, 'schedules.json'),
  });
  stack.defer(() => schedules.close());
};

const report = (what: string) => (error: unknown) => console.error(`${what}:`, error);

const plannedSchedules = (resolved: ResolvedTemplate, compute: Compute): ScheduleDefinition[] =>
  rulesAndSchedules(resolved).schedules.map((schedule) => ({
    id: schedule.id,
    expression: schedule.expression,
    timeZone: schedule.timeZone,
    run: (scheduledMillis) => {
      for (const target of schedule.targets) {
        compute
          .deliver(target.arn, scheduledPayload(schedule, target, scheduledMillis))
          .catch(report(`Schedule ${schedule.id}`));
      }
    },
  }));

/** S3 runs lifecycle rules once a day. */
const cleanUp = (resolved: ResolvedTemplate, { storage }: RunningEngines): ScheduleDefinition[] => {
  const { staleUploads, expirations } = lifecycleRules(resolved);
  if (!storage || staleUploads.length + expirations.length === 0) return [];
  const run = async () => {
    for (const { bucket, olderThanMillis } of staleUploads) {
      await storage.abortStaleUploads(bucket, olderThanMillis);
    }
    for (const { bucket, prefix, olderThanMillis } of expirations) {
      await storage.expireObjects(bucket, prefix, olderThanMillis);
    }
  };
  return [
    {
      id: 'laptop: storage lifecycle',
      expression: 'rate(1 day)',
      timeZone: 'UTC',
      run: () => void run().catch(report('The storage’s lifecycle rules')),
    },
  ];
};
