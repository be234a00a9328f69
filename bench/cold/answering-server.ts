import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const WRITES = /\.(?:PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)$/;
const SECRET = JSON.stringify({
  masterKey: 'a master key of the bench only, long enough',
  providerApiKey: 'key',
});

export interface Arrival {
  /** Nanoseconds of the clock that all processes of the machine share. */
  at: bigint;
  target: string;
  isWrite: boolean;
}

/** Of a table. */
export function isWrite(target: string): boolean {
  return WRITES.test(target);
}

/** Answers as the services do whose tables are empty, and tells of each request the moment it is there. */
export async function startAnsweringServer() {
  let listener: (arrival: Arrival) => void = () => undefined;
  let run = 0;
  const server = createServer((request, response) => {
    const at = process.hrtime.bigint();
    const [, ofRun = '', place = ''] = /^\/(\d+)(.*)$/.exec(request.url ?? '') ?? [];
    const target = String(request.headers['x-amz-target'] ?? `${request.method} ${place}`);
    if (Number(ofRun) === run) listener({ at, target, isWrite: isWrite(target) });
    request.resume().on('end', () => {
      const answer = target.endsWith('GetSecretValue') ? { SecretString: SECRET } : {};
      response.setHeader('content-type', 'application/x-amz-json-1.0').end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    /** Where the next process finds it: what one before has sent and what comes late is told to nobody. */
    nextUrl(): string {
      run += 1;
      return `http://127.0.0.1:${port}/${run}`;
    },
    onArrival(listen: (arrival: Arrival) => void) {
      listener = listen;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
