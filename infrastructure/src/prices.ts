/**
 * What AWS charges, in one place: look each of them up again at https://calculator.aws before relying on a sum.
 * List prices in dollars, without tax, as remembered and not looked up. No account was billed for them.
 */
export const pricesOf = { region: 'us-east-1', remembered: 'November 2025' };

/** Dollars for one of the unit; `free` of them cost nothing each month, in an account of the old free tier or in any. */
export const prices = {
  't3.micro': { usd: 0.0104, unit: 'hour' },
  't3.small': { usd: 0.0208, unit: 'hour' },
  'm7i-flex.large': { usd: 0.09576, unit: 'hour' },
  gp3: { usd: 0.08, unit: 'GB of a volume' },
  'public IPv4': { usd: 0.005, unit: 'hour' },
  'load balancer': { usd: 0.0225, unit: 'hour' },
  'load balancer unit': { usd: 0.008, unit: 'hour' },
  'NAT gateway': { usd: 0.045, unit: 'hour' },
  'NAT gateway data': { usd: 0.045, unit: 'GB' },
  'db.t4g.micro': { usd: 0.016, unit: 'hour' },
  'db.t4g.small, two zones': { usd: 0.065, unit: 'hour' },
  'db.m7g.large, two zones': { usd: 0.336, unit: 'hour' },
  'database storage': { usd: 0.115, unit: 'GB' },
  'database storage, two zones': { usd: 0.23, unit: 'GB' },
  'S3 storage': { usd: 0.023, unit: 'GB' },
  'S3 writes': { usd: 0.005, unit: '1,000 requests' },
  Lambda: { usd: 0.0000166667, unit: 'GB-second', free: 400_000 },
  SQS: { usd: 0.4, unit: 'million requests', free: 1 },
  CloudFront: { usd: 0.085, unit: 'GB to people', free: 1000 },
  alarm: { usd: 0.1, unit: 'alarm', free: 10 },
  metric: { usd: 0.3, unit: 'metric', free: 10 },
  logs: { usd: 0.5, unit: 'GB written', free: 5 },
  'WAF rules': { usd: 9, unit: 'web ACL with four rules' },
  'WAF requests': { usd: 0.6, unit: 'million requests' },
  'malware scan': { usd: 0.09, unit: 'GB' },
} as const satisfies Record<string, { usd: number; unit: string; free?: number }>;
export type Priced = keyof typeof prices;

export const sizes = {
  free: { title: 'free', description: 'FreeTier, nginx, 2,000 items' },
  small: { title: 'small', description: 'Standard, nginx, 20,000 items' },
  million: { title: 'a million items', description: 'Standard, alb, all uploaded in a year' },
} as const;
export type Size = keyof typeof sizes;

const hours = 730;
/** Of an item, published in all its renditions; ours, and not AWS's (bench/RESULTS.md has what was measured). */
const gbOfAnItem = 0.005;
/** Memory in GB by seconds, of an inspection. */
const gbSecondsOfAnItem = 2;
/** An idle long poll of 20 s asks this often a month, in millions. */
const millionPolls = (hours * 3600) / 20 / 1_000_000;

export interface Line {
  readonly title: string;
  readonly price: Priced;
  /** How many units a month. */
  readonly units: Readonly<Record<Size, number>>;
  readonly why: string;
  /** Shown, and left out of the sum. */
  readonly optional?: true;
}
const line = (
  title: string,
  price: Priced,
  [free, small, million]: [free: number, small: number, million: number],
  why: string,
): Line => ({ title, price, units: { free, small, million }, why });

export const lines: readonly Line[] = [
  line('Host', 't3.micro', [hours, 0, 0], '1 host'),
  line('Host', 't3.small', [0, hours, 0], '1 host'),
  line('Hosts', 'm7i-flex.large', [0, 0, 1.5 * hours], '2 at day, 1 at night'),
  line('Volumes', 'gp3', [30, 30, 60], '30 GB a host'),
  line(
    'Public addresses',
    'public IPv4',
    [hours, hours, 3 * hours],
    "the host's; two of the load balancer, the NAT gateway's",
  ),
  line('Load balancer', 'load balancer', [0, 0, hours], 'Edge=alb'),
  line('Load balancer', 'load balancer unit', [0, 0, hours], 'one unit on average'),
  line('NAT gateway', 'NAT gateway', [0, 0, hours], 'NatGateway=one'),
  line(
    'NAT gateway',
    'NAT gateway data',
    [0, 0, 50],
    'calls to SQS, Lambda and logs; S3 goes by its endpoint',
  ),
  line('PostgreSQL', 'db.t4g.micro', [hours, 0, 0], 'one zone'),
  line('PostgreSQL', 'db.t4g.small, two zones', [0, hours, 0], ''),
  line('PostgreSQL', 'db.m7g.large, two zones', [0, 0, hours], ''),
  line('PostgreSQL', 'database storage', [20, 0, 0], ''),
  line('PostgreSQL', 'database storage, two zones', [0, 20, 100], ''),
  line(
    'Media',
    'S3 storage',
    [2000 * gbOfAnItem, 20_000 * gbOfAnItem, 1_000_000 * gbOfAnItem],
    '5 MB an item, published',
  ),
  line('Media', 'S3 writes', [10, 30, 700], '8 writes an item'),
  line(
    'Lambda',
    'Lambda',
    [2000 * gbSecondsOfAnItem, 4000 * gbSecondsOfAnItem, 83_000 * gbSecondsOfAnItem],
    '1 s of 2 GB an item that is new this month, its poster included',
  ),
  line(
    'SQS',
    'SQS',
    [9 * millionPolls, 9 * millionPolls, 13 * millionPolls],
    'long polls of 20 s, 2 queues, each process, and the decoder’s five',
  ),
  line('CloudFront', 'CloudFront', [20, 500, 5000], 'traffic to people'),
  line('Alarms', 'alarm', [10, 41, 45], 'all of the profile'),
  line(
    'Metrics',
    'metric',
    [9, 95, 95],
    'four counted in logs, 24 of the requests to both buckets, the rest by METRICS_EMF',
  ),
  line('Logs', 'logs', [1, 5, 60], ''),
  { ...line('WAF', 'WAF rules', [1, 1, 1], 'Waf=on'), optional: true },
  { ...line('WAF', 'WAF requests', [0.1, 3, 60], 'Waf=on'), optional: true },
  {
    ...line(
      'Malware scan',
      'malware scan',
      [20, 40, 830],
      'MalwareScan=on: 10 MB an upload that is new this month',
    ),
    optional: true,
  },
];
