import { openApiDocument } from '../contracts/open-api.ts';
import * as operations from '../contracts/operations/service.ts';
import { apiHandler } from '../http/api-handler.ts';

const document = openApiDocument();

export const handler = apiHandler(operations.readOpenapi, async () => ({ status: 200, body: document }));
