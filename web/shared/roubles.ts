/**
 * Kopecks of a sum as people type it: «4 500», «4500,50», "4,500.50", «4 500 ₽»; undefined when it is no sum of
 * roubles. Two digits at most after the last comma or point are kopecks, so that «4.500» is four and a half thousand.
 */
export function kopecksOf(typed: string): number | undefined {
  const plain = typed.replace(/[\s\u00A0\u202F]|₽|руб(?:лей|ля|ль|\.)?|р\.?$/giu, '');
  const match = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(plain);
  if (!match) return undefined;
  const roubles = Number((match[1] as string).replace(/[.,]/g, ''));
  const kopecks = Number((match[2] ?? '').padEnd(2, '0'));
  const whole = roubles * 100 + kopecks;
  return Number.isSafeInteger(whole) ? whole : undefined;
}
