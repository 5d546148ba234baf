/**
 * What AWS charges, in one place: list prices in dollars, without tax. Each says where it was seen, and when that page
 * was read or the price list published; what was found nowhere is as remembered. No account was billed for them.
 */
export const pricesOf = { region: 'us-east-1', remembered: 'November 2025', lookedUp: 'December 2026' };

/** Public pages that quote AWS's price list or its pages, none of which could be read from here. */
export const sources = {
  list: {
    on: '2026-10-16',
    at: 'https://github.com/ChiefGyk3D/Clouds-Against-Humanity/wiki/Provider-AWS-Cost-Lesson',
  },
  elb: {
    on: '2026-09-20',
    at: 'https://github.com/api-evangelist/amazon-elastic-load-balancing/blob/main/plans/amazon-elastic-load-balancing-plans-pricing.yml',
  },
  vpc: {
    on: '2026-09-20',
    at: 'https://github.com/api-evangelist/amazon-vpc/blob/main/plans/amazon-vpc-plans-pricing.yml',
  },
  rds: { on: '2026', at: 'https://infratally.com/articles/aws-rds-pricing-explained-2026.html' },
  storage: {
    on: '2026-06',
    at: 'https://www.usage.ai/blogs/aws/reserved-instances/rds/pricing-calculator/',
  },
  lambda: {
    on: '2026-05-05',
    at: 'https://github.com/api-evangelist/aws-lambda/blob/main/plans/aws-lambda-plans-pricing.yml',
  },
  guardduty: {
    on: '2026-10-07',
    at: 'https://github.com/api-evangelist/amazon-guardduty/blob/main/plans/amazon-guardduty-plans-pricing.yml',
  },
  ses: {
    on: '2026-07-22',
    at: 'https://github.com/api-evangelist/amazon-ses/blob/main/plans/amazon-ses-plans-pricing.yml',
  },
  invalidations: {
    on: 'undated',
    at: 'https://docs.aws.amazon.com/whitepapers/latest/how-aws-pricing-works/cloudfront.html',
  },
  flat: { on: 'undated', at: 'https://github.com/gutehall/aws-arch-agent/releases/tag/v1.3.0' },
} as const;
type Source = keyof typeof sources;

export interface Price {
  readonly usd: number;
  readonly unit: string;
  /** So many cost nothing each month, in an account of the old free tier or in any. */
  readonly free?: number;
  readonly seen?: Source;
}

export const prices = {
  't3.micro': { usd: 0.0104, unit: 'hour', seen: 'list' },
  't3.small': { usd: 0.0208, unit: 'hour' },
  'm7i-flex.large': { usd: 0.09576, unit: 'hour' },
  gp3: { usd: 0.08, unit: 'GB of a volume', seen: 'list' },
  'public IPv4': { usd: 0.005, unit: 'hour', seen: 'list' },
  'load balancer': { usd: 0.0225, unit: 'hour', seen: 'elb' },
  'load balancer unit': { usd: 0.008, unit: 'hour', seen: 'elb' },
  'NAT gateway': { usd: 0.045, unit: 'hour', seen: 'vpc' },
  'NAT gateway data': { usd: 0.045, unit: 'GB', seen: 'vpc' },
  'db.t4g.micro': { usd: 0.016, unit: 'hour', seen: 'rds' },
  'db.t4g.small, two zones': { usd: 0.064, unit: 'hour', seen: 'rds' },
  'db.m7g.large, two zones': { usd: 0.336, unit: 'hour' },
  'database storage': { usd: 0.115, unit: 'GB', seen: 'storage' },
  'database storage, two zones': { usd: 0.23, unit: 'GB' },
  'S3 storage': { usd: 0.023, unit: 'GB' },
  'S3 writes': { usd: 0.005, unit: '1,000 requests' },
  'image storage': { usd: 0.1, unit: 'GB' },
  Lambda: { usd: 0.0000166667, unit: 'GB-second', free: 400_000, seen: 'lambda' },
  SQS: { usd: 0.4, unit: 'million requests', free: 1 },
  CloudFront: { usd: 0.085, unit: 'GB to people', free: 1000 },
  'CloudFront requests': { usd: 1, unit: 'million requests', free: 10 },
  invalidations: { usd: 0.005, unit: 'path', free: 1000, seen: 'invalidations' },
  alarm: { usd: 0.1, unit: 'alarm', free: 10, seen: 'flat' },
  metric: { usd: 0.3, unit: 'metric', free: 10 },
  logs: { usd: 0.5, unit: 'GB written', free: 5 },
  mails: { usd: 0.16, unit: '1,000 mails', seen: 'ses' },
  'WAF rules': { usd: 9, unit: 'web ACL with four rules', seen: 'flat' },
  'WAF requests': { usd: 0.6, unit: 'million requests' },
  'malware scan': { usd: 0.09, unit: 'GB', free: 1, seen: 'guardduty' },
  'malware scan of objects': { usd: 0.215, unit: '1,000 objects', free: 1, seen: 'guardduty' },
} as const satisfies Record<string, Price>;
export type Priced = keyof typeof prices;

