import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { z } from 'zod';

/** A plain sale as the first pages of the documentation of middy, zod and the SDK make it: what ours is measured beside. */

const Sale = z.object({
  trackingNumber: z.string().min(13).max(20),
  amount: z.number().int().positive(),
  soldAt: z.iso.datetime({ offset: true }),
  office: z.object({ index: z.string().regex(/^\d{6}$/), region: z.string(), timeZone: z.string() }),
  clerkId: z.string().min(1).max(64),
  customer: z.object({ phone: z.string(), email: z.email(), locale: z.enum(['ru', 'en']) }),
  seller: z.object({ name: z.string().max(200) }),
  consent: z.object({ termsVersion: z.string(), acceptedAt: z.iso.datetime(), personalData: z.boolean() }),
});

const client = new DynamoDBClient({});
const docClient = DynamoDBDocumentClient.from(client);

const lambdaHandler = async (event: { body?: unknown }) => {
  const sale = Sale.parse(event.body);
  await docClient.send(
    new PutCommand({
      TableName: process.env.POLICIES_TABLE,
      Item: { ...sale, trackingNumber: sale.trackingNumber, recordKey: 'policy', status: 'active' },
      ConditionExpression: 'attribute_not_exists(trackingNumber)',
    }),
  );
  return { statusCode: 201, body: JSON.stringify({ trackingNumber: sale.trackingNumber }) };
};

export const handler = middy().use(httpJsonBodyParser()).handler(lambdaHandler);
