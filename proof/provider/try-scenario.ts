import '../world/register-outside.ts';
import { toMillis } from '../../functions/clock.ts';
import { type Chance, chanceOf, rowOf } from '../../local/seed/chance.ts';
import { withCheckDigit } from '../../local/tracking-number.ts';
import { someSale } from '../../test/policies/sale-fixture.ts';
import { checkAtRest, checkLedger, checkParcel } from '../histories/invariants.ts';
import { History } from '../histories/model.ts';
import { loadStores } from '../histories/stores.ts';
import { Broken } from '../proof.ts';
import { outside } from '../world/outside.ts';
import { virtualDate } from '../world/virtual-date.ts';
import { World } from '../world/world.ts';
import { HostileProvider } from './hostile-provider.ts';
import { People } from './people.ts';
import { drawScenario, type Scenario, toldScenario } from './scenario.ts';

const BEGINNING = '2026-03-05T12:00:00.000Z';
const HOUR = 3_600_000;
const QUARTER = 15 * 60_000;
const AFTER_RETURN = 24 * HOUR;
const MOST_AMOUNT = 300_000;
const GOING_DOWN = 10 * 60_000;

export interface ScenarioTried {
  claims: number;
  /** Calls that the provider got. */
  calls: number;
  /** Virtual hours. */
  hours: number;
}

/** Claims of one world that are approved while the provider is hostile; all of them have to be settled in time. */
class HostileWorld {
  readonly history: History;
  readonly provider: HostileProvider;
  readonly #scenario: Scenario;
  readonly #people: People;
  readonly #chance: Chance;
  /** When each claim is approved, in milliseconds from the beginning. */
  readonly #approvals: { at: number; trackingNumber: string }[] = [];

  constructor(
    seed: number,
    scenario: Scenario,
    chance: Chance,
    wrap: (provider: HostileProvider) => HostileProvider,
  ) {
    this.history = new History(new World(BEGINNING, seed));
    this.#scenario = scenario;
    this.#chance = chance;
    this.provider = new HostileProvider(scenario.hostility, chance, virtualDate.millis);
    outside().payouts = wrap(this.provider);
    outside().executions.jitter = () => chance.share();
    this.#people = new People(this.history, this.provider, chance);
  }

  async live(claims: number): Promise<ScenarioTried> {
    for (let place = 0; place < claims; place += 1) await this.#open(place);
    const begin = toMillis(BEGINNING);
    const end = begin + this.#scenario.returnsAt + AFTER_RETURN;
    virtualDate.set(BEGINNING);
    while (virtualDate.millis() < end) {
      const since = virtualDate.millis() - begin;
      this.#tellProvider(since);
      await this.#approve(since);
      this.provider.passTime();
      if (since % QUARTER === 0) await this.history.world.run('reconcile-claims');
      if (since % HOUR === 0) await this.#lookAround();
      await this.history.world.settle();
      const next = Math.min(
        Math.ceil(outside().executions.nextAt),
        begin + (Math.floor(since / QUARTER) + 1) * QUARTER,
        ...this.#approvals.map(({ at }) => begin + Math.ceil(at)),
      );
      virtualDate.advance(Math.max(1, next - virtualDate.millis()));
    }
    await this.#check();
    return { claims, calls: this.provider.asked, hours: Math.round((end - begin) / HOUR) };
  }