/** What people bring, on which the rest depends. */
export interface Amounts {
  readonly items: number;
  /** Of them new this month. */
  readonly newItems: number;
  /** To people, a month. */
  readonly trafficGb: number;
}

export const sizes = {
  free: {
    title: 'free',
    description: 'FreeTier, nginx, 2,000 items',
    amounts: { items: 2000, newItems: 2000, trafficGb: 20 },
  },
  small: {
    title: 'small',
    description: 'Standard, nginx, 20,000 items',
    amounts: { items: 20_000, newItems: 4000, trafficGb: 500 },
  },
  million: {
    title: 'a million items',
    description: 'Standard, alb, all uploaded in a year',
    amounts: { items: 1_000_000, newItems: 83_000, trafficGb: 5000 },
  },
} as const satisfies Record<string, { title: string; description: string; amounts: Amounts }>;
export type Size = keyof typeof sizes;

const hours = 730;
/** Of an item, published in all its renditions; ours, and not AWS's (bench/RESULTS.md has what was measured). */
const gbOfAnItem = 0.005;
/** Memory in GB by seconds, of an inspection. */
const gbSecondsOfAnItem = 2;
/** Of what people look at: pictures of 200 KB on average. */
const requestsOfAGb = 5000;
/** An idle long poll of 20 s asks this often a month, in millions. */
const millionPolls = (hours * 3600) / 20 / 1_000_000;

export interface Line {
  readonly title: string;
  readonly price: Priced;
  /** How many units a month: by the size of what was made, or by what people bring. */
  readonly units: Readonly<Record<Size, number>> | ((amounts: Amounts) => number);
  readonly why: string;
  /** Shown, and left out of the sum. */
  readonly optional?: true;
}
const line = (
  title: string,
  price: Priced,
  units: [free: number, small: number, million: number] | ((amounts: Amounts) => number),
  why: string,
): Line => {
  if (typeof units === 'function') return { title, price, units, why };
  const [free, small, million] = units;
  return { title, price, units: { free, small, million }, why };
};

export const unitsOf = ({ units }: Line, size: Size, amounts: Amounts = sizes[size].amounts): number =>
  typeof units === 'function' ? units(amounts) : units[size];

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
  line('Media', 'S3 storage', ({ items }) => items * gbOfAnItem, '5 MB an item, published'),
  line('Media', 'S3 writes', ({ newItems }) => (newItems * 8) / 1000, '8 writes a new item'),
  line('Images of programs', 'image storage', [4, 4, 4], 'ten of each, which share most of their layers'),
  line(
    'Lambda',
    'Lambda',
    ({ newItems }) => newItems * gbSecondsOfAnItem,
    '1 s of 2 GB a new item, its poster included',
  ),
  line(
    'SQS',
    'SQS',
    [9 * millionPolls, 9 * millionPolls, 13 * millionPolls],
    'long polls of 20 s, 2 queues, each process, and the decoder’s five',
  ),
  line('CloudFront', 'CloudFront', ({ trafficGb }) => trafficGb, 'traffic to people'),
  line(
    'CloudFront',
    'CloudFront requests',
    ({ trafficGb }) => (trafficGb * requestsOfAGb) / 1_000_000,
    '200 KB a request',
  ),
  line('CloudFront', 'invalidations', ({ newItems }) => newItems / 50, 'one of fifty new items is deleted'),
  line('Alarms', 'alarm', [10, 41, 45], 'all of the profile'),
  line(
    'Metrics',
    'metric',
    [9, 95, 95],
    'four counted in logs, 24 of the requests to both buckets, the rest by METRICS_EMF',
  ),
  line('Logs', 'logs', [1, 5, 60], ''),
  {
    ...line('Mails', 'mails', ({ newItems }) => newItems / 1000, 'MailDomain: one a new item'),
    optional: true,
  },
  { ...line('WAF', 'WAF rules', [1, 1, 1], 'Waf=on'), optional: true },
  { ...line('WAF', 'WAF requests', [0.1, 3, 60], 'Waf=on'), optional: true },
  {
    ...line(
      'Malware scan',
      'malware scan',
      ({ newItems }) => newItems * 0.01,
      'MalwareScan=on: 10 MB a new upload',
    ),
    optional: true,
  },
  {
    ...line(
      'Malware scan',
      'malware scan of objects',
      ({ newItems }) => newItems / 1000,
      'MalwareScan=on: one object a new upload',
    ),
    optional: true,
  },
];
