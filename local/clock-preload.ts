import { workerData } from 'node:worker_threads';

/**
 * Makes `Date` follow the laptop's clock in this worker, before any other module loads: handlers, the AWS SDK's
 * signatures and the issuer's tokens then age with it and none of them knows. Start a worker with
 * `execArgv: ['--import', <this file>]` and `workerData: { clockOffset: clock.sharedOffset }`.
 */
const offset: BigInt64Array | undefined = (workerData as { clockOffset?: BigInt64Array } | null)?.clockOffset;

if (offset) {
  const MachineDate = Date;
  const now = () => MachineDate.now() + Number(Atomics.load(offset, 0));
  globalThis.Date = new Proxy(MachineDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(
        target,
        given.length === 0 ? [now()] : given,
        newTarget === globalThis.Date ? target : newTarget,
      ),
    apply: () => new MachineDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
}
