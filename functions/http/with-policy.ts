import type { Policy } from '../contracts/policy.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import { linkSigner, policyStore } from '../deps.ts';
import { findPolicyByLink } from '../policies/find-policy-by-link.ts';
import type { ApiAnswer, ApiRequest } from './api-handler.ts';

/** Finds the policy of the customer's link; every link that opens nothing gets the same 404. */
export function withPolicy<Body>(
  handle: (request: ApiRequest<Body>, policy: Policy) => Promise<ApiAnswer | Refusal>,
) {
  return async (request: ApiRequest<Body>): Promise<ApiAnswer | Refusal> => {
    const ports = { policies: policyStore(), links: await linkSigner() };
    const policy = await findPolicyByLink({ token: request.token, now: request.now }, ports);
    return policy ? handle(request, policy) : refuse('not-found');
  };
}
