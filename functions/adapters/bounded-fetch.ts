export interface FetchLimits {
  timeoutMillis: number;
  /** Bytes of a reply that are read before it is given up. */
  longestReply: number;
}

export interface JsonReply {
  status: number;
  /** Undefined when the body is no JSON or too long. */
  body: unknown;
}

/**
 * One JSON request to a provider with an end in time and in size; redirects are not followed, because a key must
 * not travel to another host.
 * @throws whatever `fetch` throws: time out, refused or dropped connection.
 */
export async function fetchJson(url: string, init: RequestInit, limits: FetchLimits): Promise<JsonReply> {
  const reply = await fetch(url, {
    ...init,
    redirect: 'error',
    signal: AbortSignal.timeout(limits.timeoutMillis),
  });
  return { status: reply.status, body: parse(await readLimited(reply, limits.longestReply)) };
}

export interface HttpProviderSettings {
  /** Without a slash at the end. */
  url: string;
  apiKey: string;
  timeoutMillis?: number;
}

/**
 * One call to a provider, with its key. What goes wrong on the way becomes the caller's own kind of fault, which is
 * told only the kind of error: its text may hold an address.
 */
export async function callProvider(
  settings: HttpProviderSettings,
  path: string,
  init: RequestInit & { headers?: Record<string, string> },
  limits: FetchLimits & { noAnswer: (kind: string) => Error },
): Promise<JsonReply> {
  const headers = { ...init.headers, 'x-api-key': settings.apiKey };
  const timeoutMillis = settings.timeoutMillis ?? limits.timeoutMillis;
  try {
    return await fetchJson(settings.url + path, { ...init, headers }, { ...limits, timeoutMillis });
  } catch (error) {
    throw limits.noAnswer(error instanceof Error ? error.name : 'unknown');
  }
}

async function readLimited(reply: Response, longest: number): Promise<string | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  if (!reply.body) return undefined;
  for await (const piece of reply.body as unknown as AsyncIterable<Uint8Array>) {
    size += piece.byteLength;
    // Leaving the loop cancels the stream and with it the connection.
    if (size > longest) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
