import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { pageBundles } from '../../lib/page-bundles.ts';
import { WebSite } from '../../lib/web-site.ts';
import { addPolicyHeaders } from '../../local/edge/response-headers.ts';
import { type Properties, plainName, readable } from '../stack/synthesized-stack.ts';

/** Where the console of this host sends people to sign in, and where it shows films from; nobody is there. */
export const SIGN_IN_URL = 'https://sign-in.example';
export const FILM_HOST = 'films.example';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * The pages as the public host gives them, with the headers of the stack, and nothing behind them: what the service
 * would answer is the test's to say.
 */
export async function startPageHost() {
  const directory = mkdtempSync(path.join(tmpdir(), 'page-host-'));
  // A folder of its own: the common one is emptied by whoever builds next.
  process.env.PAGE_BUNDLES_DIR = path.join(directory, 'pages');
  const policyNamed = headersOfTheStack(path.join(directory, 'cdk.out'));
  const policies = { customer: policyNamed('SiteHeaders'), console: policyNamed('SiteConsoleHeaders') };
  // Those that the stack has just built.
  const pages = pageBundles().directory;

  const server = createServer((request, response) => {
    const asked = (request.url ?? '/').split('?')[0] ?? '/';
    const place = asked.endsWith('/') ? `${path.normalize(asked)}index.html` : path.normalize(asked);
    const file = place.startsWith('/assets/') ? place : `/root${place}`;
    const headers: OutgoingHttpHeaders = { 'content-type': TYPES[path.extname(file)] ?? 'text/plain' };
    addPolicyHeaders(asked.startsWith('/console') ? policies.console : policies.customer, headers, undefined);
    try {
      const bytes = readFileSync(path.join(pages, file));
      response.writeHead(200, headers).end(bytes);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export type PageHost = Awaited<ReturnType<typeof startPageHost>>;

/** The response headers policies of the public host, from the very code that deploys it. */
function headersOfTheStack(outdir: string) {
  const stack = new Stack(new App({ outdir }), 'Pages');
  new WebSite(stack, {
    api: { host: 'api.example' },
    films: new Bucket(stack, 'Films'),
    filmHost: FILM_HOST,
    signInUrl: SIGN_IN_URL,
    accessLogs: new Bucket(stack, 'Logs'),
  });
  return (name: string) => {
    const found = stack.node
      .findAll()
      .find(
        (each) =>
          each instanceof CfnResponseHeadersPolicy && plainName(stack.resolve(each.logicalId)) === name,
      ) as CfnResponseHeadersPolicy | undefined;
    const config = headersConfigOf(stack, found);
    const csp = config.SecurityHeadersConfig.ContentSecurityPolicy;
    csp.ContentSecurityPolicy = readable(csp.ContentSecurityPolicy);
    return config as Parameters<typeof addPolicyHeaders>[0];
  };
}

/** As its template would have it. The whole template is seconds of work: it holds the helper that copies the pages. */
function headersConfigOf(stack: Stack, policy: object | undefined) {
  const rendered = (policy as { _toCloudFormation(): object } | undefined)?._toCloudFormation();
  const [resource] = Object.values(stack.resolve(rendered).Resources) as { Properties: Properties }[];
  return resource?.Properties.ResponseHeadersPolicyConfig;
}
