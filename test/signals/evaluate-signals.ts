import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { parseRuleSet, type RuleSet } from '../../functions/signals/rule-set.ts';
import { CURRENT_RULE_SET } from '../../functions/signals/rule-sets.ts';
import { drawTradeOff } from './draw-trade-off.ts';
import {
  firingsOf,
  type JudgedFiling,
  judgeYear,
  type Rates,
  ratesOf,
  sumOf,
  tradeOff,
} from './evaluate-rules.ts';

/**
 * `npm run signals:evaluate [-- --honest 20000 --planted 200 --seed S --second-seed T --rules FILE --write]`: what the
 * rules find of the frauds that were planted among honest claims, and whom they trouble for it. Weights that were chosen
 * on one year look better on it than they are, so `--second-seed` judges another one beside it. `--write` puts it all
 * into docs/signals.md with its plot.
 */

const DOCUMENT = fileURLToPath(new URL('../../docs/signals.md', import.meta.url));
const PLOT = fileURLToPath(new URL('../../docs/signals-trade-off.svg', import.meta.url));
const [BEGIN, END] = ['<!-- evaluation: begin -->', '<!-- evaluation: end -->'];
const YEAR = 2026;

const { values } = parseArgs({
  options: {
    honest: { type: 'string', default: '20000' },
    planted: { type: 'string', default: '200' },
    seed: { type: 'string', default: 'evaluation' },
    'second-seed': { type: 'string' },
    rules: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const [honest, planted] = [Number(values.honest), Number(values.planted)];
if (!(honest >= 100 && honest <= 100_000) || !(planted >= 20 && planted <= 2_000)) {
  console.error(
    'Usage: npm run signals:evaluate -- [--honest 20000] [--planted 200] [--seed S] [--second-seed T] [--rules FILE] [--write]',
  );
  process.exit(1);
}

function rulesOf(file: string): RuleSet {
  const parsed = parseRuleSet(readFileSync(file, 'utf8'));
  if ('ruleSet' in parsed) return parsed.ruleSet;
  console.error(parsed.faults.join('\n'));
  process.exit(1);
}

const ruleSet = values.rules ? rulesOf(values.rules) : CURRENT_RULE_SET;
const { seed, 'second-seed': secondSeed } = values;

async function judgeYearOf(seed: string): Promise<JudgedFiling[]> {
  const bar = new SingleBar({
    format: '{bar} {percentage} % of the year',
    noTTYOutput: true,
    notTTYSchedule: 10_000,
  });
  bar.start(Math.ceil((honest / 0.026) * 1.06), 0);
  const judged = await judgeYear({
    honest,
    planted,
    year: YEAR,
    seed,
    onProgress: (sold) => bar.update(sold),
  });
  bar.stop();
  return judged;
}

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;
const row = (name: string, { claims, flagged, held }: Rates) =>
  `| ${name} | ${claims} | ${percent(flagged, claims)} | ${percent(held, claims)} |`;

function foundTable(judged: readonly JudgedFiling[]): string[] {
  const rates = ratesOf(judged, ruleSet);
  return [
    '| claims | judged | flagged or held | held |',
    '|---|--:|--:|--:|',
    row(
      '**honest**',
      sumOf(rates, (nature) => nature === 'honest'),
    ),
    row(
      '**planted, all together**',
      sumOf(rates, (nature) => nature !== 'honest'),
    ),
    ...[...rates].filter(([nature]) => nature !== 'honest').map(([nature, rate]) => row(nature, rate)),
  ];
}

const judged = await judgeYearOf(seed);
const second = secondSeed ? await judgeYearOf(secondSeed) : undefined;
const points = tradeOff(judged, ruleSet);
const secondPoints = second && tradeOff(second, ruleSet);
const command = [
  `npm run signals:evaluate -- --honest ${honest} --planted ${planted} --seed ${seed}`,
  ...(secondSeed ? [`--second-seed ${secondSeed}`] : []),
  ...(values.rules ? [`--rules ${values.rules}`] : []),
  '--write',
].join(' ');

const section = [
  BEGIN,
  `${honest} honest claims and ${planted} planted frauds of ${YEAR}, rule set \`${ruleSet.version}\` (flag from ${ruleSet.levels.flag}, hold from ${ruleSet.levels.hold}), written on ${new Date().toISOString().slice(0, 10)} by \`${command}\`.`,
  '',
  ...(second
    ? [
        `## Another year: seed \`${secondSeed}\``,
        '',
        'No weight was chosen on this year. These are the figures to expect.',
        '',
        ...foundTable(second),
        '',
        `## The year of the weights: seed \`${seed}\``,
        '',
      ]
    : [`Seed \`${seed}\`:`, '']),
  ...foundTable(judged),
  '',
  '![Share of planted frauds found, over share of honest claims flagged](signals-trade-off.svg)',
  '',
  ...(second ? [`The line is seed \`${seed}\`, the broken one seed \`${secondSeed}\`.`, ''] : []),
  second
    ? `| flagged from weight | planted found | honest flagged | found, \`${secondSeed}\` | flagged, \`${secondSeed}\` |`
    : '| flagged from weight | planted found | honest flagged |',
  second ? '|--:|--:|--:|--:|--:|' : '|--:|--:|--:|',
  ...points.map(({ weight, found, flagged }, index) => {
    const other = secondPoints?.[index];
    const beside = other ? ` ${percent(other.found, 1)} | ${percent(other.flagged, 1)} |` : '';
    return `| ${weight} | ${percent(found, 1)} | ${percent(flagged, 1)} |${beside}`;
  }),
  '',
  '| rule | weight | fired on planted | fired on honest |',
  '|---|--:|--:|--:|',
  ...[...firingsOf(judged, ruleSet)].map(([id, fired]) => {
    const { weight } = ruleSet.rules.find((rule) => rule.id === id) ?? { weight: 0 };
    return `| ${id} | ${weight} | ${fired.planted} | ${percent(fired.honest, honest)} |`;
  }),
  END,
].join('\n');
console.log(section);

if (values.write) {
  const text = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : `# Signals\n\n${BEGIN}\n${END}\n`;
  const [before = '', rest = ''] = text.includes(BEGIN) ? text.split(BEGIN) : [`${text.trimEnd()}\n\n`, END];
  writeFileSync(DOCUMENT, `${before}${section}${rest.split(END)[1] ?? ''}`);
  writeFileSync(PLOT, drawTradeOff(points, ruleSet.levels, secondPoints));
}
