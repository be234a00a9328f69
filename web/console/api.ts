import type * as z from 'zod';
import type {
  AccessReason,
  assignRequest,
  bookmarkRequest,
  CaseActionRequest,
  CaseClaim,
  CaseView,
  caseUploadRequest,
  downloadAnswer,
  downloadRequest,
  LetterChange,
  LetterView,
  letterDispatch,
  letterReply,
  PersonalAnswer,
  PhoneClaimRequest,
  PresenceAnswer,
  SearchAnswer,
  StaffMember,
  staffChange,
  staffList,
  takeNextAnswer,
  takeNextRequest,
  WorkCounts,
  WorkList,
  WorkPage,
} from '../../functions/contracts/console.ts';
import type {
  completeRequest,
  PartsSigned,
  partsRequest,
  UploadStarted,
  uploadCompleted,
} from '../../functions/contracts/customer.ts';
import type { ClaimKind, DocumentKind, LetterKind, Locale } from '../../functions/contracts/primitives.ts';
import type { SellerPage } from '../../functions/contracts/reports.ts';
import type { SignalLevel, SignalPage } from '../../functions/contracts/signals.ts';
import { NoAnswer } from '../shared/refused.ts';
import type { Answered, AskDesk } from './ask-desk.ts';

export type TakeNextRequest = z.infer<typeof takeNextRequest>;
export type TakeNextAnswer = z.infer<typeof takeNextAnswer>;
export type StaffChange = z.infer<typeof staffChange>;
export type AssignRequest = z.infer<typeof assignRequest>;
export type DownloadRequest = z.infer<typeof downloadRequest>;
export type DownloadAnswer = z.infer<typeof downloadAnswer>;
export type BookmarkRequest = z.infer<typeof bookmarkRequest>;
export type CaseUploadRequest = z.infer<typeof caseUploadRequest>;
export type LetterDispatch = z.infer<typeof letterDispatch>;
export type LetterReply = z.infer<typeof letterReply>;

