import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { DistributionDefinition } from '../plan.ts';

type HeadersPolicy =
  DistributionDefinition['headersPolicies'] extends Map<string, infer Policy> ? Policy : never;

/** The headers that a ResponseHeadersPolicy adds to the origin's, as CloudFront does it. */
export const addPolicyHeaders = (
  policy: HeadersPolicy | undefined,
  headers: OutgoingHttpHeaders,
  requestOrigin: string | undefined,
): void => {
  if (!policy) return;
  const set = (name: string, value: string, overrides: boolean) => {
    const key = name.toLowerCase();
    if (overrides || headers[key] === undefined) headers[key] = value;
  };
  for (const { Header } of policy.RemoveHeadersConfig?.Items ?? []) delete headers[Header.toLowerCase()];
  const security = policy.SecurityHeadersConfig ?? {};
  if (security.ContentTypeOptions) {
    set('x-content-type-options', 'nosniff', security.ContentTypeOptions.Override);
  }
  if (security.ContentSecurityPolicy) {
    const { ContentSecurityPolicy, Override } = security.ContentSecurityPolicy;
    set('content-security-policy', ContentSecurityPolicy, Override);
  }
  if (security.FrameOptions) {
    set('x-frame-options', security.FrameOptions.FrameOption, security.FrameOptions.Override);
  }
  if (security.ReferrerPolicy) {
    set('referrer-policy', security.ReferrerPolicy.ReferrerPolicy, security.ReferrerPolicy.Override);
  }
  if (security.StrictTransportSecurity) {
    const { AccessControlMaxAgeSec, IncludeSubdomains, Preload, Override } = security.StrictTransportSecurity;
    const parts = [`max-age=${AccessControlMaxAgeSec}`];
    if (IncludeSubdomains) parts.push('includeSubDomains');
    if (Preload) parts.push('preload');
    set('strict-transport-security', parts.join('; '), Override);
  }
  if (security.XSSProtection) {
    const { Protection, ModeBlock, ReportUri, Override } = security.XSSProtection;
    const detail = `${ModeBlock ? '; mode=block' : ''}${ReportUri ? `; report=${ReportUri}` : ''}`;
    set('x-xss-protection', Protection ? `1${detail}` : '0', Override);
  }
  for (const { Header, Value, Override } of policy.CustomHeadersConfig?.Items ?? [])
    set(Header, Value, Override);
  const cors = policy.CorsConfig;
  if (!cors || !requestOrigin) return;
  const origins = cors.AccessControlAllowOrigins.Items;
  const allowed = origins.includes('*') ? '*' : origins.includes(requestOrigin) ? requestOrigin : undefined;
  if (!allowed) return;
  set('access-control-allow-origin', allowed, cors.OriginOverride);
  set('access-control-allow-methods', cors.AccessControlAllowMethods.Items.join(', '), cors.OriginOverride);
  set('access-control-allow-headers', cors.AccessControlAllowHeaders.Items.join(', '), cors.OriginOverride);
  const exposed = cors.AccessControlExposeHeaders?.Items ?? [];
  if (exposed.length > 0) set('access-control-expose-headers', exposed.join(', '), cors.OriginOverride);
  if (cors.AccessControlAllowCredentials) {
    set('access-control-allow-credentials', 'true', cors.OriginOverride);
  }
};

/** The same for an answer that is made in this process: its headers are known when it is written. */
export const addPolicyHeadersOnWrite = (
  policy: HeadersPolicy | undefined,
  response: ServerResponse,
  requestOrigin: string | undefined,
): void => {
  if (!policy) return;
  const write = response.writeHead.bind(response);
  response.writeHead = (status: number, ...more: unknown[]) => {
    const given = more.find((each) => typeof each === 'object') as OutgoingHttpHeaders | undefined;
    const before = { ...response.getHeaders(), ...given };
    const headers = { ...before };
    addPolicyHeaders(policy, headers, requestOrigin);
    for (const name of Object.keys(before)) if (headers[name] === undefined) response.removeHeader(name);
    return write(status, headers);
  };
};
