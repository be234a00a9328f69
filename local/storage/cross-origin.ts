/** The CORS rules of a bucket, applied as S3 does: the first rule that fits answers. */
export interface CorsRule {
  allowedOrigins: string[];
  allowedMethods: string[];
  allowedHeaders: string[];
  exposedHeaders: string[];
  maxAgeSeconds?: number;
}

export interface CrossOriginRequest {
  origin: string;
  /** The method that the page wants to use, not OPTIONS. */
  method: string;
  /** Lower-case; empty for an actual request, whose headers the preflight has settled. */
  headers: readonly string[];
}

/** `*` may stand once in a rule's origin or header, for any run of characters. */
function fits(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const before = pattern.slice(0, star);
  const after = pattern.slice(star + 1);
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}

/** The headers that let the page in; `undefined` when no rule does. */
export function allowCrossOrigin(
  rules: readonly CorsRule[],
  request: CrossOriginRequest,
): Record<string, string> | undefined {
  const rule = rules.find(
    (candidate) =>
      candidate.allowedOrigins.some((origin) => fits(origin, request.origin)) &&
      candidate.allowedMethods.includes(request.method) &&
      request.headers.every((header) =>
        candidate.allowedHeaders.some((allowed) => fits(allowed.toLowerCase(), header)),
      ),
  );
  if (!rule) return undefined;
  const anyone = rule.allowedOrigins.includes('*');
  return {
    'access-control-allow-origin': anyone ? '*' : request.origin,
    ...(anyone ? {} : { 'access-control-allow-credentials': 'true' }),
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(request.headers.length > 0 ? { 'access-control-allow-headers': request.headers.join(', ') } : {}),
    ...(rule.exposedHeaders.length > 0
      ? { 'access-control-expose-headers': rule.exposedHeaders.join(', ') }
      : {}),
    ...(rule.maxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.maxAgeSeconds) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}
