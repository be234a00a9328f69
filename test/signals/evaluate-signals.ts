import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { parseRuleSet, type RuleSet } from '../../functions/signals/rule-set.ts';
import { CURRENT_RULE_SET } from '../../functions/signals/rule-sets.ts';
import { drawTradeOff } from './draw-trade-off.ts';
import { firingsOf, judgeYear, type Rates, ratesOf, sumOf, tradeOff } from './evaluate-rules.ts';

/**
 * `npm run signals:evaluate [-- --honest 20000 --planted 200 --seed S --rules FILE --write]`: what the rules find of
 * the frauds that were planted among honest claims, and whom they trouble for it. `--write` puts it into
 * docs/signals.md with its plot.
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
    rules: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const [honest, planted] = [Number(values.honest), Number(values.planted)];
if (!(honest >= 100 && honest <= 100_000) || !(planted >= 20 && planted <= 2_000)) {
  console.error(
    'Usage: npm run signals:evaluate -- [--honest 20000] [--planted 200] [--seed S] [--rules FILE] [--write]',
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
  seed: values.seed,
  onProgress: (sold) => bar.update(sold),
});
bar.stop();

const rates = ratesOf(judged, ruleSet);
const frauds = sumOf(rates, (nature) => nature !== 'honest');
const buyers = sumOf(rates, (nature) => nature === 'honest');
const points = tradeOff(judged, ruleSet);
const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;
const row = (name: string, { claims, flagged, held }: Rates) =>
  `| ${name} | ${claims} | ${percent(flagged, claims)} | ${percent(held, claims)} |`;

const section = [
  BEGIN,
  `${honest} honest claims and ${planted} planted frauds of ${YEAR}, rule set \`${ruleSet.version}\` (flag from ${ruleSet.levels.flag}, hold from ${ruleSet.levels.hold}), seed \`${values.seed}\`, written on ${new Date().toISOString().slice(0, 10)} by \`npm run signals:evaluate -- --honest ${honest} --planted ${planted} --seed ${values.seed} --write\`.`,
  '',
  '| claims | judged | flagged or held | held |',
  '|---|--:|--:|--:|',
  row('**honest**', buyers),
  row('**planted, all together**', frauds),
  ...[...rates].filter(([nature]) => nature !== 'honest').map(([nature, rate]) => row(nature, rate)),
  '',
  '![Share of planted frauds found, over share of honest claims flagged](signals-trade-off.svg)',
  '',
  '| flagged from weight | planted found | honest flagged |',
  '|--:|--:|--:|',
  ...points.map(
    ({ weight, found, flagged }) => `| ${weight} | ${percent(found, 1)} | ${percent(flagged, 1)} |`,
  ),
  '',
  '| rule | weight | fired on planted | fired on honest |',
  '|---|--:|--:|--:|',
  ...[...firingsOf(judged, ruleSet)].map(([id, fired]) => {
    const { weight } = ruleSet.rules.find((rule) => rule.id === id) ?? { weight: 0 };
    return `| ${id} | ${weight} | ${fired.planted} | ${percent(fired.honest, buyers.claims)} |`;
  }),
  END,
].join('\n');
console.log(section);

if (values.write) {
  const text = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : `# Signals\n\n${BEGIN}\n${END}\n`;
  const [before = '', rest = ''] = text.includes(BEGIN) ? text.split(BEGIN) : [`${text.trimEnd()}\n\n`, END];
  writeFileSync(DOCUMENT, `${before}${section}${rest.split(END)[1] ?? ''}`);
  writeFileSync(PLOT, drawTradeOff(points, ruleSet.levels));
}
