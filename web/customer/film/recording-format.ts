/** What a recorder writes, best first: what every player opens, then what this browser has. */
const FORMATS = [
  'video/mp4;codecs="avc1.4D401F,mp4a.40.2"',
  'video/mp4;codecs="avc1.42E01F,mp4a.40.2"',
  // Browsers without an encoder for AAC put Opus beside it.
  'video/mp4;codecs="avc1.4D401F,opus"',
  'video/mp4;codecs="avc1.42E01F,opus"',
  'video/webm;codecs="vp9,opus"',
  'video/webm;codecs="vp8,opus"',
  'video/webm',
  'video/mp4',
];

export interface RecordingFormat {
  /** With codecs, for the recorder. */
  mimeType: string;
  /** Without, for the server. */
  contentType: string;
  extension: string;
}

/** The best format that both this browser writes and the policy takes. */
export function chooseFormat(
  acceptedTypes: readonly string[],
  isSupported: (mimeType: string) => boolean,
): RecordingFormat | undefined {
  for (const mimeType of FORMATS) {
    const contentType = mimeType.split(';', 1)[0] ?? '';
    if (!acceptedTypes.includes(contentType) || !isSupported(mimeType)) continue;
    return { mimeType, contentType, extension: contentType.slice('video/'.length) };
  }
  return undefined;
}
