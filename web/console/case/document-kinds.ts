import type { DocumentKind } from '../../../functions/contracts/primitives.ts';

/** In the order in which they are offered. */
export const documentKindNames: readonly DocumentKind[] = [
  'receipt',
  'label-photo',
  'item-photo',
  'packaging-photo',
  'order-page',
  'seller-correspondence',
  'bank-statement',
  'return-receipt',
  'expert-opinion',
  'other',
];
