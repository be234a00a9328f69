/** One line of the product put wrong on purpose, and the proof that has to notice it. */
export interface Break {
  invariant: string;
  /** A source file, from the root. */
  file: string;
  from: string;
  to: string;
  proof: string;
  /** What the proof says of it. */
  says: RegExp;
  /** Where the short form meets it only now and then: a seed that does. */
  seed?: number;
}

/** At least one for each invariant, by name; the same stand in docs/reliability.md. */
export const breaks: Record<string, Break> = {
  'sale-without-condition': {
    invariant: 'One sale, one policy',
    file: 'functions/adapters/dynamodb-policy-store.ts',
    from: `        ConditionExpression: 'attribute_not_exists(trackingNumber)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      for (`,
    to: `      });
      for (`,
    proof: 'histories',
    says: /sales made the policies|is gone|A repeat got|expected 422/,
  },
  'pays-the-loss': {
    invariant: 'Paid equals approved',
    file: 'functions/payouts/payout-rules.ts',
    from: 'amount: claim.decision.amount,',
    to: 'amount: claim.amount,',
    proof: 'histories',
    says: /was approved for \d+ and is paid \d+/,
  },
  'sends-what-was-forgotten': {
    invariant: 'Never paid twice',
    file: 'functions/payouts/payout-rules.ts',
    from: 'return toMillis(now) - toMillis(firstSent) >= REMEMBERED_HOURS * 3_600_000;',
    to: 'return false && toMillis(now) > toMillis(firstSent) + REMEMBERED_HOURS;',
    proof: 'provider',
    says: /paid \d+ and \d+/,
    seed: 8,
  },
  'day-too-early': {
    invariant: 'A claim in time is never lost',
    file: 'functions/claims/file-claim.ts',
    from: 'if (!isBefore(startedAt, policy.claimableUntil))',
    to: 'if (!isBefore(startedAt, policy.startsAt.slice(0, 8) + policy.claimableUntil.slice(8)))',
    proof: 'histories',
    says: /A claim by the page: answered 409/,
  },
  'any-role': {
    invariant: 'A state is reached by a legal action only',
    file: 'functions/claims/claim-lifecycle.ts',
    from: 'return transition?.by.includes(role) ? transition : undefined;',
    to: "return role === 'specialist' || transition?.by.includes(role) ? transition : undefined;",
    proof: 'histories',
    says: /lawful history: .* by specialist/,
  },
  'timeline-without-past': {
    invariant: 'The timeline is complete and its chain intact',
    file: 'functions/claims/timeline.ts',
    from: 'return { ...unsigned, hash };',
    to: 'return { ...unsigned, facts: { forged: true }, hash };',
    proof: 'histories',
    says: /the chain is broken/,
  },
  'entry-not-written': {
    invariant: 'The timeline is complete and its chain intact',
    file: 'functions/adapters/dynamodb-case-store.ts',
    from: '...change.timeline.map((entry) => ({',
    to: "...change.timeline.filter(({ action }) => action !== 'upload-started').map((entry) => ({",
    proof: 'histories',
    says: /the chain is broken/,
  },
  'counts-again': {
    invariant: 'Counters equal the tables',
    file: 'functions/reports/counting.ts',
    from: 'if (before) for (const contribution',
    to: 'if (before && after === undefined) for (const contribution',
    proof: 'histories',
    says: /Counters differ from a recount/,
  },
  'lost-from-queue': {
    invariant: 'Every open case has a queue and a deadline',
    file: 'functions/adapters/case-items.ts',
    from: 'workFlags: flags,',
    to: "workFlags: flags,\n    ...(claim.status === 'awaiting-customer' && { workShard: 'none' }),",
    proof: 'histories',
    says: /is in no queue/,
  },
  'due-when-it-began': {
    invariant: 'Every open case has a queue and a deadline',
    file: 'functions/adapters/case-items.ts',
    from: '    dueAt,\n    workFlags: flags,',
    to: "    dueAt: claim.status === 'in-review' ? claim.statusSince : dueAt,\n    workFlags: flags,",
    proof: 'histories',
    says: /is due at .* and stands at/,
  },
  'dead-end': {
    invariant: 'Somebody can always go on',
    file: 'functions/claims/claim-rules.ts',
    from: '    (action) => !obstacleTo(file, claim, { action, actor, now }),',
    to: "    (action) => claim.status !== 'in-review' && !obstacleTo(file, claim, { action, actor, now }),",
    proof: 'histories',
    says: /and nobody can do anything/,
  },
  'jobs-decide': {
    invariant: 'Time decides, not jobs',
    file: 'functions/policies/policy.ts',
    from: "policy.status === 'active' && isBefore(now, policy.claimableUntil) ? 'active' : 'ended'",
    to: "policy.status === 'active' ? 'active' : 'ended'",
    proof: 'histories',
    says: /A sale of a number that was sold before: answered 409/,
  },
  'void-under-a-claim': {
    invariant: 'A policy with an open claim is not cancelled',
    file: 'functions/policies/void-sale.ts',
    from: 'if (policy.openClaims > 0) return',
    to: 'if (policy.openClaims > 9) return',
    proof: 'histories',
    says: /is voided while a claim is open/,
  },
};
