import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CaseClaim, CaseEvidence, CaseView } from '../../../functions/contracts/console.ts';
import type { DocumentKind, Locale } from '../../../functions/contracts/primitives.ts';
import type { ConsoleCaseTexts } from '../../../functions/messages/catalogue/console-case.ts';
import { consoleCase as english } from '../../../functions/messages/catalogue/console-case-en.ts';
import { consoleCase as russian } from '../../../functions/messages/catalogue/console-case-ru.ts';
import type { Labels } from '../../../functions/messages/catalogue/labels.ts';
import type { DeskApi, SeenCase } from '../api.ts';
import type { Person } from '../session/kept-session.ts';

/** Both languages: what is written to a customer is written in theirs, whatever the desk reads. */
export const CASE_TEXTS: Record<Locale, ConsoleCaseTexts> = { ru: russian, en: english };

/** What stands in the middle of the page. */
export type Viewing = { kind: 'evidence'; id: string } | { kind: 'letter'; id: string };

/** The case that is open, and what every part of its page works with. */
export interface CaseDesk {
  trackingNumber: string;
  view: CaseView;
  etag: string;
  /** The claim that is looked at; none when the parcel has none. */
  claim: CaseClaim | undefined;
  person: Person;
  api: DeskApi;
  locale: Locale;
  texts: ConsoleCaseTexts;
  labels: Labels;
  /** The service's clock, milliseconds. */
  now: number;
  /** What an action has answered. */
  put(seen: SeenCase): void;
  refresh(): Promise<void>;
  /** Tells what came of an action, to every reader. */
  say(outcome: string): void;
  viewing: Viewing | undefined;
  look(viewing: Viewing | undefined): void;
  /** The form that stands open on the right, by the name of its action. */
  openForm: string | undefined;
  setOpenForm(action: string | undefined): void;
  /** Opens the question to the customer with these documents chosen. */
  askFor(documents: readonly DocumentKind[]): void;
  wanted: readonly DocumentKind[] | undefined;
}

export const CaseContext = createContext<CaseDesk | undefined>(undefined);

export function useCase(): CaseDesk {
  const desk = useContext(CaseContext);
  if (!desk) throw new Error('No case is open here.');
  return desk;
}

/** The claim that a form is of: forms are drawn only where there is one. */
export function useClaim(): CaseClaim {
  const { claim } = useCase();
  if (!claim) throw new Error('The parcel has no claim.');
  return claim;
}

export const isOpen = (claim: CaseClaim): boolean => claim.deadline !== undefined;

export const isFilm = ({ purpose }: Pick<CaseEvidence, 'purpose'>): boolean => (purpose ?? 'film') === 'film';

/** Files that have arrived and are still there: what a decision can rest on and a letter can enclose. */
export function receivedFiles(view: CaseView, policyId: string | undefined): CaseEvidence[] {
  return view.evidence.filter(
    (each) =>
      each.status === 'received' &&
      each.removedAt === undefined &&
      (policyId === undefined || each.policyId === policyId),
  );
}

export const lastSequence = (view: CaseView): number =>
  view.timeline.reduce((last, { sequence }) => Math.max(last, sequence), 0);
