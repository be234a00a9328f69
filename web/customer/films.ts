import type { CustomerPolicy } from '../../functions/contracts/customer.ts';

type Upload = CustomerPolicy['uploads'][number];

/** Findings with which nobody sees on the film what was in the box. */
const USELESS: readonly string[] = ['not-a-video', 'unreadable'];

/** A film that has arrived, and that the check has not found useless. */
export function isFilmed(policy: CustomerPolicy): boolean {
  return filmsReceived(policy).some((film) => !isUseless(film));
}

export function filmsReceived(policy: CustomerPolicy): Upload[] {
  return policy.uploads.filter(({ purpose, status }) => purpose === 'film' && status === 'received');
}

export function isUseless(film: Upload): boolean {
  return film.findings?.some((finding) => USELESS.includes(finding)) ?? false;
}

export function isTooShort(film: Upload): boolean {
  return film.findings?.includes('too-short') ?? false;
}

export type WrongFile = 'empty' | 'type' | 'size';

/** What the service would refuse a chosen film for, said before a byte is sent. */
export function wrongWithFilm(file: File, { film }: CustomerPolicy): WrongFile | undefined {
  if (file.size === 0) return 'empty';
  if (!film.acceptedTypes.includes(typeOfFilm(file))) return 'type';
  return file.size > film.maximumBytes ? 'size' : undefined;
}

/** Some phones do not name the type of a film; its ending does. */
export function typeOfFilm(file: File): string {
  if (file.type !== '') return file.type;
  const ending = /\.(\w+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  const types: Record<string, string> = {
    mov: 'video/quicktime',
    webm: 'video/webm',
    '3gp': 'video/3gpp',
    mkv: 'video/x-matroska',
  };
  return types[ending] ?? 'video/mp4';
}

/** Whether this browser can film in the page; the recorder, which comes later, looks more closely. */
export function mayFilmHere(): boolean {
  return typeof MediaRecorder !== 'undefined' && navigator.mediaDevices?.getUserMedia !== undefined;
}
