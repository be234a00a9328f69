/** Enough for its owner to recognize it, too little for anybody else to use it. */

/** A phone in E.164: a Russian one keeps its country code and the last four digits, any other only the latter. */
export function maskPhone(phone: string): string {
  const end = `•••-${phone.slice(-4, -2)}-${phone.slice(-2)}`;
  return /^\+7[0-9]{10}$/.test(phone) ? `+7 ••• ${end}` : `••• ${end}`;
}

/** First letter and domain. */
export function maskEmail(email: string): string {
  return `${email.slice(0, 1)}•••${email.slice(email.lastIndexOf('@'))}`;
}

/** The first letter of each word. */
export function maskName(name: string): string {
  return name
    .split(/\s+/u)
    .map((word) => `${[...word][0] ?? ''}•••`)
    .join(' ');
}

export function maskAccount(account: string): string {
  return `•••• ${lastDigits(account)}`;
}

/** The last four. */
export function lastDigits(number: string): string {
  return number.slice(-4);
}
