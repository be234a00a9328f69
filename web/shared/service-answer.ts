/** What came of a call: a value, a refusal as problem details, or no answer at all (status 0). */
export type Asked<Value> =
  | { ok: true; status: number; value: Value }
  | { ok: false; status: number; code?: string; detail?: string; facts?: Record<string, unknown> };

/** Of what says that it went well and is no answer of ours. */
const BAD_GATEWAY = 502;

/**
 * What is not from our service (a proxy's page, a broken gateway, the page of a hotel's network) is told by its
 * status alone: somebody did answer, so that it is not the line.
 */
export function answerOf<Value>({ ok, status }: { ok: boolean; status: number }, text: string): Asked<Value> {
  const value = parsed(text);
  if (ok && value !== 'unreadable') return { ok: true, status, value: value as Value };
  if (typeof value !== 'object' || value === null) return { ok: false, status: ok ? BAD_GATEWAY : status };
  const { code, detail, ...facts } = value as Record<string, unknown>;
  if (typeof code !== 'string') return { ok: false, status };
  return { ok: false, status, code, ...(typeof detail === 'string' && { detail }), facts };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return 'unreadable';
  }
}
