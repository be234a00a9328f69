import { operations } from '../../functions/contracts/operations.ts';
import { readBody } from '../../functions/http/read-body.ts';

/** The body of a sale as its handler reads it: size, type, depth, JSON and the closed schema. */
export const readSale = (text: string) =>
  readBody({ text, isBase64: false, contentType: 'application/json' }, operations['sell-protection']);
