import * as z from 'zod';
import { periodQuery, regionQuery } from './report-query-schemas.ts';

const MOST_REGIONS = 10;

export const seriesQuery = z.strictObject({
  ...periodQuery,
  step: z.enum(['day', 'month']).optional(),
  regions: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(regionQuery).min(1).max(MOST_REGIONS))
    .optional(),
});
