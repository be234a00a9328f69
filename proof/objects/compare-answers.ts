import { isDeepStrictEqual } from 'node:util';
import type { Answer } from './answer.ts';
import type { Operation } from './operation.ts';

export interface Difference {
  operation: Operation;
  laptop: Answer | undefined;
  moto: Answer | undefined;
}

/** Differences of the two that are known, by the name they have in docs/engine-differences-objects.md. */
export const allowedDifferences: Record<string, (difference: Difference) => boolean> = {
  'a signed address of an object that is not there': ({ operation, laptop, moto }) =>
    operation.does === 'download' && is(laptop, 404, 'NoSuchKey') && is(moto, 403, 'SignatureDoesNotMatch'),

  'an upload that is over or was never begun': ({ operation, laptop, moto }) =>
    (operation.does === 'send part' || operation.does === 'complete') &&
    is(laptop, 404, 'NoSuchUpload') &&
    moto?.status === 500,

  'an upload that is completed once more': ({ operation, laptop, moto }) =>
    operation.does === 'complete' &&
    is(laptop, 404, 'NoSuchUpload') &&
    (moto?.status === 200 || is(moto, 412, 'PreconditionFailed')),

  'a completion that is wrong in itself, over an object': ({ operation, laptop, moto }) =>
    operation.does === 'complete' &&
    laptop?.status === 400 &&
    WRONG_COMPLETIONS.has(laptop.code ?? '') &&
    is(moto, 412, 'PreconditionFailed'),

  'a completion that is wrong in two things': ({ operation, laptop, moto }) =>
    operation.does === 'complete' && is(laptop, 400, 'InvalidPart') && is(moto, 400, 'EntityTooSmall'),

  'pages of parts whose numbers have gaps': ({ operation, laptop, moto }) =>
    operation.does === 'list parts' &&
    laptop?.told?.truncated === true &&
    moto?.told?.truncated === false &&
    isDeepStrictEqual(laptop.told.parts, moto.told.parts),

  'a range that ends before it begins, beyond the end': ({ operation, laptop, moto }) =>
    (operation.does === 'get' || operation.does === 'head') &&
    endsBeforeItBegins(operation.range) &&
    laptop?.status === 200 &&
    moto?.status === 416,

  'the last bytes of an object that has none': ({ operation, laptop, moto }) =>
    (operation.does === 'get' || operation.does === 'head') &&
    /^bytes=-[1-9]\d*$/.test(operation.range ?? '') &&
    laptop?.status === 416 &&
    moto?.status === 200,

  'a retention of a version that was deleted': ({ operation, laptop, moto }) =>
    operation.does === 'retain' && is(laptop, 404, 'NoSuchVersion') && moto?.status === 500,
};

const WRONG_COMPLETIONS = new Set(['MalformedXML', 'InvalidPart', 'EntityTooSmall']);

function endsBeforeItBegins(range: string | undefined): boolean {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  return Number(to) < Number(from);
}

function is(answer: Answer | undefined, status: number, code: string): boolean {
  return answer?.status === status && answer.code === code;
}

/** The name of the known difference, `none` when there is no difference, nothing when it is a new one. */
export function nameOfDifference(difference: Difference): string | undefined {
  if (isDeepStrictEqual(difference.laptop, difference.moto)) return 'none';
  return Object.entries(allowedDifferences).find(([, allows]) => allows(difference))?.[0];
}
