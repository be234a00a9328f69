import { createHash } from 'node:crypto';
import { z } from 'zod';

/** A message attribute as the JSON protocol writes it; a binary value is base64. */
export const messageAttributeSchema = z
  .strictObject({
    DataType: z.string().regex(/^(String|Number|Binary)(\..+)?$/),
    StringValue: z.string().min(1).optional(),
    BinaryValue: z.base64().min(1).optional(),
  })
  .refine(
    (attribute) =>
      attribute.DataType.startsWith('Binary')
        ? attribute.BinaryValue !== undefined && attribute.StringValue === undefined
        : attribute.StringValue !== undefined && attribute.BinaryValue === undefined,
    'the value does not fit the data type',
  );

export type MessageAttributes = Record<string, z.infer<typeof messageAttributeSchema>>;

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

export function md5OfBody(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/** As the SQS developer guide says: sorted by name; name, type, kind of value (1 string, 2 binary), value. */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) continue;
    const binary = attribute.BinaryValue !== undefined;
    hash.update(withLength(Buffer.from(name)));
    hash.update(withLength(Buffer.from(attribute.DataType)));
    hash.update(Buffer.from([binary ? 2 : 1]));
    hash.update(
      withLength(
        binary
          ? Buffer.from(attribute.BinaryValue ?? '', 'base64')
          : Buffer.from(attribute.StringValue ?? ''),
      ),
    );
  }
  return hash.digest('hex');
}

export function sizeOfAttributes(attributes: MessageAttributes): number {
  return Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue, BinaryValue }]) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(DataType) +
      Buffer.byteLength(StringValue ?? '') +
      Buffer.from(BinaryValue ?? '', 'base64').length,
    0,
  );
}

/** The attributes that a receiver asks for: by name, by `prefix.*`, or all. */
export function chooseAttributes(attributes: MessageAttributes, asked: readonly string[]): MessageAttributes {
  const isAsked = (name: string) =>
    asked.some((one) =>
      one === 'All' || one === '.*'
        ? true
        : one.endsWith('.*')
          ? name.startsWith(one.slice(0, -1))
          : one === name,
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isAsked(name)));
}
