import { createContext, Script } from 'node:vm';

/** What a viewer-request function of CloudFront makes of a path: another path, or an answer of its own. */
export type EdgeOutcome = { path: string } | { status: number; headers: Record<string, string> };
export type EdgeFunction = (request: { method: string; path: string }) => EdgeOutcome;

interface EdgeRequest {
  uri: string;
  method: string;
}
interface EdgeResponse {
  statusCode: number;
  headers?: Record<string, { value: string }>;
}

/** It may not run long in the cloud either. */
const LONGEST_MILLIS = 1_000;

/**
 * The code of a CloudFront function, as it is in the template: it has the language and nothing else. Query, cookies and
 * headers are not shown to it: who reads them finds them empty.
 */
export const edgeFunction = (code: string): EdgeFunction => {
  const script = new Script(`${code}\n;handler(event)`, { filename: 'edge-function.js' });
  return ({ method, path }) => {
    const event = {
      version: '1.0',
      context: { eventType: 'viewer-request' },
      request: { method, uri: path, querystring: {}, headers: {}, cookies: {} },
    };
    const result = script.runInContext(createContext({ event }), { timeout: LONGEST_MILLIS }) as
      | EdgeRequest
      | EdgeResponse;
    if ('uri' in result) return { path: result.uri };
    const headers = Object.entries(result.headers ?? {}).map(([name, { value }]) => [name, value]);
    return { status: result.statusCode, headers: Object.fromEntries(headers) };
  };
};
