import { REGION } from './intrinsics.ts';

/** An error that one of the local engines answered, by AWS's name for it. */
export class AwsError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = code;
    this.code = code;
  }
}

/**
 * Calls a local engine over AWS's JSON protocol. The runtime itself makes a dozen kinds of calls, all to engines that
 * check no signature; the SDK's clients would cost it a third of a second at the start and 60 MB.
 */
export const callAws = async <Answer = Record<string, unknown>>(
  url: string,
  target: string,
  input: unknown,
  signal?: AbortSignal,
): Promise<Answer> => {
  const service = target.startsWith('AmazonSQS') ? 'sqs' : 'dynamodb';
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      'x-amz-date': '20260101T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=0`,
    },
    body: JSON.stringify(input),
    ...(signal ? { signal } : {}),
  });
  const text = await response.text();
  const answer = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  if (response.ok) return answer as Answer;
  const code = String(answer.__type ?? response.status).replace(/^.*#/, '');
  throw new AwsError(code, String(answer.message ?? answer.Message ?? text));
};
