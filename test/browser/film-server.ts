import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';

const ROOT = path.join(import.meta.dirname, '..', '..');

interface Upload {
  size?: number;
  fileName: string;
  status: 'open' | 'received';
  parts: Map<number, Buffer>;
  claimedSha256?: string;
}

/**
 * The recorder's page, our API and the storage behind it on one host. Parts are small, so that a film of seconds has
 * several.
 */
export async function startFilmServer(partSize: number) {
  const uploads = new Map<string, Upload>();
  const scripts = new Map<string, string>();
  const requests: string[] = [];
  const line = { breaksNextParts: 0, holdsFromPart: Number.POSITIVE_INFINITY };
  for (const [address, file] of [
    ['/page.js', 'test/browser/recorder-page.ts'],
    ['/whole-digest.worker.ts', 'web/customer/upload/whole-digest.worker.ts'],
  ] as const) {
    const { outputFiles } = await build({
      ...{ entryPoints: [path.join(ROOT, file)], bundle: true, format: 'esm', write: false },
      // As the page's own build names it (lib/page-bundles.ts).
      define: { 'WORKER_URLS.wholeDigest': '"/whole-digest.worker.ts"' },
    });
    scripts.set(address, outputFiles[0]?.text ?? '');
  }

  function answer(method: string, [, , , , uploadId = '', action]: string[], body: Buffer) {
    const upload = uploads.get(uploadId);
    if (!uploadId && method === 'POST') {
      const id = `upload-${uploads.size + 1}`;
      const { size, fileName } = JSON.parse(String(body));
      uploads.set(id, { fileName, status: 'open', parts: new Map(), ...(size && { size }) });
      return { uploadId: id, partSize, ...(!size && { recordingCode: 'K7M2QX' }) };
    }
    if (!upload) return undefined;
    if (action === 'parts') {
      const { parts } = JSON.parse(String(body)) as { parts: { partNumber: number; sha256: string }[] };
      return {
        parts: parts.map(({ partNumber, sha256 }) => ({
          partNumber,
          url: `/storage/${uploadId}/${partNumber}`,
          headers: { 'x-amz-checksum-sha256': sha256 },
        })),
      };
    }
    if (action === 'complete') {
      upload.status = 'received';
      const { sha256 } = JSON.parse(String(body));
      if (sha256) upload.claimedSha256 = sha256;
      return { evidenceId: uploadId, status: 'received' };
    }
    const receivedParts = [...upload.parts].map(([partNumber, { length }]) => ({ partNumber, size: length }));
    return {
      ...{ uploadId, partSize, receivedParts, status: upload.status },
      ...(upload.size && { size: upload.size }),
    };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    requests.push(`${method} ${url}`);
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const body = Buffer.concat(pieces);
    const script = scripts.get(url);
    const [, place, uploadId = '', partNumber] = url.split('/');
    const json = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (url === '/') {
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(
          '<!doctype html><video muted playsinline></video><script type="module" src="/page.js"></script>',
        );
    } else if (script !== undefined) {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    } else if (place === 'storage' && line.breaksNextParts > 0) {
      line.breaksNextParts -= 1;
      request.socket.destroy();
    } else if (place === 'storage' && Number(partNumber) >= line.holdsFromPart) {
      // Never answered: the page goes away meanwhile.
    } else if (place === 'storage') {
      const isSigned =
        createHash('sha256').update(body).digest('base64') === request.headers['x-amz-checksum-sha256'];
      if (isSigned) uploads.get(uploadId)?.parts.set(Number(partNumber), body);
      response.writeHead(isSigned ? 200 : 400).end();
    } else if (url === '/v1/my/policy') {
      json(200, {
        uploads: [...uploads].map(([id, { fileName, status, size }]) => ({
          uploadId: id,
          fileName,
          status,
          size,
        })),
      });
    } else if (url.endsWith('/parts') && uploads.get(url.split('/')[4] ?? '')?.status === 'received') {
      json(409, { code: 'upload-not-open', state: 'received', detail: 'It has been received.' });
    } else {
      const value = answer(method, url.split('/'), body);
      json(value ? 200 : 404, value ?? { code: 'not-found', detail: 'There is none.' });
    }
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    uploads,
    requests,
    /** Breaks the line under the next parts, or leaves parts from some number on without an answer. */
    line,
    filmOf(uploadId: string): Buffer {
      const parts = [...(uploads.get(uploadId)?.parts ?? [])].sort(([first], [second]) => first - second);
      return Buffer.concat(parts.map(([, bytes]) => bytes));
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
