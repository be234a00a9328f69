/** The service refused, with its reason in the reader's language. */
export class Refused extends Error {
  override name = 'Refused';
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: string, detail: string, facts: Readonly<Record<string, unknown>>) {
    super(detail);
    this.code = code;
    this.facts = facts;
  }
}

/** No answer came, or none that means anything: nobody knows whether it was done. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
  /** Somebody answered, and not our service or not now; as against no network at all. */
  readonly isFault: boolean;

  constructor(isFault: boolean) {
    super(isFault ? 'The service did not answer.' : 'There is no connection.');
    this.isFault = isFault;
  }
}
