import type { ConsolePageTexts } from './console-page.ts';

export const consolePage: ConsolePageTexts = {
  title: 'Desk',
  service: 'Protected Purchase',
  loading: 'Loading…',
  skipToContent: 'Skip to content',
  otherLanguage: 'Русский',
  sending: 'Sending…',
  close: 'Close',
  cancel: 'Cancel',
  tryAgain: 'Try again',

  roles: {
    specialist: 'specialist',
    supervisor: 'supervisor',
    analyst: 'analyst',
    administrator: 'administrator',
  },
  screens: { queue: 'Queue', phone: 'Call', staff: 'Staff', reports: 'Reports', signals: 'Signals' },
  nav: 'Sections',

  session: {
    signIn: 'Sign in',
    signOut: 'Sign out',
    unreachable: 'The service does not answer',
    unreachableWhy: 'Check the network. Drafts are kept in this browser.',
    signedOut: {
      'by-hand': { title: 'You have signed out', why: 'Drafts are kept in this browser until you return.' },
      idle: {
        title: 'Signed out after a long time without input',
        why: 'This keeps customers’ data from strangers’ eyes. Drafts are kept, and you will return to where you were.',
      },
      expired: {
        title: 'Your sign-in has expired',
        why: 'Sign in again. Drafts are kept, and you will return to where you were.',
      },
      failed: {
        title: 'The sign-in did not succeed',
        why: 'The sign-in page answered something unexpected, or the sign-in was begun in another tab. Try again.',
      },
      'no-role': {
        title: 'No access to the desk',
        why: 'Your account has no role. Ask an administrator, then sign in again.',
      },
    },
    idle: {
      title: 'Are you still here?',
      left: 'You will be signed out in {time}: there was no input for a long time. Drafts will be kept.',
      stay: 'Stay',
    },
  },

  search: {
    label: 'Search by tracking number, phone, claim number or letter number',
    placeholder: 'Parcel, phone, claim, letter',
    tooShort: 'Type six characters or more.',
    searching: 'Searching…',
    none: 'Nothing found.',
    found: 'Found: {count}',
    matched: {
      'tracking-number': 'by tracking number',
      phone: 'by phone',
      claim: 'claim {number}',
      letter: 'letter {number}',
    },
    failed: 'The search did not answer. Try again.',
  },

  line: {
    lost: 'There is no connection. As soon as it is back, the data will be renewed.',
    fault: 'The service does not answer. We keep trying.',
    shownAsOf: 'Shown as of {time}.',
    notSent: 'There is no connection and no answer. Press again when it is back.',
    notDone: 'The service did not answer. See whether it was done, and press again if not.',
  },

  keys: {
    title: 'Keyboard',
    open: 'Keyboard',
    search: 'Search',
    help: 'This help',
    none: 'There are no other keys on this screen.',
    single: 'Single keys are on',
    singleOff: 'Turn them off if you press them by accident, for example by voice. Keys with Alt stay.',
  },
};
