/** Counters, gauges and histograms in Prometheus's text format (version 0.0.4). */

export type Labels = Readonly<Record<string, string | number>>;

export abstract class Metric {
  constructor(
    readonly name: string,
    private readonly help: string,
    private readonly type: 'counter' | 'gauge' | 'histogram',
  ) {}

  render(): string {
    const lines = [`# HELP ${this.name} ${this.help}`, `# TYPE ${this.name} ${this.type}`, ...this.samples()];
    return `${lines.join('\n')}\n`;
  }

  protected abstract samples(): string[];
}

/** Only grows; names end in `_total`. */
export class Counter extends Metric {
  private readonly values = new Map<string, number>();

  constructor(name: string, help: string) {
    super(name, help, 'counter');
  }

  increment(labels: Labels = {}, by = 1): void {
    const key = renderLabels(labels);
    this.values.set(key, (this.values.get(key) ?? 0) + by);
  }

  protected samples(): string[] {
    return [...this.values].map(([labels, value]) => `${this.name}${labels} ${String(value)}`);
  }
}

/** Read when it is asked for. */
export class Gauge extends Metric {
  constructor(
    name: string,
    help: string,
    private readonly read: () => number | readonly (readonly [Labels, number])[],
    type: 'gauge' | 'counter' = 'gauge',
  ) {
    super(name, help, type);
  }

  protected samples(): string[] {
    const values = this.read();
    const rows = typeof values === 'number' ? ([[{}, values]] as const) : values;
    return rows.map(([labels, value]) => `${this.name}${renderLabels(labels)} ${String(value)}`);
  }
}

interface Distribution {
  readonly labels: Labels;
  /** Observations up to each bound, and above the last. */
  readonly counts: number[];
  sum: number;
}

export class Histogram extends Metric {
  private readonly distributions = new Map<string, Distribution>();

  /** `bounds` rise, in the unit that the name ends in. */
  constructor(
    name: string,
    help: string,
    private readonly bounds: readonly number[],
  ) {
    super(name, help, 'histogram');
  }

  observe(value: number, labels: Labels = {}): void {
    const key = renderLabels(labels);
    let distribution = this.distributions.get(key);
    if (!distribution) {
      distribution = { labels, counts: Array.from({ length: this.bounds.length + 1 }, () => 0), sum: 0 };
      this.distributions.set(key, distribution);
    }
    const found = this.bounds.findIndex((bound) => value <= bound);
    const index = found < 0 ? this.bounds.length : found;
    distribution.counts[index] = (distribution.counts[index] ?? 0) + 1;
    distribution.sum += value;
  }

  protected samples(): string[] {
    return [...this.distributions.values()].flatMap(({ labels, counts, sum }) => {
      let cumulated = 0;
      const buckets = counts.map((count, index) => {
        cumulated += count;
        const le = this.bounds[index] ?? '+Inf';
        return `${this.name}_bucket${renderLabels({ ...labels, le })} ${String(cumulated)}`;
      });
      const plain = renderLabels(labels);
      return [
        ...buckets,
        `${this.name}_sum${plain} ${String(sum)}`,
        `${this.name}_count${plain} ${String(cumulated)}`,
      ];
    });
  }
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(String(value))}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
