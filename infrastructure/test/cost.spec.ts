/** The cost table is made of the prices, and of what the stacks really have. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { format } from 'prettier';
import { describeCost, readAmounts } from '../src/cost-of.ts';
import { costOf, costTable, sumOf, withCosts } from '../src/cost.ts';
import { pageFile } from '../src/picture.ts';
import { lines, type Price, prices, type Priced, sources, unitsOf } from '../src/prices.ts';
import { resolveAll } from '../src/resolve.ts';
import { readTemplates } from '../src/stacks.ts';
import { profiles, worldOf } from './rules/rule.ts';

const templates = await readTemplates();
const { free, standard } = worldOf(templates);
const small = resolveAll(templates, {
  ...profiles.standard,
  Edge: 'nginx',
  NatGateway: 'none',
  FlowLogs: 'off',
  MalwareScan: 'off',
});
const count = ({ resources }: typeof free, type: string) =>
  resources.filter(({ Type }) => Type === type).length;
const lineOf = (price: Priced) => {
  const found = lines.filter((line) => line.price === price);
  expect(found).toHaveLength(1);
  const [line] = found;
  if (!line) throw new Error(`${price} has no line`);
  const [ofFree, ofSmall, ofMillion] = (['free', 'small', 'million'] as const).map((size) =>
    unitsOf(line, size),
  );
  return { free: ofFree, small: ofSmall, million: ofMillion };
};

describe('the cost table', () => {
  it('in docs/operations.md is that of the prices; `node infrastructure/src/cost.ts` writes it', async () => {
    const page = await readFile(pageFile, 'utf8');
    const options = { parser: 'markdown', printWidth: 110, singleQuote: true };
    expect(await format(withCosts(page), options)).toBe(await format(page, options));
  });

  it('takes off what is free, and never more', () => {
    const [lambda, alarms] = (['Lambda', 'alarm'] as const).map((price) =>
      lines.find((line) => line.price === price),
    );
    if (!lambda || !alarms) throw new Error('Lambda and alarms are not priced');
    expect(costOf(lambda, 'free')).toBe(0);
    expect(costOf({ ...lambda, units: () => 400_001 }, 'free')).toBeCloseTo(prices.Lambda.usd);
    expect(costOf(alarms, 'free')).toBe(0);
  });

  it('sums what is shown, the scan left out', () => {
    for (const size of ['free', 'small', 'million'] as const) {
      const shown = lines.map((line) => (line.optional ? 0 : costOf(line, size)));
      expect(sumOf(size)).toBeCloseTo(shown.reduce((sum, cost) => sum + cost, 0));
    }
    expect(sumOf('free')).toBeLessThan(sumOf('small'));
    expect(sumOf('small')).toBeLessThan(sumOf('million'));
    // Six months of the free plan's credits of $200.
    expect(sumOf('free')).toBeLessThan(200 / 6);
  });

  it('lets the budget be quiet while nothing is wrong', () => {
    const budget = Number(templates.monitoring.Parameters.MonthlyBudgetUsd?.Default);
    // It notifies at four fifths.
    expect(0.8 * budget).toBeGreaterThan(sumOf('free'));
    expect(budget).toBeLessThan(2 * sumOf('free'));
  });

  it('counts the alarms that the stacks have', () => {
    const alarms = 'AWS::CloudWatch::Alarm';
    expect(lineOf('alarm')).toEqual({
      free: count(free, alarms),
      small: count(small, alarms),
      // Without flow logs, which are off in the table.
      million: count(resolveAll(templates, { ...profiles.standard, FlowLogs: 'off' }), alarms),
    });
  });

  it('buys a load balancer, a NAT gateway and a second zone where the stacks do', () => {
    const bought = [free, small, standard].map((stacks) => [
      count(stacks, 'AWS::ElasticLoadBalancingV2::LoadBalancer') > 0,
      count(stacks, 'AWS::EC2::NatGateway') > 0,
      stacks.resources.find(({ id }) => id === 'Database')?.Properties.MultiAZ,
    ]);
    const priced = (['free', 'small', 'million'] as const).map((size) => [
      (lineOf('load balancer')[size] ?? 0) > 0,
      (lineOf('NAT gateway')[size] ?? 0) > 0,
      (lineOf('database storage, two zones')[size] ?? 0) > 0,
    ]);
    expect(priced).toEqual(bought);
  });
});

describe('every price', () => {
  it('says in the table when it was seen, or that it is not verified', () => {
    const rows = costTable().split('\n');
    for (const [name, { seen }] of Object.entries<Price>(prices)) {
      const found = seen ? `(${name}; seen ${sources[seen].on})` : `(${name}; not verified)`;
      expect(rows.filter((row) => row.includes(found))).toHaveLength(1);
    }
  });

  it('that was seen has its source below, and each source is of a price', () => {
    const used = new Set(Object.values<Price>(prices).flatMap(({ seen }) => seen ?? []));
    expect([...used].sort()).toEqual(Object.keys(sources).sort());
    for (const { at } of Object.values(sources)) expect(costTable()).toContain(`](${at})`);
  });
});

describe('make cost', () => {
  it('reckons the amounts that it is given by the lines of the table', () => {
    const asked = readAmounts('50000', '2000', '1000');
    expect(asked.size).toBe('small');
    const text = describeCost(asked);
    // 50,000 × 5 MB × $0.023, and 1,000 GB above those that are free.
    expect(text).toContain('      5.75  Media (S3 storage): price not verified');
    expect(text).toContain('     85.00  CloudFront (CloudFront): price not verified');
    expect(text).toContain(`${sumOf('small', asked.amounts).toFixed(2)}  in all`);
  });

  it('of the amounts of the table says its sum', () => {
    const asked = readAmounts('1000000', '5000', '83000');
    expect(asked.size).toBe('million');
    expect(sumOf(asked.size, asked.amounts)).toBeCloseTo(sumOf('million'));
    expect(readAmounts('1000000', '5000', '', 'small').size).toBe('small');
  });

  it.each([
    [['', '800'], 'ITEMS is a whole number'],
    [['-3', '800'], 'ITEMS is a whole number'],
    [['1e9', '800'], 'ITEMS is a whole number'],
    [['2000'], 'TRAFFIC is a whole number'],
    [['2000', '8', 'few'], 'NEW is a whole number'],
    [['2000', '8', '', 'huge'], 'SIZE is one of free, small, million, and not huge'],
  ])('refuses %j in words', (typed, said) => {
    expect(() => readAmounts(...typed)).toThrow(said);
  });
});
