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
  private readonly series = new Map<string, CounterSeries>();

  constructor(name: string, help: string) {
    super(name, help, 'counter');
  }

  increment(labels: Labels = {}, by = 1): void {
    this.labels(labels).increment(by);
  }

  /** The one series of these labels, for those who count often: labels are made into text once. */
  labels(labels: Labels): CounterSeries {
    const key = renderLabels(labels);
    let series = this.series.get(key);
    if (!series) this.series.set(key, (series = new CounterSeries()));
    return series;
  }

  protected samples(): string[] {
    return [...this.series].map(([labels, { value }]) => `${this.name}${labels} ${String(value)}`);
  }
}

export class CounterSeries {
  value = 0;

  increment(by = 1): void {
    this.value += by;
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

export class Histogram extends Metric {
  private readonly series = new Map<string, HistogramSeries>();

  /** `bounds` rise, in the unit that the name ends in. */
  constructor(
    name: string,
    help: string,
    private readonly bounds: readonly number[],
  ) {
    super(name, help, 'histogram');
  }

  observe(value: number, labels: Labels = {}): void {
    this.labels(labels).observe(value);
  }

  /** As {@link Counter.labels}. */
  labels(labels: Labels): HistogramSeries {
    const key = renderLabels(labels);
    let series = this.series.get(key);
    if (!series) this.series.set(key, (series = new HistogramSeries(labels, this.bounds)));
    return series;
  }

  protected samples(): string[] {
    return [...this.series.values()].flatMap(({ labels, counts, sum }) => {
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

export class HistogramSeries {
  /** Observations up to each bound, and above the last. */
  readonly counts: number[];
  sum = 0;

  constructor(
    readonly labels: Labels,
    private readonly bounds: readonly number[],
  ) {
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  observe(value: number): void {
    const found = this.bounds.findIndex((bound) => value <= bound);
    const index = found < 0 ? this.bounds.length : found;
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    this.sum += value;
  }
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(String(value))}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
