/** As AWS bills: a GB is 2^30 bytes, and a KB 1,024. */
const GIGABYTE = 2 ** 30;
const KILOBYTE = 2 ** 10;
/** As makers of cameras count. */
const MEGABYTE = 1e6;

export function gigabytesOfBytes(bytes: number): number {
  return bytes / GIGABYTE;
}

export function gigabytesOfKilobytes(kilobytes: number): number {
  return gigabytesOfBytes(kilobytes * KILOBYTE);
}

export function gigabytesOfMegabytes(megabytes: number): number {
  return gigabytesOfBytes(megabytes * MEGABYTE);
}
