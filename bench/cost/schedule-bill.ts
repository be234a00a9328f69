import { payForCalls, type Spending } from './spend.ts';

/** A run that finds nothing to do. */
const MILLIS = 500;

/** Runs of the schedules; what they do for a policy or a claim is counted with it. */
export function payForSchedules(spending: Spending): void {
  const { bill, stack } = spending;
  bill.add('EventBridge', 'fixed', 'scheduled calls', stack.scheduledRuns, 'scheduledCall');
  payForCalls(spending, 'fixed', { 'reconcile-claims': stack.scheduledRuns }, MILLIS);
}
