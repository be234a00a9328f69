import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type ClaimAction,
  claimLifecycle,
  type FinalState,
  isFinal,
  type OpenState,
  type Transition,
} from '../functions/claims/claim-lifecycle.ts';
import { type ClaimStatus, claimStatus } from '../functions/contracts/case.ts';
import { actorRole, type Locale, locale } from '../functions/contracts/primitives.ts';
import { labels } from '../functions/messages/catalogue/labels.ts';
import { TERMS_ON_SALE, type Term } from '../functions/policies/terms.ts';

/** Draws docs/claim-lifecycle.md from the state table; with --check it only says whether it is up to date. */
const DOCUMENT = fileURLToPath(new URL('claim-lifecycle.md', import.meta.url));

const statuses = claimStatus.options;

export function drawClaimLifecycle(): string {
  return `# The life of a claim

Drawn from \`functions/claims/claim-lifecycle.ts\` and the terms ${TERMS_ON_SALE.version} by \`npm run docs\`: change
those, not this file. A test fails while they differ.

A claim begins in \`awaiting-video\` when the purchase cost more than ${rubles(TERMS_ON_SALE.videoThreshold)} and no film
has arrived yet, otherwise in \`in-review\`. A term ends with the last day's end in the office's time zone or in
Moscow, whichever is later.

\`\`\`mermaid
${diagram()}
\`\`\`

An arrow marked ⏰ is what the clock does when nobody acts in time, one marked ⚙ is the
service's own step; the step behind ↺ is taken by a claim whose refusal was appealed against, instead of the one
without; the step behind ✓ is taken when nothing of the loss is left. Every open state but \`needs-attention\` also has the step \`flag\`: an error of the service puts
the claim before a person (\`needs-attention\`).

${locale.options.map(tableIn).join('\n\n')}
`;
}

function diagram(): string {
  const lines = ['stateDiagram-v2'];
  for (const status of statuses) if (idOf(status) !== status) lines.push(`  ${idOf(status)}: ${status}`);
  lines.push('  [*] --> awaiting_video: file', '  [*] --> in_review: file');
  for (const status of statuses) {
    for (const [to, actions] of arrowsFrom(status)) {
      lines.push(`  ${idOf(status)} --> ${idOf(to)}: ${actions.join(', ')}`);
    }
    if (isFinal(status)) lines.push(`  ${idOf(status)} --> [*]`);
  }
  return lines.join('\n');
}

/** One arrow for each pair of states; errors of the service would cross everything and are told in words. */
function arrowsFrom(status: ClaimStatus): Map<ClaimStatus, string[]> {
  const arrows = new Map<ClaimStatus, string[]>();
  for (const [action, { by, to, whenAppealed, whenWhole }] of actionsOf(claimLifecycle[status])) {
    if (action === 'flag') continue;
    const mark = by.includes('clock') ? '⏰ ' : by.includes('system') ? '⚙ ' : '';
    arrows.set(to, [...(arrows.get(to) ?? []), `${mark}${action}`]);
    if (whenAppealed) arrows.set(whenAppealed, [...(arrows.get(whenAppealed) ?? []), `↺ ${mark}${action}`]);
    if (whenWhole) arrows.set(whenWhole, [...(arrows.get(whenWhole) ?? []), `✓ ${mark}${action}`]);
  }
  return arrows;
}

const headings: Record<Locale, string[]> = {
  ru: ['Состояние', 'Кто действует', 'Срок', 'Если срок прошёл', 'Действия и кто может'],
  en: ['State', 'Who acts', 'Deadline', 'At the deadline', 'Actions and who may'],
};
const titles: Record<Locale, string> = { ru: 'По-русски', en: 'In English' };

function tableIn(language: Locale): string {
  const head = headings[language];
  const rows = statuses.map((status) => {
    const state = claimLifecycle[status];
    const cells =
      'final' in state ? ['—', '—', '—', stepsOf(state, language) || '—'] : cellsOf(state, language);
    return [`**${labels[language].claimStatuses[status]}**<br>\`${status}\``, ...cells];
  });
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [`## ${titles[language]}`, '', ...lines].join('\n');
}

function cellsOf(state: OpenState, language: Locale): string[] {
  const { actions: actionLabels, claimStatuses, roles, queues } = labels[language];
  const outcome = state.actions[state.atDeadline];
  return [
    state.queue === 'outside' ? queues.outside : roles[state.queue],
    termIn(TERMS_ON_SALE.deadlines[state.deadline], language),
    outcome ? `${actionLabels[state.atDeadline]} → ${claimStatuses[outcome.to]}` : '',
    stepsOf(state, language),
  ];
}

function stepsOf(state: OpenState | FinalState, language: Locale): string {
  const { actions: actionLabels, claimStatuses, roles } = labels[language];
  return actionsOf(state)
    .flatMap(([action, { by, to, whenAppealed, whenWhole }]) => {
      const who = actorRole.options.filter((role) => by.includes(role)).map((role) => roles[role]);
      const step = (status: ClaimStatus, mark = '') =>
        `${mark}${actionLabels[action]} → ${claimStatuses[status]} (${who.join(', ')})`;
      return [
        step(to),
        ...(whenAppealed ? [step(whenAppealed, '↺ ')] : []),
        ...(whenWhole ? [step(whenWhole, '✓ ')] : []),
      ];
    })
    .join('<br>');
}

function termIn(term: Term, language: Locale): string {
  const [unit, count] = 'days' in term ? (['day', term.days] as const) : (['month', term.months] as const);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

function rubles(kopecks: number): string {
  return `${new Intl.NumberFormat('en').format(kopecks / 100)} RUB`;
}

function actionsOf(state: OpenState | FinalState): [ClaimAction, Transition][] {
  return Object.entries(state.actions ?? {}) as [ClaimAction, Transition][];
}

/** Mermaid takes no hyphens in the names of states. */
function idOf(status: ClaimStatus): string {
  return status.replaceAll('-', '_');
}

function main(): void {
  const drawn = drawClaimLifecycle();
  if (!process.argv.includes('--check')) {
    writeFileSync(DOCUMENT, drawn);
    return;
  }
  let written = '';
  try {
    written = readFileSync(DOCUMENT, 'utf8');
  } catch {
    // Not drawn yet, so not up to date either.
  }
  if (written === drawn) return;
  console.error('docs/claim-lifecycle.md is out of date: run `npm run docs`.');
  process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
