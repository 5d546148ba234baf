/**
 * Writes the cost table into docs/operations.md, from the prices and amounts of prices.ts alone.
 * `node infrastructure/src/cost.ts`
 */
import { readFile, writeFile } from 'node:fs/promises';
import { pageFile } from './picture.ts';
import {
  type Amounts,
  type Line,
  lines,
  type Price,
  prices,
  pricesOf,
  type Size,
  sizes,
  sources,
  unitsOf,
} from './prices.ts';

const [begin, end] = ['<!-- costs: made by infrastructure/src/cost.ts -->', '<!-- end of costs -->'];
const names = Object.keys(sizes) as Size[];

/** Dollars a month, what is free already taken off. */
export function costOf(line: Line, size: Size, amounts: Amounts = sizes[size].amounts): number {
  const { usd, free = 0 }: Price = prices[line.price];
  return Math.max(0, unitsOf(line, size, amounts) - free) * usd;
}

export function sumOf(size: Size, amounts: Amounts = sizes[size].amounts): number {
  return lines
    .filter(({ optional }) => !optional)
    .reduce((sum, line) => sum + costOf(line, size, amounts), 0);
}

export function costTable(): string {
  const head = ['', ...names.map((size) => `${sizes[size].title}: ${sizes[size].description}`), 'how'];
  const rows = lines.map((line) => [
    `${line.title}${line.optional ? ' (not in the sum)' : ''}`,
    ...names.map((size) => (unitsOf(line, size) === 0 ? '' : dollars(costOf(line, size)))),
    formula(line),
  ]);
  const sum = ['**Sum a month**', ...names.map((size) => `**${dollars(sumOf(size))}**`), ''];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `Dollars a month by list prices of ${pricesOf.region}, without tax. AWS’s own pages were not within reach; each price says when a public page that quotes them was read, or that it is not verified: as remembered in ${pricesOf.remembered}, since none was found in ${pricesOf.lookedUp}. No account was billed. Each price and amount stands once, in [prices.ts](../infrastructure/src/prices.ts); put in what https://calculator.aws says today and run \`node infrastructure/src/cost.ts\`. Each cell is (amount − what is free) × price. For amounts of yours: \`make cost ITEMS=50000 TRAFFIC=800\`.`,
    '',
    row(head),
    row(head.map(() => '---')),
    ...rows.map(row),
    row(sum),
    '',
    `Seen: ${Object.values(sources)
      .map(({ on, at }) => `[${on}](${at})`)
      .join(', ')}.`,
  ].join('\n');
}

/** The page with the present table in it. */
export function withCosts(page: string): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${pageFile} has no place for the costs`);
  return `${before}${begin}\n\n${costTable()}\n\n${end}${after}`;
}

function formula(line: Line): string {
  const { usd, unit, free, seen }: Price = prices[line.price];
  const amounts = names.map((size) => amount(unitsOf(line, size))).join(', ');
  const notFree = free === undefined ? '' : `, the first ${amount(free)} free`;
  const found = seen ? `seen ${sources[seen].on}` : 'not verified';
  return `${amounts} × $${String(usd)} per ${unit} (${line.price}; ${found})${notFree}${line.why && `: ${line.why}`}`;
}

const amount = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 2 });
export const dollars = (value: number) => value.toFixed(2);

if (import.meta.main) await writeFile(pageFile, withCosts(await readFile(pageFile, 'utf8')));
