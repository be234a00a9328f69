import { request as requestOf } from 'node:http';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers of a running service, held against expectations
  body: any;
}

export interface Request {
  token?: string | undefined;
  headers?: Record<string, string>;
  /** Sent as JSON, text as it is. */
  body?: unknown;
}

/**
 * One request on a connection of its own: one that is kept for the next request may be closed by a busy or killed
 * laptop at the moment in which it is used again.
 */
export function send(url: string, method: string, request: Request = {}): Promise<Answer> {
  const { token, headers = {}, body } = request;
  const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = requestOf(
      url,
      {
        method,
        agent: false,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(sent !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(sent),
          }),
          ...headers,
        },
      },
      (incoming) => {
        let text = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (piece: string) => {
          text += piece;
        });
        incoming.once('error', reject);
        incoming.once('end', () => {
          const answered = new Headers(
            Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
          );
          const isJson = /json/.test(answered.get('content-type') ?? '');
          const status = incoming.statusCode ?? 0;
          resolve({ status, headers: answered, text, body: isJson ? JSON.parse(text) : undefined });
        });
      },
    );
    outgoing.once('error', reject);
    outgoing.end(sent);
  });
}