export interface WorkFilter {
  /** Left out: the specialists'. */
  queue?: WorkList | undefined;
  /** Of the reader, in all queues. */
  mine?: boolean | undefined;
  kind?: ClaimKind | undefined;
  locale?: Locale | undefined;
  timeZone?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

export interface SignalFilter {
  /** Of filing: `2026-11`; left out: all, the newest first. */
  month?: string | undefined;
  level?: SignalLevel | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** A case and the ETag that an action on it has to name: what was seen when it was chosen. */
export interface SeenCase {
  view: CaseView;
  etag: string;
}

export type DeskApi = ReturnType<typeof createDeskApi>;

/**
 * Every call of the console. Each throws `Refused` (the reason in the reader's language) or `NoAnswer`; those with an
 * `etag` may answer that nothing has changed, by an answer without a value.
 */
export function createDeskApi(ask: AskDesk) {
  /** `sign`: a field by which an answer is known to be the service's and not a proxy's. */
  const whole = <Value>(answered: Answered<Value>, sign: string): Answered<Value> & { value: Value } => {
    const { value } = answered;
    if (typeof value !== 'object' || value === null || !(sign in value)) throw new NoAnswer(true);
    return { ...answered, value };
  };
  const call = async <Value>(method: string, path: string, sign: string, body?: unknown): Promise<Value> =>
    whole(await ask<Value>(method, path, { ...(body !== undefined && { body }) }), sign).value;
  const seen = ({ value, etag }: Answered<CaseView> & { value: CaseView }): SeenCase => ({
    view: value,
    // The version is what the ETag says (functions/claims/case-view.ts).
    etag: etag ?? `"${value.version}"`,
  });
  const changed = async (path: string, body: unknown, ifMatch?: string): Promise<SeenCase> =>
    seen(whole(await ask<CaseView>('POST', path, { body, ifMatch }), 'trackingNumber'));
  const polled = async <Value>(path: string, sign: string, etag?: string): Promise<Answered<Value>> => {
    const answered = await ask<Value>('GET', path, { ifNoneMatch: etag });
    return answered.status === 304 ? answered : whole(answered, sign);
  };
  const at = (...steps: string[]) => `/v1/${steps.map(encodeURIComponent).join('/')}`;

  return {
    countWork: (etag?: string) => polled<WorkCounts>(at('desk', 'counts'), 'lists', etag),
    listCases: (filter: WorkFilter, etag?: string) =>
      polled<WorkPage>(`${at('cases')}?${queryOf(filter)}`, 'cases', etag),
    takeNext: (wanted: TakeNextRequest) =>
      ask<TakeNextAnswer>('POST', at('desk', 'next'), { body: wanted }).then(({ value }) => value?.taken),
    searchCases: async (text: string, signal?: AbortSignal): Promise<SearchAnswer> =>
      whole(await ask<SearchAnswer>('POST', at('cases', 'search'), { body: { text }, signal }), 'parcels')
        .value,

    /** An analyst's question; reports/reports-api.ts knows them. */
    readReport: <Value>(steps: readonly string[], query: URLSearchParams, sign: string) =>
      call<Value>('GET', `${at(...steps)}${query.size > 0 ? `?${query}` : ''}`, sign),
    listSignals: (filter: SignalFilter) =>
      call<SignalPage>('GET', `${at('signals')}?${queryOf(filter)}`, 'claims'),
    readSeller: (sellerId: string) => call<SellerPage>('GET', at('sellers', sellerId), 'sellerId'),

    listStaff: (etag?: string) => polled<z.infer<typeof staffList>>(at('desk', 'staff'), 'staff', etag),
    changeStaff: (personId: string, change: StaffChange) =>
      call<StaffMember>('POST', at('desk', 'staff', personId), 'personId', change),

    readCase: (trackingNumber: string, etag?: string) =>
      polled<CaseView>(at('cases', trackingNumber), 'trackingNumber', etag),
    /** Recorded, with the reason. */
    openPersonal: (trackingNumber: string, reason: AccessReason) =>
      call<PersonalAnswer>('POST', at('cases', trackingNumber, 'personal'), 'customer', { reason }),
    watchPresence: (trackingNumber: string, writing: boolean) =>
      call<PresenceAnswer>('POST', at('cases', trackingNumber, 'presence'), 'people', { writing }),

    /** `isNew` is false when the same event had been filed before: the answer is that claim. */
    filePhoneClaim: async (trackingNumber: string, given: PhoneClaimRequest) => {
      const answered = await ask<CaseClaim>('POST', at('cases', trackingNumber, 'claims'), { body: given });
      return { claim: whole(answered, 'claimId').value, isNew: answered.status === 201 };
    },
    /** `etag` as it was seen: who was not the first hears `case-changed`. */
    act: (
      trackingNumber: string,
      claimId: string,
      action: string,
      etag: string,
      given: CaseActionRequest = {},
    ) => changed(at('cases', trackingNumber, 'claims', claimId, action), given, etag),
    assign: (trackingNumber: string, claimId: string, given: AssignRequest) =>
      changed(at('cases', trackingNumber, 'claims', claimId, 'assignee'), given),

    /** An address for five minutes; recorded, with the reason. */
    downloadEvidence: (trackingNumber: string, evidenceId: string, given: DownloadRequest) =>
      call<DownloadAnswer>(
        'POST',
        at('cases', trackingNumber, 'evidence', evidenceId, 'download'),
        'url',
        given,
      ),
    bookmark: (trackingNumber: string, evidenceId: string, given: BookmarkRequest) =>
      changed(at('cases', trackingNumber, 'evidence', evidenceId, 'bookmarks'), given),
    nameDocument: (trackingNumber: string, evidenceId: string, documentKind: DocumentKind) =>
      changed(at('cases', trackingNumber, 'evidence', evidenceId, 'document'), { documentKind }),

    startUpload: (trackingNumber: string, given: CaseUploadRequest) =>
      call<UploadStarted>('POST', at('cases', trackingNumber, 'uploads'), 'uploadId', given),
    signParts: (trackingNumber: string, uploadId: string, given: z.infer<typeof partsRequest>) =>
      call<PartsSigned>('POST', at('cases', trackingNumber, 'uploads', uploadId, 'parts'), 'parts', given),
    completeUpload: (trackingNumber: string, uploadId: string, given: z.infer<typeof completeRequest> = {}) =>
      call<z.infer<typeof uploadCompleted>>(
        'POST',
        at('cases', trackingNumber, 'uploads', uploadId, 'complete'),
        'evidenceId',
        given,
      ),

    writeLetter: (trackingNumber: string, claimId: string, kind: LetterKind) =>
      call<LetterView>('POST', at('cases', trackingNumber, 'claims', claimId, 'letters'), 'letterId', {
        kind,
      }),
    changeLetter: (trackingNumber: string, letterId: string, given: LetterChange) =>
      call<LetterView>('POST', at('cases', trackingNumber, 'letters', letterId), 'letterId', given),
    discardLetter: async (trackingNumber: string, letterId: string): Promise<void> => {
      await ask('DELETE', at('cases', trackingNumber, 'letters', letterId));
    },
    readLetterPdf: async (trackingNumber: string, letterId: string): Promise<Blob> => {
      const { file } = await ask('GET', at('cases', trackingNumber, 'letters', letterId, 'pdf'), {
        isFile: true,
      });
      if (file?.type !== 'application/pdf') throw new NoAnswer(true);
      return file;
    },
    dispatchLetter: (trackingNumber: string, letterId: string, given: LetterDispatch) =>
      changed(at('cases', trackingNumber, 'letters', letterId, 'send'), given),
    fileReply: (trackingNumber: string, letterId: string, given: LetterReply) =>
      changed(at('cases', trackingNumber, 'letters', letterId, 'replies'), given),
  };
}

function queryOf({ mine, ...filter }: WorkFilter | (SignalFilter & { mine?: never })): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value));
  if (mine) query.set('mine', '1');
  return query;
}
