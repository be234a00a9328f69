import { payForSchedules } from './schedule-bill.ts';
import type { Spending } from './spend.ts';

const MONTHS = 12;
const MINUTES_OF_YEAR = 525_960;
const HOURS_OF_YEAR = 8_766;
/** Count, 4xx, 5xx, Latency, IntegrationLatency and DataProcessed of each route. */
const METRICS_OF_ROUTE = 6;
/** A metric is paid for by the hours in which it was told something. */
const HOURS_TOLD = 0.5;

/** What is paid for whether anything is sold or not. */
export function payFixed(spending: Spending): void {
  const { stack, given, bill } = spending;
  const monthly = (service: string, what: string, count: number, price: Parameters<typeof bill.add>[4]) =>
    bill.add(service, 'fixed', what, count * MONTHS, price);
  monthly('CloudWatch', 'alarms', stack.alarms, 'alarm');
  monthly('CloudWatch', 'dashboards', stack.dashboards, 'dashboard');
  monthly('Secrets Manager', 'secrets', stack.secrets, 'secret');
  monthly('KMS', 'keys', stack.keys, 'key');
  monthly('Cognito', 'clients of tills', stack.machineClients, 'machineClient');
  monthly('Cognito', 'people of the console', given.staff, 'personSignedIn');
  const tokens = (stack.machineClients * given['token-holders'] * HOURS_OF_YEAR) / stack.tokenHours;
  bill.add('Cognito', 'fixed', 'tokens of tills', tokens, 'machineToken');
  const polls = stack.consumedQueues * given['idle-polls'] * MINUTES_OF_YEAR;
  bill.add('SQS', 'fixed', 'asking empty queues', polls, 'queueRequest');
  if (stack.hasRouteMetrics)
    monthly('CloudWatch', 'metrics of each route', stack.routes * METRICS_OF_ROUTE * HOURS_TOLD, 'metric');
  payForSchedules(spending);
}
