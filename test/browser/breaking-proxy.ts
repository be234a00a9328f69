import {
  Agent,
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request as requestOf,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to one PUT of a part on its way. */
export interface Fate {
  /** The connection is cut when so many bytes of the part have gone through. */
  cutAfter?: number;
  /** The connection is cut when the storage has answered: the part is there, and the page does not learn it. */
  cutsAnswer?: boolean;
  /** Half of the part goes through, the rest when this resolves. */
  heldUntil?: Promise<void>;
}

export interface Put {
  partNumber: number;
  bytes: number;
  /** Nothing more of it comes from the browser. */
  isOver: boolean;
  /** As the storage answered. */
  status?: number;
}

/**
 * The line between a browser and a laptop, as bad as it is told to be. Every request has a connection of its own:
 * on one that was used before, a browser tries a broken request again by itself, and the page learns nothing.
 */
export async function startBreakingProxy(fateOf: (partNumber: number, size: number) => Fate) {
  const puts: Put[] = [];
  const answered: string[] = [];
  let breaks = 0;

  function forward(incoming: IncomingMessage, onAnswer: (answer: IncomingMessage) => void) {
    const { port, pathname, search } = new URL(incoming.url ?? '');
    // Kept alive, because a storage cuts a connection that is to be closed when it refuses a part early.
    const agent = new Agent({ keepAlive: true });
    const outgoing = requestOf(
      {
        // Chromium's «localhost»; a laptop listens there.
        ...{ host: '127.0.0.1', port, path: pathname + search },
        ...{ method: incoming.method, headers: incoming.headers, agent },
      },
      onAnswer,
    );
    outgoing.once('close', () => agent.destroy());
    return outgoing;
  }

  function passOn(incoming: IncomingMessage, response: ServerResponse): void {
    const outgoing = forward(incoming, (answer) => {
      response.once('finish', () =>
        answered.push(`${incoming.method} ${new URL(incoming.url ?? '').pathname}`),
      );
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, connection: 'close' });
      answer.pipe(response);
    });
    const { socket } = incoming;
    outgoing.once('error', () => socket.destroy());
    incoming.pipe(outgoing);
  }

  async function passPart(incoming: IncomingMessage, response: ServerResponse, partNumber: number) {
    const { socket } = incoming;
    const size = Number(incoming.headers['content-length']);
    const fate = fateOf(partNumber, size);
    const put: Put = { partNumber, bytes: 0, isOver: false };
    puts.push(put);
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const cut = () => {
      breaks += 1;
      socket.destroy();
      outgoing.destroy();
    };
    const answer = Promise.withResolvers<{ head: IncomingMessage; body: Buffer }>();
    const outgoing = forward(incoming, (head) => {
      put.status = head.statusCode ?? 0;
      const pieces: Buffer[] = [];
      head.on('data', (piece: Buffer) => pieces.push(piece));
      head.once('error', () => socket.destroy());
      head.once('end', () => answer.resolve({ head, body: Buffer.concat(pieces) }));
    });
    // What the storage refuses early it does not read to its end.
    outgoing.on('error', () => {
      if (put.status === undefined) socket.destroy();
    });
    const read = async (): Promise<'read' | 'cut'> => {
      for await (const piece of incoming) {
        if (fate.cutAfter !== undefined && put.bytes + piece.length > fate.cutAfter) return 'cut';
        put.bytes += piece.length;
        if (put.bytes > size / 2) await fate.heldUntil;
        if (put.status !== undefined || outgoing.destroyed) continue;
        if (!outgoing.write(piece)) await drained(outgoing);
      }
      return 'read';
    };
    const reading = read();
    void Promise.allSettled([reading, closed]).then(() => {
      put.isOver = true;
    });
    try {
      if ((await reading) === 'cut') return cut();
      outgoing.end();
      // Only now: a browser that is still sending may miss an answer.
      const { head, body } = await answer.promise;
      if (fate.cutsAnswer) return cut();
      response.writeHead(head.statusCode ?? 502, { ...head.headers, connection: 'close' }).end(body);
    } catch {
      // The browser broke it off.
      outgoing.destroy();
    }
  }

  const server = createServer((incoming, response) => {
    const partNumber = new URL(incoming.url ?? '').searchParams.get('partNumber');
    if (incoming.method === 'PUT' && partNumber !== null)
      void passPart(incoming, response, Number(partNumber));
    else passOn(incoming, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Every part that began to be sent, in order. */
    puts: puts as readonly Put[],
    /** Every other request whose answer has gone back to the browser, such as `POST /v1/my/…`. */
    answered: answered as readonly string[],
    breaks: () => breaks,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Whatever comes first: after an early answer nobody takes the rest. */
function drained(outgoing: ClientRequest): Promise<void> {
  const events = ['drain', 'response', 'close'];
  return new Promise((resolve) => {
    const goOn = () => {
      for (const event of events) outgoing.off(event, goOn);
      resolve();
    };
    for (const event of events) outgoing.on(event, goOn);
  });
}
