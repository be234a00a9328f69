import { sellProtection } from '../../functions/contracts/operations/sales.ts';
import { readBody } from '../../functions/http/read-body.ts';

/** The body of a sale as its handler reads it: size, type, depth, JSON and the closed schema. */
export const readSale = (text: string) =>
  readBody({ text, isBase64: false, contentType: 'application/json' }, sellProtection);
