import type { ClaimAction } from '../../functions/claims/claim-lifecycle.ts';
import type { OperationName } from '../../functions/contracts/operations.ts';
import type { Step } from '../crashes/flow.ts';
import type { Life } from '../crashes/life.ts';
import type { Person } from '../histories/model.ts';
import type { Call } from '../world/world.ts';
import type { Actor } from './turns.ts';

/** Up to three who act at the same time on one parcel. */
export interface Race {
  name: string;
  /** What is there before they begin. */
  given: readonly Step[];
  actors(life: Life): Promise<Actor[]>;
  /**
   * What comes of it has to be what comes of them one after the other, in some order. Not asked of what is done again
   * later when it meets another one: there the world has to come to rest as it should.
   */
  isSerial: boolean;
  /**
   * Somebody cancels: the link opens nothing any more (404), and whoever had opened it a moment before is told why (409).
   * The two count as one there.
   */
  linkDies?: boolean;
}

export const race = (name: string, given: readonly Step[], actors: Race['actors']): Race => ({
  name,
  given,
  actors,
  isSerial: true,
});

export const asks = (
  name: string,
  life: Life,
  operation: OperationName,
  given: Call,
  told = (_: unknown) => '',
): Actor => ({
  name,
  async act() {
    const { status, body } = await life.world.call(operation, given);
    return `${status} ${status < 300 ? told(body) : (body?.code ?? '')}`.trim();
  },
});

export const works = (name: string, work: () => Promise<unknown>): Actor => ({
  name,
  async act() {
    await work();
    return 'done';
  },
});

/** A person who has the case before them as it was when the race began, and presses a button. */
export async function presses(
  name: string,
  life: Life,
  by: Person,
  action: ClaimAction,
  details: object | ((shown: { proposal?: { binding: string } }) => object) = {},
): Promise<Actor> {
  const { claimId, trackingNumber } = await life.claim();
  const seen = await life.world.call('read-case', { as: by, parameters: { trackingNumber } });
  const shown = seen.body.claims.find((claim: { claimId: string }) => claim.claimId === claimId);
  return asks(name, life, 'act-on-claim', {
    as: by,
    parameters: { trackingNumber, claimId, action },
    headers: { 'if-match': String(seen.headers.etag) },
    body: typeof details === 'function' ? details(shown) : details,
  });
}

/**
 * What a step of the workflow throws on purpose, to be called again later; anything else is a fault of it. Asked of the
 * product only here: the world has to stand before it is loaded.
 */
async function namesOfLater(): Promise<string[]> {
  const [{ PayoutInDoubt }, { PayoutPending }] = await Promise.all([
    import('../../functions/payouts/ports.ts'),
    import('../../functions/payouts/pay-claim.ts'),
  ]);
  return [PayoutInDoubt, PayoutPending].map(({ name }) => name);
}

/** A step of the claim's workflow, as Step Functions invokes it. */
export async function stepOf(name: string, life: Life, step: string): Promise<Actor> {
  const { trackingNumber, claimId } = await life.claim();
  const later = await namesOfLater();
  return {
    name,
    async act() {
      try {
        await life.world.invokeStep(step, { trackingNumber, claimId });
        return 'done';
      } catch (error) {
        if (error instanceof Error && later.includes(error.name)) return error.name;
        throw error;
      }
    },
  };
}
