import type { ClaimKind } from '../../contracts/primitives.ts';

/** The lists of the queue; `mine` stands beside those of the contract. */
export type DeskList =
  | 'mine'
  | 'specialist'
  | 'customer'
  | 'outside'
  | 'system'
  | 'supervisor'
  | 'unassigned';

/** The texts of the console's screens beside the case itself; they come with the first of these screens. */
export interface DeskScreensTexts {
  queue: {
    title: string;
    lists: Record<DeskList, string>;
    counts: { open: string; overdue: string; atRisk: string; bound: string };
    takeNext: string;
    takenNone: string;
    phoneClaim: string;
    empty: Record<DeskList, string>;
    emptyFiltered: string;
    columns: Record<'due' | 'parcel' | 'kind' | 'amount' | 'status' | 'assignee' | 'place', string>;
    due: { overdue: string; left: string; until: string };
    flags: { moneyInPost: string; moneyInPostWhy: string; appeal: string; appealWhy: string };
    nobody: string;
    nobodySince: string;
    you: string;
    sections: { proposals: string; attention: string };
    filters: { kind: string; locale: string; timeZone: string; all: string; clear: string };
    locales: Record<'ru' | 'en', string>;
    nextPage: string;
    firstPage: string;
    updated: string;
    stale: string;
    keys: Record<'down' | 'up' | 'open' | 'takeNext' | 'list' | 'assign', string>;
  };
  counts: {
    title: string;
    why: string;
    nearest: string;
    list: string;
    columns: Record<'open' | 'overdue' | 'atRisk', string>;
  };
  assign: {
    button: string;
    title: string;
    to: string;
    choose: string;
    toQueue: string;
    note: string;
    noteHint: string;
    send: string;
    done: string;
    has: string;
    refused: string;
    find: string;
    noneFound: string;
    nobodyThere: string;
    notLoaded: string;
  };
  staff: {
    title: string;
    why: string;
    columns: Record<'person' | 'role' | 'state' | 'languages' | 'cases' | 'seen', string>;
    here: string;
    ago: string;
    absentUntil: string;
    makeAbsent: string;
    makeAbsentTitle: string;
    makeAbsentWhy: string;
    until: string;
    untilMissing: string;
    today: string;
    tomorrow: string;
    week: string;
    confirm: string;
    back: string;
    handingBack: string;
    empty: string;
  };
  /** A specialist's own languages and absence. */
  shift: {
    title: string;
    open: string;
    notLoaded: string;
    languages: string;
    languagesWhy: string;
    languagesKept: string;
    absence: string;
    goAwayWhy: string;
    goAway: string;
    wentAway: string;
    someLeft: string;
    awayWhy: string;
    stillYours: string;
    handBackRest: string;
    comeBack: string;
    cameBack: string;
  };
  phone: {
    title: string;
    running: string;
    newCall: string;
    newCallSure: string;
    find: string;
    findHint: string;
    searching: string;
    notFound: string;
    found: string;
    another: string;
    checkTitle: string;
    checkHint: string;
    facts: Record<
      | 'parcel'
      | 'amount'
      | 'seller'
      | 'office'
      | 'soldAt'
      | 'protection'
      | 'video'
      | 'phone'
      | 'claims'
      | 'earlier',
      string
    >;
    protectionActive: string;
    protectionEnded: string;
    protectionVoided: string;
    mayStillFile: string;
    videoNeeded: string;
    videoThere: string;
    videoNotNeeded: string;
    noClaims: string;
    openClaim: string;
    kind: string;
    kindHint: string;
    kindMissing: string;
    amount: string;
    amountHint: string;
    amountWrong: string;
    amountTooLarge: string;
    description: string;
    descriptionHint: string;
    descriptionMissing: string;
    parcelMissing: string;
    readBack: string;
    readBackText: string;
    readBackVideo: string;
    readBackWait: string;
    file: string;
    filedTitle: string;
    filedSame: string;
    filedNumber: string;
    filedVideo: string;
    filedDeadline: string;
    toCase: string;
    nextCall: string;
    draftKept: string;
    steps: { parcel: string; check: string; what: string; say: string };
    kindShort: Record<ClaimKind, string>;
    keys: { file: string; newCall: string };
  };
  /** The zones in which post offices stand, and how far they are from Moscow. */
  timeZones: Record<string, string>;
}
