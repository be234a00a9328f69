/** What a list of open work shows of a claim. */
const WORK_ATTRIBUTES = [
  'claimId',
  'status',
  'kind',
  'amount',
  'filedAt',
  'statusSince',
  'locale',
  'timeZone',
  'assigneeId',
  'unassignedSince',
  'workFlags',
  'workQueue',
  'dueAt',
] as const;

/**
 * Keys and indexes of the tables, as data: the stack builds them from it, the adapters and tests use them by it.
 * It imports nothing, so that the stack can read it at synth. All keys are strings. What is `keptForYears` is written
 * a few times and lies: its table is of the class whose storage is cheap.
 *
 * policies, by `recordKey`:
 *   policy                     the current policy of the parcel
 *   archived#<idempotencyKey>  one that was over when the parcel was sold protection again
 *
 * cases, by `recordKey`; what belongs to the case file begins with `case#`, so one query reads it and no more:
 *   case#head, case#claim#<claimId>, case#upload#<uploadId>, case#payout#<reference>, case#letter#<letterId>,
 *   case#timeline#<sequence>
 *   wait#<claimId>, message#<messageId>, phone#<policyId>, code#<policyId>, lookup#<kind>#<text>
 *   case#judgement#<claimId>: what stands out about a claim; it changes no version of the case
 *
 * desk, by person: `deskKey` is `staff` for the directory, `presence#<trackingNumber>` for who has that case open
 *
 * reports, by `reportKey` and `recordKey`; all of it can be made anew from the other two:
 *   regions#day#<YYYY-MM>      <YYYY-MM-DD>#<region>  counters of a day
 *   regions#month#<YYYY>       <YYYY-MM>#<region>     counters of a month
 *   <scope>#month#<YYYY>       <YYYY-MM>#<id>       counters of all days of a month, `21:sold` those of the 21st; scopes:
 *                              `offices#<region>` by office, `clerks#<office>` by clerk, `seller#<sellerId>` by `-`
 *   policy#<policyId>          facts                what was counted of a policy
 *   claim#<claimId>            facts, letter#<id>   what was counted of a claim and of its letters
 *   seller#<sellerId>          claim#<filedAt>#<id>, letter#<id>, name#<hash>  what is known under an id of a seller
 *   watch                      <sellerId>           sellers that a clerk is warned of
 *   trace#<kind>#<hash>        <instant>#<claimId>  what cases have in common
 *   film#<uploadId>            frames               what a film looks like
 *   frame#<place>#<piece>      <instant>#<uploadId> films that show it
 */
export const policiesLayout = {
  partitionKey: 'trackingNumber',
  sortKey: 'recordKey',
  keptForYears: true,
  stream: 'NEW_AND_OLD_IMAGES',
  indexes: {
    /** Policies that the expiry job has to look at: `dueAt` is `<instant>#<trackingNumber>`, absent otherwise. */
    due: {
      name: 'due-policies',
      partitionKey: 'dueShard',
      sortKey: 'dueAt',
      projection: 'KEYS_ONLY',
      projectedAttributes: [],
    },
  },
} as const;

export const casesLayout = {
  partitionKey: 'trackingNumber',
  sortKey: 'recordKey',
  keptForYears: true,
  stream: 'NEW_AND_OLD_IMAGES',
  indexes: {
    /** Open claims: `workShard` is `<queue>#<shard>`, `workDue` is `<deadline>#<trackingNumber>#<claimId>`. */
    openWork: {
      name: 'open-work',
      partitionKey: 'workShard',
      sortKey: 'workDue',
      projection: 'INCLUDE',
      projectedAttributes: WORK_ATTRIBUTES,
    },
    /**
     * Open claims of a person, and those that nobody took: `personShard` is `person#<id>` with `personDue` as
     * `workDue`, or `nobody#<shard>` with `<unassignedSince>#<trackingNumber>#<claimId>`.
     */
    workOfPerson: {
      name: 'work-of-person',
      partitionKey: 'personShard',
      sortKey: 'personDue',
      projection: 'INCLUDE',
      projectedAttributes: WORK_ATTRIBUTES,
    },
    /** Parcels of a phone, by its keyed hash: `soldAt` is `<instant>#<trackingNumber>#<policyId>`. */
    parcelsOfPhone: {
      name: 'parcels-of-phone',
      partitionKey: 'phoneHash',
      sortKey: 'soldAt',
      projection: 'KEYS_ONLY',
      projectedAttributes: [],
    },
    /**
     * What is found while somebody types: `lookupBucket` is `<kind>#<first six characters>`, `lookupText` is
     * `<text>#<trackingNumber>`. Only parcels with claims and letters that were sent are in it.
     */
    lookup: {
      name: 'lookup',
      partitionKey: 'lookupBucket',
      sortKey: 'lookupText',
      projection: 'INCLUDE',
      projectedAttributes: ['claimId'],
    },
    /**
     * Judged claims by month of filing and level: `judgedMonth` is `2026-11#hold`, `judgedOrder` is
     * `<weight, six digits>#<claimId>`.
     */
    judged: {
      name: 'judged',
      partitionKey: 'judgedMonth',
      sortKey: 'judgedOrder',
      projection: 'INCLUDE',
      projectedAttributes: ['claimId', 'ruleSet', 'judgedAt', 'weight', 'level', 'signals', 'facts'],
    },
  },
} as const;

/** Nothing of it is about a case, and nothing follows it: no stream. What is over is removed by `expiresAt`. */
export const deskLayout = {
  partitionKey: 'deskKey',
  sortKey: 'personId',
  timeToLive: 'expiresAt',
  indexes: {},
} as const;

const CLAIM_FACTS = ['facts'] as const;

/** Counters, and what else is made of the streams. What is over is removed by `expiresAt`. */
export const reportsLayout = {
  partitionKey: 'reportKey',
  sortKey: 'recordKey',
  keptForYears: true,
  timeToLive: 'expiresAt',
  indexes: {
    /** Claims of a region by the day they were filed: `filedMonth` is `<region>#<YYYY-MM>`, `filedOrder` `<instant>#<claimId>`. */
    filedClaims: {
      name: 'filed-claims',
      partitionKey: 'filedMonth',
      sortKey: 'filedOrder',
      projection: 'INCLUDE',
      projectedAttributes: CLAIM_FACTS,
    },
    /** Closed claims of a region by the day they came to their end; keys as above. */
    closedClaims: {
      name: 'closed-claims',
      partitionKey: 'closedMonth',
      sortKey: 'closedOrder',
      projection: 'INCLUDE',
      projectedAttributes: CLAIM_FACTS,
    },
  },
} as const;

export type TableLayout =
  | typeof policiesLayout
  | typeof casesLayout
  | typeof deskLayout
  | typeof reportsLayout;
