import type { UploadPorts } from './ports.ts';

/** By which a file is recognized without reading all of it: its size, and the digests of two of its parts. */
export async function fingerprintOf(
  file: Blob,
  partSize: number,
  { partDigest }: Pick<UploadPorts, 'partDigest'>,
): Promise<string> {
  const middle = Math.floor(file.size / 2 / partSize) * partSize;
  const digestAt = async (start: number) =>
    partDigest(new Uint8Array(await file.slice(start, start + partSize).arrayBuffer()));
  return `${file.size} ${await digestAt(0)} ${await digestAt(middle)}`;
}
