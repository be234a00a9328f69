import type { CustomerClaim, CustomerPolicy } from '../../functions/contracts/customer.ts';
import type { ClaimKind, Locale } from '../../functions/contracts/primitives.ts';
import { within } from './within.ts';

/** The service refused, with its reason in the reader's language. */
export class Refused extends Error {
  override name = 'Refused';
  readonly status: number;
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Record<string, unknown>) {
    super(String(problem.detail ?? problem.title ?? ''));
    this.status = status;
    this.code = String(problem.code ?? 'unknown');
    this.facts = problem;
  }
}

/** No answer came, or none that means anything: nobody knows whether it was done, and asking again does no harm. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
  /** A 5xx or 429, as against no network at all. */
  readonly isFault: boolean;

  constructor(isFault: boolean) {
    super(isFault ? 'The service did not answer.' : 'There is no connection.');
    this.isFault = isFault;
  }
}

export type PayeeGiven =
  | { method: 'phone' }
  | { method: 'account'; bankIdentificationCode: string; account: string; holder: string };

export interface CodeSent {
  sentTo: string;
  validUntil: string;
  nextCodeAt: string;
}

export interface ClaimGiven {
  kind: ClaimKind;
  amount: number;
  description: string;
}

/** A call that hangs is no answer; a customer in a lift is told so and it is tried again. */
const LONGEST_CALL_MILLIS = 30_000;

export type CustomerApi = ReturnType<typeof createCustomerApi>;

/** The calls of the customer's link. Each throws `Refused` or `NoAnswer`. */
export function createCustomerApi(token: string, language: () => Locale) {
  const call = async <Answer>(method: string, path: string, sign: string, body?: unknown): Promise<Answer> =>
    (await answered<Answer>(method, path, sign, body)).body;

  /** `sign`: a field by which the answer is known to be the service's. */
  const answered = <Answer>(
    method: string,
    path: string,
    sign: string,
    body?: unknown,
  ): Promise<{ status: number; body: Answer }> =>
    within(LONGEST_CALL_MILLIS, async (signal) => {
      const response = await send(`/v1/my${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'accept-language': language(),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal,
        credentials: 'omit',
        cache: 'no-store',
      });
      if (response.status >= 500 || response.status === 429) {
        const problem = await readJson(response);
        // A refusal that asks to wait says until when; a fault says nothing.
        if (response.status === 429 && problem.code) throw new Refused(response.status, problem);
        throw new NoAnswer(true);
      }
      const answer = await readJson(response);
      if (response.ok && sign in answer) return { status: response.status, body: answer as Answer };
      // A proxy's page, a captive portal, a cut-off answer: nothing that the service has said.
      if (response.ok || typeof answer.code !== 'string') throw new NoAnswer(true);
      throw new Refused(response.status, answer);
    });

  return {
    readPolicy: () => call<CustomerPolicy>('GET', '/policy', 'policyId'),
    /** `isNew` is false when the same event had been filed before: the answer is that claim. */
    fileClaim: async (claim: ClaimGiven): Promise<{ claim: CustomerClaim; isNew: boolean }> => {
      const { status, body } = await answered<CustomerClaim>('POST', '/claims', 'claimId', claim);
      return { claim: body, isNew: status === 201 };
    },
    answer: (claimId: string, given: { answer?: string; documents?: string[] }) =>
      call<CustomerClaim>('POST', `/claims/${claimId}/answer`, 'claimId', given),
    withdraw: (claimId: string) => call<CustomerClaim>('POST', `/claims/${claimId}/withdraw`, 'claimId', {}),
    appeal: (claimId: string, reason: string) =>
      call<CustomerClaim>('POST', `/claims/${claimId}/appeal`, 'claimId', { reason }),
    requestPayeeCode: (claimId: string) =>
      call<CodeSent>('POST', `/claims/${claimId}/payee/code`, 'nextCodeAt', {}),
    changePayee: (claimId: string, given: { code: string; payee: PayeeGiven }) =>
      call<CustomerClaim>('POST', `/claims/${claimId}/payee`, 'claimId', given),
  };
}

async function send(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch {
    throw new NoAnswer(false);
  }
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  try {
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
