import type { OperationName } from '../../functions/contracts/operations.ts';

const MINUTE = 60_000;

/** A sale as a till sends it now: its time has to be a recent one. */
export function saleNow() {
  const soldAt = new Date(Date.now() - MINUTE).toISOString();
  return {
    trackingNumber: '10100012123456',
    amount: 450_000,
    soldAt,
    office: { index: '420000', region: 'Республика Татарстан', timeZone: 'Europe/Moscow' },
    clerkId: 'clerk-17',
    customer: { phone: '+79991234567', email: 'anna@example.org', locale: 'ru' },
    seller: { name: 'ООО «Быстрая посылка»' },
    consent: { termsVersion: '2026-01', acceptedAt: soldAt, personalData: true },
  };
}

const SHA256 = 'VJdjbyp6YAj1wLDxo6NaL/vRT6CVtzbz4izKtVZvLaU=';
const parts = { parts: [{ partNumber: 1, size: 1000, sha256: SHA256 }] };
const march = { from: '2026-03-01', to: '2026-03-31' };
const claim = { kind: 'damaged', description: 'Разбито', amount: 1000 };

/** What each call has to bring, so that it gets past the checks of its form to its first request. */
export const bodies: Partial<Record<OperationName, object>> = {
  'quote-protection': { trackingNumber: '10100012123456', amount: 450_000 },
  'sell-protection': saleNow(),
  'void-sale': {},
  'file-claim': claim,
  'file-phone-claim': claim,
  'change-payee': { code: '000000', payee: { method: 'phone' } },
  'start-upload': { fileName: 'film.mp4', contentType: 'video/mp4', size: 1000 },
  'start-case-upload': { fileName: 'receipt.jpg', contentType: 'image/jpeg', size: 1000 },
  'sign-parts': parts,
  'sign-case-parts': parts,
  'change-staff': { locales: ['ru'] },
  'take-next': { timeZones: ['Asia/Omsk'] },
  'search-cases': { text: '10100012123456' },
  'watch-presence': {},
  'open-personal': { reason: 'call-with-customer' },
  'download-evidence': { reason: 'review' },
  'bookmark-evidence': { second: 12.5, note: 'Вес' },
  'name-document': { documentKind: 'receipt' },
  'assign-claim': { assignee: 'anna' },
  'write-letter': { kind: 'claim-to-seller' },
  'change-letter': {
    version: 1,
    recipient: { name: 'ООО' },
    subject: 'Тема',
    body: 'Текст',
    enclosures: [],
  },
  'dispatch-letter': { version: 1, channel: 'post' },
  'file-reply': { receivedAt: saleNow().soldAt, outcome: 'other', summary: 'Ответ' },
};

export const queries: Partial<Record<OperationName, Record<string, string>>> = {
  'read-region-report': march,
  'write-release': march,
  'read-office-report': march,
  'read-report-series': march,
  'list-report-claims': { ...march, region: 'RYA' },
};