  #tellProvider(since: number): void {
    const { outages, returnsAt } = this.#scenario;
    this.provider.isHostile = since < returnsAt;
    this.provider.isDown =
      this.provider.isHostile && outages.some(({ from, to }) => since >= from && since < to);
    this.provider.isGoingDown =
      this.provider.isHostile && outages.some(({ from }) => since >= from - GOING_DOWN && since < from);
  }

  async #open(place: number): Promise<void> {
    const { history } = this;
    const trackingNumber = withCheckDigit(`101000${String(place + 1).padStart(7, '0')}`);
    const amount = this.#chance.whole(1, MOST_AMOUNT);
    const { now } = history.world;
    const request = someSale({
      trackingNumber,
      amount,
      soldAt: now,
      consent: { termsVersion: '2026-01', acceptedAt: now, personalData: true },
    });
    const key = `key-${place}`;
    const sale = await history.call('sell-protection', {
      as: 'pos',
      headers: { 'idempotency-key': key },
      body: request,
    });
    const { policyId, endsAt, link } = sale.body;
    const token = link.split('#')[1];
    history.sold.push({
      policyId,
      trackingNumber,
      amount,
      endsAt,
      key,
      request,
      text: sale.text,
      link: token,
      isVoided: false,
    });
    const body = { kind: 'foreign-object', amount, description: 'Кирпич.' };
    const filed = await history.call('file-claim', { as: { link: token }, body });
    history.filed.push({ trackingNumber, policyId, claimId: filed.body.claimId });
    this.#approvals.push({ at: this.#momentOfApproval(), trackingNumber });
    await history.world.settle();
  }

  /** At all that somebody has decided already. */
  async #lookAround(): Promise<void> {
    const undecided = new Set(this.#approvals.map(({ trackingNumber }) => trackingNumber));
    for (const { trackingNumber } of this.history.sold)
      if (!undecided.has(trackingNumber)) await this.#people.lookAt(trackingNumber);
  }

  /** At any time, and often just before the provider goes down: then the most is in doubt for the longest. */
  #momentOfApproval(): number {
    const { outages, returnsAt } = this.#scenario;
    const [outage] = outages;
    if (outage && this.#chance.happens(0.4))
      return Math.max(0, outage.from - this.#chance.share() * 2 * GOING_DOWN);
    return this.#chance.share() ** 2 * returnsAt;
  }

  async #approve(since: number): Promise<void> {
    const due = this.#approvals.filter(({ at }) => at <= since);
    this.#approvals.splice(0, this.#approvals.length, ...this.#approvals.filter(({ at }) => at > since));
    for (const { trackingNumber } of due) await this.#people.lookAt(trackingNumber);
  }

  /** Paid what was approved, once, and nobody waits for money any more. */
  async #check(): Promise<void> {
    const { cases } = await loadStores();
    for (const { trackingNumber } of this.history.sold) {
      const { claims, payouts } = await cases.read(trackingNumber);
      const [claim] = claims;
      const references = payouts.map(({ reference }) => reference);
      const paid = this.provider.paid.filter(({ reference }) => references.includes(reference));
      const sums = paid.map(({ amount }) => amount).join(' and ') || 'nothing';
      if (paid.length !== 1 || paid[0]?.amount !== claim?.decision?.amount)
        throw new Broken(
          `${trackingNumber}: approved was ${claim?.decision?.amount}, paid ${sums} (${claim?.status}).`,
        );
      if (claim?.status !== 'compensated')
        throw new Broken(
          `${trackingNumber} is ${claim?.status} (${claim?.attention}) a day after the provider came back.`,
        );
      await checkParcel(this.history, trackingNumber);
    }
    await checkLedger(this.history);
    await checkAtRest(this.history);
  }
}

/** The claims of one world under one provider's story; both follow from the seed. */
export async function tryScenario(
  seed: number,
  claims: number,
  wrap: (provider: HostileProvider, chance: Chance) => HostileProvider = (provider) => provider,
): Promise<ScenarioTried> {
  const chance = chanceOf(rowOf(String(seed), 'provider'), 0);
  const scenario = drawScenario(chance);
  const world = new HostileWorld(seed, scenario, chance, (provider) => wrap(provider, chance));
  try {
    return await world.live(claims);
  } catch (error) {
    const why =
      error instanceof Broken ? error.message : error instanceof Error ? error.stack : String(error);
    throw new Broken([why, toldScenario(scenario), ...world.history.told.slice(-30)].join('\n'), seed);
  }
}
