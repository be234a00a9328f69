import type { KeptUploads, UploadPorts } from './ports.ts';
import type { UploadRequest } from './upload-types.ts';

/** The device's copy of a file that the server has not begun to take: without a line, a reload would lose it. */
export interface UnbegunCopy {
  id: string;
  written: ReturnType<KeptUploads['save']>;
  /** Not once an upload has taken it over. */
  drop(): Promise<void>;
  /** Lets other tabs have it. */
  release(): void;
}

type Ports = Pick<UploadPorts, 'kept' | 'locks' | 'mostUnbegun'>;

/** Begins to keep a file; does not wait for it, since the line may be fine. */
export function keepUnbegun(request: UploadRequest, ports: Ports): UnbegunCopy {
  const id = `unbegun-${crypto.randomUUID()}`;
  const locked = ports.locks.take(`upload-${id}`);

  async function write(): ReturnType<KeptUploads['save']> {
    await locked;
    if ((await ports.kept.listUnbegun()).length >= ports.mostUnbegun) return 'unavailable';
    return ports.kept.saveUnbegun({ id, ...request });
  }

  const release = () => void locked.then((letGo) => letGo?.());
  return copyOf(id, write(), release, ports);
}

/** A copy that an earlier page left; undefined when another tab sends it, or it has gone. */
export async function takeUnbegun(
  id: string,
  ports: Ports,
): Promise<{ request: UploadRequest; copy: UnbegunCopy } | undefined> {
  const release = await ports.locks.take(`upload-${id}`);
  if (!release) return undefined;
  const request = await ports.kept.readUnbegun(id);
  if (request) return { request, copy: copyOf(id, Promise.resolve('kept'), release, ports) };
  release();
  return undefined;
}

function copyOf(
  id: string,
  written: UnbegunCopy['written'],
  release: () => void,
  { kept }: Pick<UploadPorts, 'kept'>,
): UnbegunCopy {
  const drop = async () => {
    await written;
    await kept.remove(id);
  };
  return { id, written, drop, release };
}
