import { randomUUID } from 'node:crypto';
import { serviceEvent } from '../events/queue-source.ts';
import type { PlannedSchedule, Target } from '../plan.ts';

/** What a target of a schedule is called with. */
export const scheduledPayload = (
  schedule: PlannedSchedule,
  target: Target,
  scheduledMillis: number,
): unknown => {
  if (schedule.isRule) {
    if (target.input !== undefined) return JSON.parse(target.input);
    return serviceEvent('aws.events', 'Scheduled Event', [schedule.arn], {}, scheduledMillis);
  }
  const scheduledTime = new Date(scheduledMillis).toISOString().replace(/\.\d+Z$/, 'Z');
  const input = (target.input ?? '{}')
    .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
    .replaceAll('<aws.scheduler.scheduled-time>', scheduledTime)
    .replaceAll('<aws.scheduler.execution-id>', randomUUID())
    .replaceAll('<aws.scheduler.attempt-number>', '1');
  return JSON.parse(input);
};
