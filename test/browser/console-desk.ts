import type { Page, Route } from 'playwright-core';
import type {
  CaseClaim,
  CaseView,
  SearchAnswer,
  StaffMember,
  WorkCounts,
  WorkEntry,
} from '../../functions/contracts/console.ts';
import { operations } from '../../functions/contracts/operations.ts';
import type { ConsoleRole, Locale } from '../../functions/contracts/primitives.ts';
import { type Watch, watchPage } from './chromium.ts';
import type { Device } from './lasting-device.ts';
import { SIGN_IN_URL } from './page-host.ts';

/** The service's time wherever a page is shown; the browser's own is another one. */
export const DESK_NOW = '2026-03-05T12:00:00.000Z';

const PEOPLE: Record<ConsoleRole, { id: string; name: string }> = {
  specialist: { id: 'anna', name: 'Анна Белова' },
  supervisor: { id: 'vera', name: 'Вера Орлова' },
  analyst: { id: 'gleb', name: 'Глеб Сафонов' },
  administrator: { id: 'darya', name: 'Дарья Титова' },
};

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  headers: Record<string, string>;
}

type Reply = { status: number; json?: unknown; headers?: Record<string, string> };
/** `gone`: no answer comes. */
export type Answer = Reply | 'gone' | ((asked: Asked) => Reply | 'gone' | Promise<Reply | 'gone'>);

export const ok = (json: unknown, headers: Record<string, string> = {}): Reply => ({
  status: 200,
  json,
  headers,
});
export const refusal = (status: number, code: string, detail: string): Reply => ({
  status,
  json: { code, detail, title: detail, status },
});

/**
 * A page at which somebody sits, signed in, with a service behind it that answers as the contract says: by
 * «GET /v1/cases» with the path's parameters written out. Whatever is answered is checked against the contract first.
 */
export async function openDesk(
  device: Pick<Device, 'newPage'>,
  origin: string,
  given: {
    role?: ConsoleRole;
    place?: string;
    locale?: Locale;
    answers?: Record<string, Answer>;
    isSignedIn?: boolean;
  } = {},
): Promise<{ page: Page; watch: Watch; asked: Asked[]; answers: Record<string, Answer> }> {
  const { role = 'specialist', place = '', locale = 'ru', isSignedIn = true } = given;
  const answers: Record<string, Answer> = {
    'GET /v1/desk/settings': ok({
      issuer: 'https://issuer.example',
      clientId: 'console',
      signInHost: SIGN_IN_URL,
      idleMinutes: 15,
      now: DESK_NOW,
    }),
    'GET /v1/desk/counts': ok(someCounts(role)),
    'GET /v1/cases': ok({ cases: someWork() }),
    'POST /v1/cases/search': ({ body }) => ok(found((body as { text: string }).text)),
    'GET /v1/desk/staff': ok({ staff: someStaff() }),
    ...given.answers,
  };
  const asked: Asked[] = [];
  const page = await device.newPage();
  const watch = watchPage(page);
  await page.addInitScript(
    ([person, language, isIn, now]) => {
      if (sessionStorage.getItem('test-began')) return;
      sessionStorage.setItem('test-began', now);
      localStorage.setItem('language', language);
      if (isIn)
        sessionStorage.setItem(
          'console-session',
          JSON.stringify({
            tokens: { accessToken: 'token-1', refreshToken: 'refresh-1', expiresAt: Date.now() + 3_600_000 },
            person,
          }),
        );
    },
    [{ ...PEOPLE[role], role }, locale, isSignedIn, DESK_NOW] as const,
  );
  await page.route(`${origin}/v1/**`, async (route: Route) => {
    const request = route.request();
    const url = new URL(request.url());
    const call: Asked = {
      method: request.method(),
      path: url.pathname,
      query: url.searchParams,
      body: request.postData() === null ? undefined : JSON.parse(request.postData() ?? ''),
      headers: request.headers(),
    };
    asked.push(call);
    const answer = answers[`${call.method} ${call.path}`];
    const reply = typeof answer === 'function' ? await answer(call) : answer;
    if (reply === undefined) throw new Error(`Nobody answers ${call.method} ${call.path}.`);
    if (reply === 'gone') return route.abort('internetdisconnected');
    const { status, json, headers = {} } = reply;
    if (status < 400) isAsDeclared(call, status, json);
    await route
      .fulfill({
        status,
        headers: { 'content-type': 'application/json', ...headers },
        body: json === undefined ? '' : JSON.stringify(json),
      })
      // Whoever asked may be gone by now.
      .catch(() => {});
  });
  await page.goto(`${origin}/console/${place}`);
  return { page, watch, asked, answers };
}

