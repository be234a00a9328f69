import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import { judgeTrackingNumber } from '../policies/sale-rules.ts';
import type { ApiAnswer, ApiRequest } from './api-handler.ts';

/** Normalizes the parcel's number in the path, as the till's and the specialist's are. */
export function withParcel<Body>(
  handle: (request: ApiRequest<Body>, trackingNumber: string) => Promise<ApiAnswer | Refusal>,
) {
  return async (request: ApiRequest<Body>): Promise<ApiAnswer | Refusal> => {
    const given = request.parameters.trackingNumber;
    if (!given) return refuse('not-found');
    const parcel = judgeTrackingNumber(given);
    return isRefusal(parcel) ? parcel : handle(request, parcel.trackingNumber);
  };
}

/** The refusal as it is, or the answer with this status. */
export function answer(outcome: object, status = 200): ApiAnswer | Refusal {
  return isRefusal(outcome) ? outcome : { status, body: outcome };
}
