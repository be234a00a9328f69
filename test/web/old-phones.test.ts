import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..', '..');

/**
 * What Chrome 100 and Safari 15.4 lack. esbuild turns newer syntax into older one, but adds no built-ins; a look
 * behind in a regular expression keeps Safari 15 from reading the file at all.
 */
const TOO_NEW = [
  /\bPromise\.(?:withResolvers|try)\b/,
  /\bAbortSignal\.(?:any|timeout)\b/,
  /\.(?:findLast|findLastIndex|toSorted|toReversed|toSpliced|with)\(/,
  /\b(?:Object|Map)\.groupBy\b/,
  /\bArray\.fromAsync\b/,
  /\bURL\.(?:canParse|parse)\b/,
  /\.(?:union|intersection|difference|symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)\(/,
  /\.(?:values|keys|entries)\(\)\s*\.(?:map|filter|find|some|every|reduce|forEach|toArray|take|drop|flatMap)\(/,
  /\b(?:Iterator|Symbol\.dispose|Symbol\.asyncDispose)\b/,
  /\.(?:isWellFormed|toWellFormed|toHex|toBase64|setFromHex|setFromBase64)\(/,
  /\bUint8Array\.from(?:Hex|Base64)\b/,
  /\bResponse\.json\(/,
  /\bblob\.bytes\(|\bresponse\.bytes\(/,
  /\bRegExp\.escape\b|\(\?<[=!]/,
  /\bIntl\.DurationFormat\b/,
  /\b(?:requestIdleCallback|startViewTransition|checkVisibility|OffscreenCanvas|CompressionStream)\b/,
  /\bscheduler\.(?:postTask|yield)\b/,
];

it.each(globSync(['web/{customer,shared}/**/*.{ts,tsx}', 'functions/messages/**/*.ts'], { cwd: ROOT }))(
  'phones of 2022 can run %s',
  (file) => {
    const lines = readFileSync(path.join(ROOT, file), 'utf8').split('\n');
    const code = lines.filter((line) => !/^\s*(?:\/?\*|\/\/)/.test(line)).join('\n');
    expect(TOO_NEW.filter((each) => each.test(code)).map(String)).toEqual([]);
  },
);
