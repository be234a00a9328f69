/** «101000 67 08509 9»: how the number stands on the parcel and the receipt. */
export function groupedNumber(number: string): string {
  const domestic = /^(\d{6})(\d{2})(\d{5})(\d)$/.exec(number);
  const international = /^([A-Z]{2})(\d{9})([A-Z]{2})$/.exec(number);
  return (domestic ?? international)?.slice(1).join('\u00A0') ?? number;
}
