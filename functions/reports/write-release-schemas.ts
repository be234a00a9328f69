import * as z from 'zod';
import { regionCode } from '../contracts/facts.ts';
import { regionByCode } from './regions.ts';
import { periodQuery } from './report-query-schemas.ts';

export const releaseQuery = z.strictObject({
  ...periodQuery,
  /** Sales that belong to no region have no release. */
  region: regionCode.refine((code) => regionByCode(code) !== undefined).optional(),
});
