/**
 * The floor: one put over a bare connection, unsigned and unchecked. Like the SDK it has both kinds of connection at
 * hand, and takes the one that the address asks for.
 */
const connections = {
  'http:': process.getBuiltinModule('node:http'),
  'https:': process.getBuiltinModule('node:https'),
};

export const handler = (event: { body: string }) => {
  const address = new URL(process.env.AWS_ENDPOINT_URL ?? '');
  const body = JSON.stringify({ TableName: process.env.POLICIES_TABLE, Item: { sale: { S: event.body } } });
  return new Promise<{ statusCode: number }>((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.PutItem',
      'content-length': Buffer.byteLength(body),
    };
    connections[address.protocol as 'http:' | 'https:']
      .request(address, { method: 'POST', headers }, (response) => {
        response.resume().on('end', () => resolve({ statusCode: response.statusCode === 200 ? 201 : 500 }));
      })
      .on('error', reject)
      .end(body);
  });
};
