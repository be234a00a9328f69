/** A number stays with its word: «31 марта», «2026 г.», "26 days" are not torn over two lines. */
export function keepTogether(text: string): string {
  return text.replace(/(\d) (?=\p{L})/gu, '$1\u00A0');
}

/** A number that is broken over two lines is hard to compare. */
export function keepNumberTogether(phone: string): string {
  return phone.replaceAll(' ', '\u00A0').replaceAll('-', '\u2011');
}
