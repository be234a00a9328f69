import type { RefusalReasonCode, SuggestedStep } from '../../contracts/case.ts';
import type { AccessReason } from '../../contracts/console.ts';
import type { DocumentKind, LetterKind } from '../../contracts/primitives.ts';

/** The texts of the case page. Placeholders in braces are filled by the page. */
export interface ConsoleCaseTexts {
  title: string;
  loading: string;
  notFound: { title: string; why: string };
  noClaims: string;
  stale: string;
  close: string;
  cancel: string;
  save: string;
  optional: string;
  none: string;

  presence: { label: string; looks: string; writes: string };

  bar: { due: string; overdue: string; atRisk: string; closed: string; claims: string };

  assignee: {
    nobody: string;
    nobodySince: string;
    you: string;
    take: string;
    handOver: string;
    assign: string;
    back: string;
    note: string;
    send: string;
    done: string;
    taken: string;
    returned: string;
  };

  facts: {
    parcel: string;
    claim: string;
    people: string;
    documents: string;
    amountPaid: string;
    loss: string;
    lossAndMost: string;
    protection: string;
    until: string;
    claimableUntil: string;
    soldAt: string;
    office: string;
    clerk: string;
    terms: string;
    film: string;
    filmNeeded: string;
    filmNotNeeded: string;
    earlier: string;
    customer: string;
    language: Record<'ru' | 'en', string>;
    seller: string;
    taxNumber: string;
    payee: string;
    payeePhone: string;
    payeeAccount: string;
    filed: string;
    channels: Record<'web' | 'phone', string>;
    kind: string;
    description: string;
    answer: string;
    question: string;
    questionAsked: string;
    remark: string;
    attention: string;
    recovered: string;
    recoveredFrom: Record<'seller' | 'bank', string>;
    left: string;
    mergedInto: string;
    payouts: string;
    payoutStatuses: Record<'intended' | 'settled' | 'rejected', string>;
  };

  personal: {
    show: string;
    hide: string;
    reason: string;
    recorded: string;
  };
  accessReasons: Record<AccessReason, string>;

  money: {
    inPost: string;
    order: string;
    office: string;
    sum: string;
    stopUntil: string;
    recall: string;
    recallGoOn: string;
    recallSent: string;
    paidOut: string;
    none: string;
    checked: string;
  };

  appeal: { title: string; reason: string; previous: string; by: string; another: string };
  decision: {
    approved: string;
    refused: string;
    proposed: string;
    by: string;
    approvedBy: string;
    clause: string;
    rests: string;
    explanation: string;
    whatWouldChange: string;
    appealUntil: string;
    without: string;
  };

  documentKinds: Record<DocumentKind, string>;
  checklist: {
    met: string;
    missing: string;
    mandatory: string;
    or: string;
    asked: string;
    none: string;
    ask: string;
  };

  files: {
    title: string;
    films: string;
    documents: string;
    none: string;
    choose: string;
    open: string;
    watch: string;
    download: string;
    reason: string;
    recorded: string;
    underWay: string;
    removed: string;
    received: string;
    recordedAt: string;
    filedBy: string;
    findings: string;
    noFindings: string;
    notChecked: string;
    shows: string;
    unnamed: string;
    upload: string;
    uploadChoose: string;
    uploading: string;
    uploaded: string;
    uploadFailed: string;
    uploadAgain: string;
    wrongType: string;
    notPlayable: string;
    notShown: string;
    picture: string;
    renewing: string;
  };

  player: {
    label: string;
    play: string;
    pause: string;
    back: string;
    forward: string;
    frameBack: string;
    frameForward: string;
    position: string;
    speed: string;
    mute: string;
    unmute: string;
    fullScreen: string;
    bookmark: string;
    bookmarks: string;
    note: string;
    noteHint: string;
    saveBookmark: string;
    jump: string;
    bookmarked: string;
  };

  actions: {
    title: string;
    none: string;
    notYours: string;
    suggested: string;
    suggestedSteps: Record<SuggestedStep, string>;
    back: string;
    sure: string;
    draftKept: string;
    discardDraft: string;
  };

  form: {
    amount: string;
    amountHint: string;
    amountWrong: string;
    amountOver: string;
    secondPerson: string;
    alone: string;
    evidence: string;
    evidenceWords: string;
    evidenceWordsHint: string;
    evidenceMissing: string;
    evidenceLong: string;
    withoutDocuments: string;
    withoutDocumentsHint: string;
    withoutMissing: string;
    explanation: string;
    explanationMissing: string;
    reason: string;
    reasonMissing: string;
    refusalReasons: Record<RefusalReasonCode, string>;
    clause: string;
    whatWouldChange: string;
    whatWouldChangeHint: string;
    whatWouldChangeMissing: string;
    question: string;
    questionMissing: string;
    requested: string;
    requestedText: string;
    answer: string;
    answerMissing: string;
    answerDocuments: string;
    recovered: string;
    recoveredHint: string;
    into: string;
    intoMissing: string;
    words: Partial<Record<'appeal' | 'reopen' | 'settle-by-hand' | 'return-to-review', string>>;
    wordsMissing: string;
    approveSend: string;
    proposeSend: string;
    bindTitle: string;
    bindSum: string;
    bindPayee: string;
    bindBy: string;
    bindNote: string;
  };

  conflict: {
    title: string;
    changed: string;
    now: string;
    kept: string;
    goOn: string;
    gone: string;
  };

  letters: {
    title: string;
    none: string;
    kinds: Record<LetterKind, string>;
    statuses: Record<'draft' | 'sent' | 'answered' | 'discarded', string>;
    number: string;
    due: string;
    overdue: string;
    view: string;
    fileReply: string;
    editor: string;
    recipient: string;
    address: string;
    email: string;
    subject: string;
    body: string;
    enclosures: string;
    gaps: string;
    gapNext: string;
    missing: Record<string, string>;
    unsaved: string;
    preview: string;
    previewing: string;
    previewTitle: string;
    backToText: string;
    sendEmail: string;
    markPosted: string;
    postalNumber: string;
    postalHint: string;
    postedSend: string;
    discard: string;
    discardSure: string;
    discardYes: string;
    conflict: string;
    takeTheirs: string;
    keepMine: string;
    sentBy: Record<'email' | 'post', string>;
    reply: string;
    replyReceived: string;
    replyOutcome: string;
    outcomes: Record<'agreed' | 'declined' | 'other', string>;
    replySummary: string;
    replySummaryMissing: string;
    replyDocuments: string;
    replySend: string;
  };

  timeline: {
    title: string;
    none: string;
    /** By the name that the timeline has; every other one has its label in labels.actions. */
    steps: Readonly<Record<string, string>>;
    other: string;
    toStatus: string;
    until: string;
    because: string;
    all: string;
    less: string;
  };

  keys: {
    approve: string;
    propose: string;
    refuse: string;
    ask: string;
    letter: string;
    take: string;
    next: string;
    play: string;
    frames: string;
    seconds: string;
    speed: string;
    bookmark: string;
    escape: string;
    personal: string;
    film: string;
    timeline: string;
    nothingNext: string;
  };
}
