import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { createSfnClaimWorkflow } from '../../functions/adapters/sfn-claim-workflow.ts';
import { actOnClaim } from '../../functions/claims/act-on-claim.ts';
import { type ClaimAction, isFinal } from '../../functions/claims/claim-lifecycle.ts';
import type { ActionDetails } from '../../functions/claims/claim-rules.ts';
import { fileClaim } from '../../functions/claims/file-claim.ts';
import { followClaimChange, followUploadChange } from '../../functions/claims/follow-case-change.ts';
import { applyDeadline, awaitChange, flagClaim, readStanding } from '../../functions/claims/follow-claim.ts';
import { lookForMoney } from '../../functions/claims/look-for-money.ts';
import type { CaseStore, MoneyOrder } from '../../functions/claims/ports.ts';
import { reconcileClaims } from '../../functions/claims/reconcile-claims.ts';
import { toInstant, toMillis } from '../../functions/clock.ts';
import type { Claim, ClaimStatus, Upload } from '../../functions/contracts/case.ts';
import type { Actor } from '../../functions/contracts/primitives.ts';
import { lookAgainAtPayout, payClaim } from '../../functions/payouts/pay-claim.ts';
import { claimWorkflowDefinition, type StepName } from '../../lib/claim-workflow-definition.ts';
import { LaptopClock } from '../../local/clock.ts';
import { startWorkflowEngine } from '../../local/workflow/workflow-engine.ts';
import { someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { ANNA, done, filingOf, NOW, PARCEL } from '../claims/claims-fixture.ts';
import { newFile } from '../local/workflow/engine-harness.ts';
import { type Behaviour, createScriptedProvider } from '../payouts/scripted-provider.ts';
import { createMemoryCaseStore } from '../twins/memory-case-store.ts';
import { createMemoryPolicyStore } from '../twins/memory-policy-store.ts';

const MACHINE_ARN = 'arn:aws:states:eu-central-1:000000000000:stateMachine:claims';
/** Looks at the world that find the same before it counts as quiet. */
const LOOKS = 12;

/** A clock that stands still, and says when it is waited for next: time goes from alarm to alarm. */
class SteppingClock extends LaptopClock {
  readonly #pending = new Set<{ at: number }>();

  constructor(at: number) {
    super(0, () => at);
  }

  override at(instantMillis: number, wake: () => void): () => void {
    const alarm = { at: instantMillis };
    this.#pending.add(alarm);
    const cancel = super.at(instantMillis, () => {
      this.#pending.delete(alarm);
      wake();
    });
    return () => {
      this.#pending.delete(alarm);
      cancel();
    };
  }

  next(): number | undefined {
    return this.#pending.size === 0 ? undefined : Math.min(...[...this.#pending].map(({ at }) => at));
  }
}

/** What a step does instead of its work: fails before it, or does it and never says so. */
type Fault = 'fails' | 'hangs';

/**
 * One claim in the whole service, from the table to the workflow: the real use cases over the twins, the real
 * adapter and AWS client against the laptop's engine, a provider by script, and a stream that can go deaf.
 */
export async function openClaimWorld(options: { amount?: number; behaviour?: Behaviour } = {}) {
  const clock = new SteppingClock(toMillis(NOW));
  const now = () => toInstant(clock.now());
  const provider = createScriptedProvider(options.behaviour);
  const policies = createMemoryPolicyStore();
  const table = createMemoryCaseStore(policies);
  policies.put(somePolicy({ amount: options.amount ?? 300_000 }));
  const faults = new Map<StepName, Fault>();
  const calls: { step: StepName; payload: Record<string, unknown> }[] = [];
  const stream = { isDeaf: false };
  /** What the carrier tells; nothing while it is down. */
  const carrier: { order: MoneyOrder | undefined; asked: number } = { order: { state: 'none' }, asked: 0 };
  let busy = 0;

  async function whileBusy<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
    busy += 1;
    try {
      return await work();
    } finally {
      busy -= 1;
    }
  }

  /** The table with its stream: whoever writes is done when it is written, and others hear of it afterwards. */
  const cases: CaseStore = {
    ...table,
    async commit(change) {
      const before = await table.read(change.trackingNumber);
      const outcome = await table.commit(change);
      if (outcome === 'conflict' || stream.isDeaf) return outcome;
      const news = whileBusy(async () => {
        for (const after of change.claims ?? []) {
          const was = before.claims.find(({ claimId }) => claimId === after.claimId);
          await followClaimChange({ before: was, after, now: now() }, { ...ports, workflow });
        }
        for (const after of change.uploads ?? []) {
          const was = before.uploads.find(({ uploadId }) => uploadId === after.uploadId);
          await followUploadChange({ before: was, after, now: now() }, ports);
        }
      });
      news.catch((error) => problems.push(error));
      return outcome;
    },
  };
  // No film is recorded here.
  const ports = { policies, cases, finishRecordings: async () => {} };
  const problems: unknown[] = [];

  const lookAgain = (claim: { trackingNumber: string; claimId: string }) =>
    lookForMoney(
      { ...claim, now: now() },
      {
        cases,
        carrier: {
          async moneyOrder() {
            carrier.asked += 1;
            if (!carrier.order) throw new Error('The carrier is down.');
            return carrier.order;
          },
        },
      },
    );

  const steps: Record<StepName, (input: StepInput) => Promise<unknown>> = {
    'read-claim-standing': (input) => readStanding({ ...input, now: now() }, ports),
    'look-for-money': async (input) => {
      await lookAgain(input);
      return readStanding({ ...input, now: now() }, ports);
    },
    'await-claim-change': async ({ status, taskToken, ...input }) => {
      if (!status || !taskToken) throw new Error('A wait needs its state and its token.');
      await awaitChange({ ...input, status, taskToken, now: now() }, { ...ports, workflow });
    },
    'apply-claim-deadline': (input) => applyDeadline({ ...input, now: now() }, ports),
    'pay-claim': async (input) => {
      await payClaim({ ...input, now: now() }, { ...ports, provider });
      return readStanding({ ...input, now: now() }, ports);
    },
    'flag-claim': (input) => flagClaim({ ...input, attention: 'workflow-error', now: now() }, ports),
  };

  const engine = await startWorkflowEngine({
    port: 0,
    file: newFile(),
    clock,
    // The longest that jitter can wait, so that what is told of times holds for every other.
    random: () => 0.999_999,
    machines: [
      {
        arn: MACHINE_ARN,
        name: 'claims',
        definition: JSON.stringify(claimWorkflowDefinition((step) => step)),
      },
    ],
    invokeFunction: (functionName, payload) => {
      const step = functionName as StepName;
      const fault = faults.get(step);
      calls.push({ step, payload: payload as Record<string, unknown> });
      const run = () => whileBusy(() => steps[step](payload as unknown as StepInput));
      if (fault === 'hangs') return run().then(() => new Promise<never>(() => {}));
      return (fault === 'fails' ? Promise.reject(new Error('broken')) : run()).then(
        (answer) => ({ payload: answer ?? null }),
        (error: Error) => ({ errorType: error.name, errorMessage: error.message }),
      );
    },
  });
  const client = new SFNClient({
    endpoint: engine.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const workflow = createSfnClaimWorkflow(client, MACHINE_ARN);

  /** Until everybody who has something to do now has done it. */
  async function quiet(): Promise<void> {
    let seen = '';
    for (let looks = 0; looks < LOOKS; ) {
      await new Promise((resolve) => setImmediate(resolve));
      const look = JSON.stringify([busy, calls.length, clock.next(), provider.calls.length]);
      looks = busy === 0 && look === seen ? looks + 1 : 0;
      seen = look;
    }
    if (problems.length > 0) throw new AggregateError(problems, 'The stream failed.');
  }

  /** Lets time pass from alarm to alarm until this is so. */
  async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    for (let alarms = 0; alarms < 1_000; alarms += 1) {
      await quiet();
      if (await isSo()) return;
      const next = clock.next();
      if (next === undefined) throw new Error('Nothing will ever happen again.');
      clock.advance(Math.max(0, next - clock.now()));
    }
    throw new Error('It never comes about.');
  }

  const readCase = () => cases.read(PARCEL);
  const readClaim = async () => (await readCase()).claims[0] as Claim;
  const reference = async () => ({ trackingNumber: PARCEL, claimId: (await readClaim()).claimId });

  async function executions() {
    const { executions: listed = [] } = await client.send(
      new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN }),
    );
    return listed.map(({ name = '', status = '', executionArn = '' }) => ({ name, status, executionArn }));
  }

  return {
    clock,
    now,
    provider,
    policies,
    faults,
    calls,
    stream,
    carrier,
    quiet,
    until,
    readCase,
    readClaim,
    executions,
    file: async (filing: Parameters<typeof filingOf>[0] = {}) => {
      const { claim } = done(
        await fileClaim(filingOf({ amount: options.amount ?? 300_000, now: now(), ...filing }), ports),
      );
      await quiet();
      return claim;
    },
    /** A decision, as the console makes it; the stream tells the workflow. */
    act: async (action: ClaimAction, actor: Actor = ANNA, details: ActionDetails = {}) => {
      done(await actOnClaim({ ...(await reference()), action, actor, details, now: now() }, ports));
      await quiet();
    },
    upload: async (upload: Partial<Upload> = {}) => {
      const { head } = await readCase();
      const uploads = [someUpload({ startedAt: now(), ...upload })];
      await cases.commit({ trackingNumber: PARCEL, expectedVersion: head.version, uploads, timeline: [] });
      await quiet();
    },
    untilStatus: (status: ClaimStatus) => until(async () => (await readClaim()).status === status),
    /** The execution is where the claim is: it waits in that state, or is over with the claim. */
    isFollowed: async () => {
      await quiet();
      const claim = await readClaim();
      const live = (await executions()).filter(({ status }) => status === 'RUNNING');
      if (isFinal(claim.status)) return live.length === 0;
      const wait = await cases.findWait(PARCEL, claim.claimId);
      return live.length === 1 && wait?.status === claim.status;
    },
    reconcile: async () => {
      clock.advance(61_000);
      const counts = await reconcileClaims(
        { now: now() },
        {
          ...ports,
          workflow,
          lookForMoney: ({ trackingNumber, claimId }) => lookAgain({ trackingNumber, claimId }),
          lookAgainAtPayout: (claim) => lookAgainAtPayout({ ...claim, now: now() }, { ...ports, provider }),
        },
      );
      await quiet();
      return counts;
    },
    stopExecution: async () => {
      const live = (await executions()).find(({ status }) => status === 'RUNNING');
      await client.send(new StopExecutionCommand({ executionArn: live?.executionArn }));
      await quiet();
    },
    /** The states that the execution of this run went through. */
    statesEntered: async (run = 1): Promise<string[]> => {
      const executionArn = `${MACHINE_ARN.replace(':stateMachine:', ':execution:')}:${(await readClaim()).claimId}-${run}`;
      const { events = [] } = await client.send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
      );
      return events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
    },
    outcomeOf: async (run = 1) => {
      const executionArn = `${MACHINE_ARN.replace(':stateMachine:', ':execution:')}:${(await readClaim()).claimId}-${run}`;
      const { status, error } = await client.send(new DescribeExecutionCommand({ executionArn }));
      return error ?? status;
    },
    close: async () => {
      client.destroy();
      await engine.close();
      clock.close();
    },
  };
}

interface StepInput {
  trackingNumber: string;
  claimId: string;
  status?: ClaimStatus;
  taskToken?: string;
}

export type ClaimWorld = Awaited<ReturnType<typeof openClaimWorld>>;
