import * as z from 'zod';
import { claimKind, instant } from '../contracts/primitives.ts';
import { claimMeasure } from '../contracts/reports.ts';
import { pageQuery, periodQuery, regionQuery } from './report-query-schemas.ts';

export const claimsQuery = z.strictObject({
  ...periodQuery,
  ...pageQuery,
  region: regionQuery,
  office: z
    .string()
    .regex(/^[0-9]{6}$/)
    .optional(),
  measure: claimMeasure.default('filed'),
  kind: claimKind.optional(),
});

export const place = z.strictObject({ at: instant, claimId: z.string() });
