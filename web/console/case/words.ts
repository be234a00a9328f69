import type { CaseClaim, CaseEvidence, CaseView } from '../../../functions/contracts/console.ts';
import type { Actor, DocumentKind, Locale } from '../../../functions/contracts/primitives.ts';
import type { ConsoleCaseTexts } from '../../../functions/messages/catalogue/console-case.ts';
import type { Labels } from '../../../functions/messages/catalogue/labels.ts';

const TAGS: Record<Locale, string> = { ru: 'ru-RU', en: 'en-GB' };

/** A moment of today without its day, of this year without its year, in the zone of the desk's customer. */
export function shortMoment(instant: string, timeZone: string, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(new Date(instant));
}

/** A place in a film: «1:05», with tenths «1:05,3» where a frame matters. */
export function placeInFilm(second: number, tenths = false): string {
  const whole = Math.max(0, tenths ? second : Math.floor(second));
  const minutes = Math.floor(whole / 60);
  const rest = whole - minutes * 60;
  const seconds = tenths ? rest.toFixed(1).padStart(4, '0') : String(rest).padStart(2, '0');
  return `${minutes}:${seconds}`;
}

/** Who acted, as the desk knows people: colleagues by their name, everybody else by their part. */
export function nameOf(actor: Actor, labels: Labels): string {
  const isColleague = actor.role === 'specialist' || actor.role === 'supervisor';
  return isColleague && actor.id !== undefined ? actor.id : labels.roles[actor.role];
}

export function documentWords(
  kinds: readonly DocumentKind[],
  texts: ConsoleCaseTexts,
  separator = ', ',
): string {
  return kinds.map((kind) => texts.documentKinds[kind]).join(separator);
}

/** Mandatory lines of the checklist that nothing meets. */
export function missingLines(claim: CaseClaim): CaseClaim['checklist'] {
  return claim.checklist.filter(({ mandatory, metBy }) => mandatory && metBy.length === 0);
}

export interface NamedFile {
  evidenceId: string;
  second?: number | undefined;
}

/** A file that a decision names: what it shows, or its name, and the place in it. */
export function fileWords({ evidenceId, second }: NamedFile, view: CaseView): string {
  const file = view.evidence.find((each) => each.evidenceId === evidenceId);
  const note = file?.bookmarks?.find((each) => each.second === second)?.note;
  const name = file?.fileName ?? evidenceId;
  if (second === undefined) return name;
  return `${name}, ${placeInFilm(second)}${note ? `: ${note}` : ''}`;
}

/** No longer than a line of evidence may be, and never half a character. */
export function shortened(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}

/** What many an honest file has: worth knowing, no reason to doubt it. */
const CALM_FINDINGS: readonly string[] = ['recording-time-unknown'];

/** What the server found in a file: what alarms, and what is only worth knowing. */
export function findingWords(
  evidence: CaseEvidence,
  labels: Labels,
): { alarms: string[]; remarks: string[] } {
  const findings = evidence.check?.findings ?? [];
  const wordsOf = (isCalm: boolean) =>
    findings
      .filter((each) => CALM_FINDINGS.includes(each) === isCalm)
      .map((finding) => labels.findings[finding]);
  return { alarms: wordsOf(false), remarks: wordsOf(true) };
}
