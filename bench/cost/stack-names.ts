/** `SellProtectionFunction1A2B3C4D` is of the handler `sell-protection`. */
export function handlerOf(logicalId: string): string {
  return logicalId
    .replace(/(?:Function)?[0-9A-F]{8}$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}
