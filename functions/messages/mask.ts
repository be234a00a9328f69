/** Enough for its owner to recognize it, too little for anybody else to use it. */

/** A phone in E.164: a Russian one keeps its country code and the last four digits, any other only the latter. */
export function maskPhone(phone: string): string {
  const end = `•••-${phone.slice(-4, -2)}-${phone.slice(-2)}`;
  return /^\+7[0-9]{10}$/.test(phone) ? `+7 ••• ${end}` : `••• ${end}`;
}

export function maskAccount(account: string): string {
  return `•••• ${lastDigits(account)}`;
}

/** The last four. */
export function lastDigits(number: string): string {
  return number.slice(-4);
}
