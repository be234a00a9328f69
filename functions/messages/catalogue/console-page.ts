/**
 * The texts of the console that stand around every screen. A language is one file, so that a reader loads one.
 * Placeholders in braces are filled by the page.
 */
export interface ConsolePageTexts {
  title: string;
  service: string;
  loading: string;
  skipToContent: string;
  otherLanguage: string;
  sending: string;
  close: string;
  cancel: string;
  tryAgain: string;

  roles: Record<'specialist' | 'supervisor' | 'analyst' | 'administrator', string>;
  screens: Record<'queue' | 'phone' | 'staff' | 'reports' | 'signals', string>;
  nav: string;

  session: {
    signIn: string;
    signOut: string;
    unreachable: string;
    unreachableWhy: string;
    signedOut: Record<'by-hand' | 'idle' | 'expired' | 'failed' | 'no-role', { title: string; why: string }>;
    idle: { title: string; left: string; stay: string };
  };

  /** The search in the header, which is there on every screen. */
  search: {
    label: string;
    placeholder: string;
    tooShort: string;
    searching: string;
    none: string;
    found: string;
    matched: Record<'tracking-number' | 'phone' | 'claim' | 'letter', string>;
    failed: string;
  };

  line: { lost: string; fault: string; shownAsOf: string; notSent: string; notDone: string };

  keys: {
    title: string;
    open: string;
    search: string;
    help: string;
    none: string;
    single: string;
    singleOff: string;
  };
}
