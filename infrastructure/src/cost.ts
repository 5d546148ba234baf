/**
 * Writes the cost table into docs/operations.md, from the prices and amounts of prices.ts alone.
 * `node infrastructure/src/cost.ts`
 */
import { readFile, writeFile } from 'node:fs/promises';
import { pageFile } from './picture.ts';
import { type Line, lines, prices, pricesOf, type Size, sizes } from './prices.ts';

const [begin, end] = ['<!-- costs: made by infrastructure/src/cost.ts -->', '<!-- end of costs -->'];
const names = Object.keys(sizes) as Size[];

/** Dollars a month, what is free already taken off. */
export function costOf({ price, units }: Line, size: Size): number {
  const { usd, free = 0 }: { usd: number; free?: number } = prices[price];
  return Math.max(0, units[size] - free) * usd;
}

export function sumOf(size: Size): number {
  return lines.filter(({ optional }) => !optional).reduce((sum, line) => sum + costOf(line, size), 0);
}

export function costTable(): string {
  const head = ['', ...names.map((size) => `${sizes[size].title}: ${sizes[size].description}`), 'how'];
  const rows = lines.map((line) => [
    `${line.title}${line.optional ? ' (not in the sum)' : ''}`,
    ...names.map((size) => (line.units[size] === 0 ? '' : dollars(costOf(line, size)))),
    formula(line),
  ]);
  const sum = ['**Sum a month**', ...names.map((size) => `**${dollars(sumOf(size))}**`), ''];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `Dollars a month by list prices of ${pricesOf.region}, without tax, as remembered in ${pricesOf.remembered}: nobody looked them up, and no account was billed. Each price and amount stands once, in [prices.ts](../infrastructure/src/prices.ts); put in what https://calculator.aws says today and run \`node infrastructure/src/cost.ts\`. Each cell is (amount − what is free) × price.`,
    '',
    row(head),
    row(head.map(() => '---')),
    ...rows.map(row),
    row(sum),
  ].join('\n');
}

/** The page with the present table in it. */
export function withCosts(page: string): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${pageFile} has no place for the costs`);
  return `${before}${begin}\n\n${costTable()}\n\n${end}${after}`;
}

function formula({ price, units, why }: Line): string {
  const { usd, unit, free }: { usd: number; unit: string; free?: number } = prices[price];
  const amounts = names.map((size) => amount(units[size])).join(', ');
  const notFree = free === undefined ? '' : `, the first ${amount(free)} free`;
  return `${amounts} × $${String(usd)} per ${unit} (${price})${notFree}${why && `: ${why}`}`;
}

const amount = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 2 });
const dollars = (value: number) => value.toFixed(2);

if (import.meta.main) await writeFile(pageFile, withCosts(await readFile(pageFile, 'utf8')));
