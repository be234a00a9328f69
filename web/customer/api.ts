import type {
  ClaimRequest,
  CustomerClaim,
  CustomerPolicy,
  GivenPayee,
  PayeeCodeSent,
} from '../../functions/contracts/customer.ts';
import { NoAnswer, Refused } from '../shared/refused.ts';
import type { AskService } from './ask-service.ts';

export type CustomerApi = ReturnType<typeof createCustomerApi>;

/** What the page's forms ask. Each throws `Refused` or `NoAnswer`. */
export function createCustomerApi(ask: AskService) {
  const call = async <Answer>(method: string, path: string, sign: string, body?: unknown): Promise<Answer> =>
    (await answered<Answer>(method, path, sign, body)).value;

  /** `sign`: a field by which the answer is known to be the service's. */
  const answered = async <Answer>(method: string, path: string, sign: string, body?: unknown) => {
    const answer = await ask<Answer>(method, path, body);
    if (answer.ok) {
      // A captive portal, a cut-off answer: nothing that the service has said.
      const value: unknown = answer.value;
      if (typeof value !== 'object' || value === null || !(sign in value)) throw new NoAnswer(true);
      return answer;
    }
    const { status, code, detail = '', facts = {} } = answer;
    // Without a code it is a proxy's page; a fault of ours says nothing that a customer could act on.
    if (code === undefined || status >= 500) throw new NoAnswer(status !== 0);
    throw new Refused(code, detail, facts);
  };

  return {
    readPolicy: () => call<CustomerPolicy>('GET', 'policy', 'policyId'),
    /** `isNew` is false when the same event had been filed before: the answer is that claim. */
    fileClaim: async (claim: ClaimRequest): Promise<{ isNew: boolean }> => {
      const { status } = await answered<CustomerClaim>('POST', 'claims', 'claimId', claim);
      return { isNew: status === 201 };
    },
    answer: (claimId: string, given: { answer?: string; documents?: string[] }) =>
      call<CustomerClaim>('POST', `claims/${claimId}/answer`, 'claimId', given),
    withdraw: (claimId: string) => call<CustomerClaim>('POST', `claims/${claimId}/withdraw`, 'claimId', {}),
    appeal: (claimId: string, reason: string) =>
      call<CustomerClaim>('POST', `claims/${claimId}/appeal`, 'claimId', { reason }),
    requestPayeeCode: (claimId: string) =>
      call<PayeeCodeSent>('POST', `claims/${claimId}/payee/code`, 'nextCodeAt', {}),
    changePayee: (claimId: string, given: { code: string; payee: GivenPayee }) =>
      call<CustomerClaim>('POST', `claims/${claimId}/payee`, 'claimId', given),
  };
}
