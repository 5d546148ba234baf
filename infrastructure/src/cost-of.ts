/** `make cost ITEMS=… TRAFFIC=…`: what an installation of these amounts costs a month, line by line. */
import { costOf, dollars, sumOf } from './cost.ts';
import { type Amounts, lines, type Price, prices, pricesOf, type Size, sizes } from './prices.ts';

/** What the profile's hosts and database are made for, as items. */
const most: Readonly<Record<Size, number>> = { free: 5000, small: 200_000, million: Infinity };

interface Asked {
  readonly size: Size;
  readonly amounts: Amounts;
}

/** @throws with a sentence for whoever typed them */
export function readAmounts(items = '', trafficGb = '', newItems = '', size = ''): Asked {
  const count = numberOf('ITEMS', items, 'how many items are published, such as 50000');
  const fitting = (Object.keys(sizes) as Size[]).find((name) => count <= most[name]) ?? 'million';
  if (size !== '' && !Object.hasOwn(sizes, size))
    throw new Error(`SIZE is one of ${Object.keys(sizes).join(', ')}, and not ${size}.`);
  return {
    size: size === '' ? fitting : (size as Size),
    amounts: {
      items: count,
      trafficGb: numberOf('TRAFFIC', trafficGb, 'GB to people a month, such as 800'),
      // All uploaded in a year.
      newItems: newItems === '' ? count / 12 : numberOf('NEW', newItems, 'items a month, such as 4000'),
    },
  };
}

function numberOf(name: string, text: string, what: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new Error(`${name} is a whole number: ${what}.`);
  return Number(text);
}

export function describeCost({ size, amounts }: Asked): string {
  const rows = lines
    .map((line) => ({ line, cost: costOf(line, size, amounts) }))
    .filter(({ cost }) => cost >= 0.005)
    .map(({ line: { title, price, optional }, cost }) => {
      const { seen }: Price = prices[price];
      const notes = [optional && 'not in the sum', !seen && 'price not verified'].filter(Boolean).join(', ');
      return `${dollars(cost).padStart(10)}  ${title} (${price})${notes && `: ${notes}`}`;
    });
  const { description } = sizes[size];
  return [
    `Dollars a month in ${pricesOf.region}, as hosts and database of «${size}» (${description}) cost; docs/operations.md says how it is reckoned.`,
    ...rows,
    `${dollars(sumOf(size, amounts)).padStart(10)}  in all`,
  ].join('\n');
}

if (import.meta.main) {
  const [items, traffic, newItems, size] = process.argv.slice(2);
  try {
    console.log(describeCost(readAmounts(items, traffic, newItems, size)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
