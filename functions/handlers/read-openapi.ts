import { openApiDocument } from '../contracts/open-api.ts';
import { apiHandler } from '../http/api-handler.ts';

const document = openApiDocument();

export const handler = apiHandler('read-openapi', async () => ({ status: 200, body: document }));
