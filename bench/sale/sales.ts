import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { SaleRequest } from '../../functions/contracts/sale.ts';
import { OFFICE_TIME_ZONES } from '../../functions/policies/deadline.ts';

const MINUTE = 60_000;

/** Sales that follow each other: no two of one parcel, office, buyer, seller or sum. */
export function saleNumber(index: number, now = Date.now()): SaleRequest {
  return {
    trackingNumber: domesticNumber(index),
    amount: 100_000 + ((index * 7_919) % 2_000_000),
    soldAt: new Date(now - (index % 50) * MINUTE).toISOString(),
    office: {
      index: String(101_000 + (index % 800_000)),
      region: 'Республика Татарстан',
      timeZone: OFFICE_TIME_ZONES[index % OFFICE_TIME_ZONES.length] as string,
    },
    clerkId: `clerk-${index % 1_000}`,
    customer: {
      phone: `+7999${String(index % 10_000_000).padStart(7, '0')}`,
      email: `buyer.${index}@example.org`,
      locale: 'ru',
    },
    seller: {
      name: `ООО «Быстрая посылка № ${index % 500}»`,
      taxNumber: String(7_700_000_000 + (index % 500)),
    },
    consent: {
      termsVersion: '2026-01',
      acceptedAt: new Date(now - (index % 50) * MINUTE).toISOString(),
      personalData: true,
    },
  };
}

/** The sale as the gateway hands it over. */
export function saleEvent(index: number): APIGatewayProxyEventV2 {
  const path = '/v1/sales';
  return {
    version: '2.0',
    routeKey: `POST ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers: {
      authorization: 'Bearer opaque-to-the-function',
      'content-type': 'application/json',
      'accept-language': 'ru-RU,ru;q=0.9',
      'idempotency-key': `sale-${index}`,
      'user-agent': 'till/4.2',
    },
    requestContext: {
      accountId: '000000000000',
      apiId: 'bench',
      domainName: 'api.example',
      domainPrefix: 'api',
      http: { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'till/4.2' },
      requestId: `request-${index}`,
      routeKey: `POST ${path}`,
      stage: '$default',
      time: '22/Nov/2026:12:00:00 +0000',
      timeEpoch: 1_795_348_800_000,
    },
    body: JSON.stringify(saleNumber(index)),
    isBase64Encoded: false,
  };
}

/** A number of a parcel in the country with its check digit (functions/policies/tracking-number.ts). */
function domesticNumber(index: number): string {
  const number = `101${String(index).padStart(10, '0')}`;
  const sum = [...number].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return `${number}${(10 - (sum % 10)) % 10}`;
}
