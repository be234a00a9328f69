import * as z from 'zod';
import { compareQuery, pageQuery, periodQuery } from './report-query-schemas.ts';

export const officeReportQuery = z.strictObject({ ...periodQuery, ...compareQuery, ...pageQuery });

export const place = z.strictObject({ office: z.string() });
