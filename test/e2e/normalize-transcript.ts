/** Told only while the claim is still there when the message goes out: a slow machine tells the next one instead. */
const STATES_IN_BETWEEN = /^SMS .*(?:специалист рассматривает|Готовим выплату|отправлена)/;
const SOLD = /^SMS .*защита действует/;

/** In this order: what is made of others' characters comes before them. */
const CHANGING: [RegExp, string][] = [
  [/#[\w-]{40,}/g, '#<token>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<id>'],
  [/\b[0-9a-f]{64}\b/g, '<sha256>'],
  [/\b[0-9a-f]{32}\b/g, '<upload>'],
  [/"[A-Za-z0-9+/]{43}="/g, '"<sha256>"'],
  [/\b[0-9A-HJKMNP-TV-Z]{20}\b/g, '<claim>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<instant>'],
  [/\b\d{1,2} [а-я]+ \d{4} г\., \d\d:\d\d/g, '<date>'],
  [/\b\d\d\.\d\d\.\d{4} \d\d:\d\d/g, '<date>'],
  [/\b(127\.0\.0\.1|localhost):\d+/g, '$1:<port>'],
  // How far the check of the film has come when the specialist looks.
  [/"version":\d+/g, '"version":<version>'],
  [/If-Match: "\d+(?:-[\w-]+)?"/g, 'If-Match: "<version>"'],
  [/"size":\d+/g, '"size":<size>'],
  [/\b\d+ bytes\b/g, '<size> bytes'],
];

/**
 * A transcript of the walkthrough without what changes from run to run: instants, ids, tokens, hashes, sizes, ports.
 * Parcels become their place in the story, so that a call about the wrong one still shows.
 */
export function normalizeTranscript(transcript: string): string {
  const parcels: string[] = [];
  const named = transcript.trim().replace(/\b101000\d{8}\b/g, (parcel) => {
    if (!parcels.includes(parcel)) parcels.push(parcel);
    return `<parcel ${parcels.indexOf(parcel) + 1}>`;
  });
  return (
    CHANGING.reduce((text, [pattern, name]) => text.replace(pattern, name), named)
      .split('\n')
      .filter((line) => !STATES_IN_BETWEEN.test(line))
      // The second parcel's time may be over before its first message has gone out.
      .filter((line) => !(SOLD.test(line) && line.includes('<parcel 2>')))
      .join('\n')
  );
}
