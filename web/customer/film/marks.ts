/** What is burnt into the picture, so that a person and a machine can read which parcel it shows, and when. */
export interface Marks {
  trackingNumber: string;
  /** Missing before the filming. */
  code?: string;
  seconds: number;
  now: Date;
}

const two = (value: number) => String(value).padStart(2, '0');

/** Two lines in figures, the same in every language: `80123… A1B2C3` and `02:05  22.11.2026 16:30`. */
export function linesOf({ trackingNumber, code, seconds, now }: Marks): [string, string] {
  const date = `${two(now.getDate())}.${two(now.getMonth() + 1)}.${now.getFullYear()}`;
  const clock = `${two(now.getHours())}:${two(now.getMinutes())}`;
  return [
    code === undefined ? trackingNumber : `${trackingNumber}  ${code}`,
    `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}  ${date} ${clock}`,
  ];
}

/** For machines, as a QR code; only characters of its dense alphabet. */
export function qrTextOf({ trackingNumber, code, seconds }: Marks & { code: string }): string {
  return `PP ${trackingNumber} ${code} ${seconds}`;
}
