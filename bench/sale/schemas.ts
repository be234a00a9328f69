import { policy } from '../../functions/contracts/policy.ts';
import { idempotencyKey, saleAnswer, saleRequest } from '../../functions/contracts/sale.ts';

/** The schemas that a sale goes by. */
export const schemas = { saleRequest, idempotencyKey, saleAnswer, policy };
