import * as z from 'zod';
import { regionCode } from '../contracts/facts.ts';
import { limitParameter } from '../contracts/limit-parameter.ts';
import { isDay } from './day-of.ts';
import { isRegion } from './report-query.ts';

const reportDay = z.string().refine(isDay);

/** Both days of a period, which every report is asked for. */
export const periodQuery = { from: reportDay, to: reportDay };

export const compareQuery = { compare: z.literal('previous').optional() };

/** A region of the list, or what is in none. */
export const regionQuery = regionCode.refine(isRegion);

export const pageQuery = {
  limit: limitParameter({ byDefault: 100, atMost: 200 }),
  cursor: z.string().max(1_000).optional(),
};
