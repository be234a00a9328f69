import type { ClaimKind } from '../../contracts/primitives.ts';

/**
 * Every text of the customer's page that does not come from the server. A language is one file, so that a reader
 * loads one. Placeholders in braces are filled by the page (web/customer/texts.ts).
 */
export interface CustomerPageTexts {
  service: string;
  parcel: string;
  skipToContent: string;
  otherLanguage: string;
  loading: string;
  back: string;
  cancel: string;
  tryAgain: string;
  sending: string;
  questions: string;

  connection: {
    lost: string;
    shownAsOf: string;
    fault: string;
    sendingWhenBack: string;
    sendingLater: string;
  };

  deadLink: { title: string; why: string; whatToDo: readonly string[]; call: string };

  protection: {
    active: string;
    until: string;
    left: string;
    lastDay: string;
    ended: string;
    endedAt: string;
    endedWhatNow: string;
    endedMeanwhile: string;
    purchase: string;
    mayFileUntil: string;
  };

  video: {
    required: string;
    requiredWhy: string;
    notRequired: string;
    notRequiredWhy: string;
    film: string;
    choose: string;
    another: string;
    filmAnyway: string;
    received: string;
    receivedNext: string;
    limits: string;
    countLeft: string;
    allUsed: string;
    useless: string;
    tooShort: string;
    wrong: Record<'empty' | 'type' | 'size', string>;
  };

  howToFilm: { title: string; steps: readonly { title: string; detail: string }[] };

  recorder: {
    title: string;
    asking: string;
    ready: string;
    begin: string;
    stop: string;
    recording: string;
    saved: string;
    stopping: string;
    stopped: string;
    keepOpen: string;
    starting: string;
    noSound: string;
    again: string;
    problems: Record<
      | 'no-camera'
      | 'refused'
      | 'busy'
      | 'unsupported'
      | 'not-started'
      | 'interrupted'
      | 'ended-elsewhere'
      | 'no-space'
      | 'too-long',
      string
    >;
    chooseInstead: string;
    preview: string;
  };

  upload: {
    title: string;
    dismiss: string;
    document: string;
    phases: Record<
      | 'preparing'
      | 'sending'
      | 'waiting'
      | 'paused'
      | 'finishing'
      | 'done'
      | 'failed'
      | 'needs-file'
      | 'elsewhere',
      string
    >;
    progress: string;
    progressUnknown: string;
    speed: string;
    timeLeft: string;
    pause: string;
    resume: string;
    giveUp: string;
    giveUpSure: string;
    giveUpYes: string;
    chooseAgain: string;
    finishUntil: string;
    abandoned: string;
    abandonedUnsure: string;
    filmedElsewhere: string;
    abandonedKeep: string;
    abandonedSure: string;
    abandonedYes: string;
    over: string;
    problems: Record<
      | 'offline'
      | 'server'
      | 'storage'
      | 'refused'
      | 'file-changed'
      | 'no-space'
      | 'nothing-arrived'
      | 'fault',
      string
    >;
  };

  claim: {
    open: string;
    another: string;
    again: string;
    title: string;
    step: string;
    orCall: string;
    kindTitle: string;
    kindMissing: string;
    amountTitle: string;
    amountAll: string;
    amountLeft: string;
    amountOther: string;
    amountField: string;
    amountHint: string;
    amountWrong: string;
    factsTitle: string;
    facts: Record<'ordered' | 'received' | 'seller', { label: string; hint: string }>;
    factMissing: string;
    factTooLong: string;
    next: string;
    reviewTitle: string;
    reviewKind: string;
    reviewAmount: string;
    reviewVideo: string;
    reviewVideoThere: string;
    reviewVideoUnderWay: string;
    reviewVideoMissing: string;
    reviewVideoNotNeeded: string;
    /** Said before sending, because it goes along: web/customer/device.ts. */
    deviceNote: string;
    change: string;
    submit: string;
    received: string;
    sameClaim: string;
    draftKept: string;
  };
  /** Which of the facts are asked for, and how the first is worded, by what happened. */
  factsByKind: Partial<Record<ClaimKind, Partial<Record<'ordered' | 'received' | 'seller', string>>>>;

  status: {
    filed: string;
    amount: string;
    whoActs: string;
    byWhen: string;
    otherwise: string;
    yourTurn: string;
    ourTurn: string;
    /** Letters are out: the next step is their addressee's. */
    othersTurn: string;
    closed: string;
    appealable: string;
    changed: string;
    question: string;
    earlier: string;
    timeline: string;
    kind: string;
    described: string;
  };

  answer: {
    field: string;
    files: string;
    filesHint: string;
    attached: string;
    /** Above the documents that the specialist asked for, each with its own button. */
    asked: string;
    attach: string;
    attachMore: string;
    here: string;
    otherFiles: string;
    send: string;
    empty: string;
    sent: string;
    waitForFiles: string;
  };

  /** Letters that went out for the claim. */
  letters: { title: string; sent: string; awaited: string; answered: string };

  withdraw: { open: string; sure: string; yes: string };

  refusal: {
    title: string;
    reason: string;
    clause: string;
    evidence: string;
    film: string;
    document: string;
    explanation: string;
    whatWouldChange: string;
    appealUntil: string;
    appeal: string;
    appealField: string;
    appealHint: string;
    appealSend: string;
    appealEmpty: string;
    appealOver: string;
  };

  payee: {
    title: string;
    paidTitle: string;
    phone: string;
    account: string;
    change: string;
    changeTitle: string;
    toPhone: string;
    toAccount: string;
    bank: string;
    bankHint: string;
    accountField: string;
    accountHint: string;
    holder: string;
    holderHint: string;
    getCode: string;
    codeSent: string;
    code: string;
    codeHint: string;
    save: string;
    saved: string;
    newCodeAt: string;
    newCode: string;
    wrong: Record<'bank' | 'account' | 'holder' | 'code', string>;
  };

  documents: { tooLarge: string; wrongType: string };
}
