/** Asks a service of moto's server over AWS's JSON protocol; the signature's scope tells moto which service is meant. */
export async function callMoto<Answer = Record<string, unknown>>(
  url: string,
  { service, target, region }: { service: 'sqs' | 'events'; target: string; region: string },
  input: object,
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      'x-amz-date': '20260101T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=moto/20260101/${region}/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`moto answers ${response.status} to ${target}: ${text}`);
  return (text === '' ? {} : JSON.parse(text)) as Answer;
}