/** @throws when the contract does not know the call, or not this answer. */
function isAsDeclared({ method, path }: Asked, status: number, json: unknown): void {
  const operation = Object.values(operations).find(
    (each) => each.method === method && new RegExp(`^${each.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  if (!operation) throw new Error(`The contract has no ${method} ${path}.`);
  const schemas = operation.answers as Record<number, { parse(value: unknown): unknown } | undefined>;
  if (!(status in schemas)) throw new Error(`${method} ${path} never answers ${status}.`);
  schemas[status]?.parse(json);
}

export function someEntry(overrides: Partial<WorkEntry> = {}): WorkEntry {
  return {
    trackingNumber: '10100012123456',
    claimId: 'RRWC71KVQYXDWJQDS2KT',
    queue: 'specialist',
    status: 'in-review',
    kind: 'foreign-object',
    amount: 450_000,
    filedAt: '2026-03-03T10:00:00.000Z',
    statusSince: '2026-03-03T10:00:00.000Z',
    dueAt: '2026-03-10T21:00:00.000Z',
    overdue: false,
    risk: 'none',
    locale: 'ru',
    timeZone: 'Europe/Moscow',
    isAppealed: false,
    moneyInPost: false,
    allowedActions: [],
    ...overrides,
  };
}

/** A little of everything, nearest deadline first. */
export function someWork(): WorkEntry[] {
  return [
    someEntry({
      claimId: 'A1',
      trackingNumber: '10100067085099',
      dueAt: '2026-03-05T08:40:00.000Z',
      overdue: true,
      risk: 'overdue',
      assignee: 'anna',
      status: 'in-appeal',
      isAppealed: true,
      amount: 1_249_000,
    }),
    someEntry({
      claimId: 'A2',
      trackingNumber: '10100044167268',
      dueAt: '2026-03-05T17:20:00.000Z',
      risk: 'at-risk',
      kind: 'wrong-item',
      amount: 299_950,
      moneyInPost: true,
      unassignedSince: '2026-03-05T09:00:00.000Z',
    }),
    someEntry({
      claimId: 'A3',
      trackingNumber: 'EA123456785RU',
      dueAt: '2026-03-06T09:00:00.000Z',
      risk: 'at-risk',
      kind: 'refund-withheld',
      status: 'awaiting-approval',
      amount: 7_800_000,
      assignee: 'boris',
      locale: 'en',
      timeZone: 'Asia/Kamchatka',
    }),
    ...Array.from({ length: 12 }, (_, index) =>
      someEntry({
        claimId: `B${index}`,
        trackingNumber: `101000${String(12_000_000 + index * 137)}`,
        kind:
          (['damaged', 'empty-or-incomplete', 'counterfeit', 'poor-quality'] as const)[index % 4] ?? 'other',
        amount: 180_000 + index * 45_500,
        dueAt: `2026-03-${String(8 + Math.floor(index / 3)).padStart(2, '0')}T21:00:00.000Z`,
        timeZone: ['Europe/Moscow', 'Asia/Yekaterinburg', 'Asia/Vladivostok'][index % 3] ?? 'Europe/Moscow',
        ...(index % 2 === 0 ? { assignee: 'anna' } : { unassignedSince: '2026-03-04T09:00:00.000Z' }),
      }),
    ),
  ];
}

export function someCounts(role: ConsoleRole = 'specialist'): WorkCounts {
  const lists = ['specialist', 'customer', 'outside', 'system', 'supervisor', 'unassigned'] as const;
  return {
    bound: 1_000,
    lists: lists.map((list, index) => ({
      list,
      open: [148, 1_000, 23, 7, 12, 3][index] ?? 0,
      overdue: [2, 0, 1, 0, 1, 3][index] ?? 0,
      atRisk: [14, 0, 0, 0, 4, 0][index] ?? 0,
      ...(index !== 3 && { nearestDueAt: '2026-03-05T08:40:00.000Z' }),
    })),
    ...(role !== 'analyst' && { mine: { open: 9, overdue: 1, atRisk: 2 } }),
  };
}

export function someStaff(): StaffMember[] {
  return [
    {
      personId: 'anna',
      role: 'specialist',
      lastSeenAt: '2026-03-05T11:58:00.000Z',
      locales: ['ru', 'en'],
      openCases: 9,
    },
    {
      personId: 'boris',
      role: 'specialist',
      lastSeenAt: '2026-03-04T15:30:00.000Z',
      absentUntil: '2026-03-09T00:00:00.000Z',
      locales: ['ru'],
      openCases: 0,
    },
    {
      personId: 'vera',
      role: 'supervisor',
      lastSeenAt: '2026-03-05T11:59:30.000Z',
      locales: ['ru'],
      openCases: 2,
    },
    {
      personId: 'gleb',
      role: 'analyst',
      lastSeenAt: '2026-03-01T09:00:00.000Z',
      locales: ['ru'],
      openCases: 0,
    },
  ];
}

/** A parcel is found by its number, its phone, a claim's number. */
function found(text: string): SearchAnswer {
  const plain = text.replace(/[\s()+-]/g, '');
  if ('10100012123456'.startsWith(plain))
    return {
      parcels: [
        { trackingNumber: '10100012123456', matched: 'tracking-number', soldAt: '2026-03-01T09:30:00.000Z' },
      ],
    };
  if (/9161234567$/.test(plain))
    return {
      parcels: [
        { trackingNumber: '10100012123456', matched: 'phone', soldAt: '2026-03-01T09:30:00.000Z' },
        { trackingNumber: '10100044167268', matched: 'phone', soldAt: '2026-02-11T14:05:00.000Z' },
      ],
    };
  if ('RRWC71KVQYXDWJQDS2KT'.startsWith(plain.toUpperCase()))
    return {
      parcels: [{ trackingNumber: '10100012123456', matched: 'claim', claimId: 'RRWC71KVQYXDWJQDS2KT' }],
    };
  return { parcels: [] };
}

export function someCase(
  overrides: Partial<CaseView> = {},
  policy: Partial<CaseView['policy']> = {},
): CaseView {
  return {
    trackingNumber: '10100012123456',
    version: 3,
    policy: {
      trackingNumber: '10100012123456',
      policyId: 'policy-1',
      termsVersion: '2026-01',
      status: 'active',
      amount: 450_000,
      price: 9_900,
      soldAt: '2026-03-01T09:30:00.000Z',
      receivedAt: '2026-03-01T09:30:02.150Z',
      startsAt: '2026-03-01T09:30:00.000Z',
      endsAt: '2026-03-31T21:00:00.000Z',
      claimableUntil: '2026-03-31T21:00:00.000Z',
      openClaims: 0,
      uploads: 0,
      office: { index: '420000', region: 'Республика Татарстан', timeZone: 'Europe/Moscow' },
      clerkId: 'clerk-17',
      consent: { termsVersion: '2026-01', acceptedAt: '2026-03-01T09:29:40.000Z', personalData: true },
      videoRequired: true,
      videoThreshold: 300_000,
      customer: { phone: '+7 ••• •••-45-67', locale: 'ru' },
      seller: { name: 'ООО «Быстрая посылка»' },
      ...policy,
    },
    earlierPolicies: [],
    claims: [],
    evidence: [],
    letters: [],
    payouts: [],
    timeline: [],
    reader: { personId: 'anna', role: 'specialist' },
    ...overrides,
  };
}

export function someCaseClaim(overrides: Partial<CaseClaim> = {}): CaseClaim {
  return {
    claimId: 'RRWC71KVQYXDWJQDS2KT',
    policyId: 'policy-1',
    termsVersion: '2026-01',
    timeZone: 'Europe/Moscow',
    kind: 'foreign-object',
    amount: 450_000,
    channel: 'phone',
    filedAt: DESK_NOW,
    startedAt: DESK_NOW,
    filedBy: { role: 'specialist', id: 'anna' },
    status: 'awaiting-video',
    statusSince: DESK_NOW,
    deadline: '2026-03-12T21:00:00.000Z',
    version: 1,
    workflowRun: 1,
    description: 'В коробке кирпич.',
    answers: [],
    allowedActions: [],
    mostToApprove: 450_000,
    secondPersonAbove: 450_000,
    mergeableInto: [],
    checklist: [],
    refusalClauses: [],
    ...overrides,
  };
}
