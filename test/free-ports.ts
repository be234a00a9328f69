import { createServer } from 'node:net';

/** The first of three ports in a row that are free: the front, the object storage and the host of the films. */
export async function freePortBlock(): Promise<number> {
  for (;;) {
    // Below the range that Linux gives to outgoing connections, so that none of them takes one meanwhile.
    const first = 20_000 + 10 * Math.floor(Math.random() * 1_200);
    const free = await Promise.all([first, first + 1, first + 2].map(isFree));
    if (free.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
