import * as z from 'zod';
import { compareQuery, periodQuery } from './report-query-schemas.ts';

export const regionReportQuery = z.strictObject({ ...periodQuery, ...compareQuery });
