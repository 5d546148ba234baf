/**
 * Metrics as CloudWatch reads them from log lines («Embedded metric format specification»). Made from the same text
 * that Prometheus gets, so that there is one definition of each metric: counters as what was added since the last
 * time, histograms as count, sum and an estimate of the 99th percentile.
 */

type Labels = Readonly<Record<string, string>>;

interface Sample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

/** One log line: its `_aws` tells CloudWatch which of the other fields are metrics and which dimensions. */
export type EmbeddedMetrics = Readonly<Record<string, unknown>>;

/** Labels that would make a paid metric of each route; they are summed over. */
const summedOver = new Set(['route', 'method']);

export class EmbeddedFormat {
  private previous = new Map<string, number>();
  private readonly names: ReadonlySet<string> | undefined;

  /**
   * @param namespace of CloudWatch's
   * @param names of those metrics that are written, such as `http_request_duration_seconds_p99`; else all are
   */
  constructor(
    private readonly namespace: string,
    names?: readonly string[],
  ) {
    this.names = names && new Set(names);
  }

  /** `text` in Prometheus's format. One line for each set of labels. */
  describe(text: string, nowMs: number): EmbeddedMetrics[] {
    const samples = parseSamples(text);
    const types = parseTypes(text);
    const current = new Map<string, number>();
    const readings: Sample[] = [];
    for (const sample of samples) {
      const family = sample.name.replace(/_(bucket|sum|count)$/, '');
      const grows = types.get(sample.name) === 'counter' || types.get(family) === 'histogram';
      if (!grows) readings.push(sample);
      else readings.push({ ...sample, value: this.addedSince(sample, current) });
    }
    this.previous = current;
    const all = withPercentiles(sumUp(readings));
    return toLines(
      all.filter(({ name }) => this.names?.has(name) ?? true),
      this.namespace,
      nowMs,
    );
  }

  private addedSince(sample: Sample, current: Map<string, number>): number {
    const key = keyOf(sample.name, sample.labels);
    current.set(key, sample.value);
    return sample.value - (this.previous.get(key) ?? 0);
  }
}

function parseSamples(text: string): Sample[] {
  return [...text.matchAll(/^([a-z]\w*)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value]) => ({
    name,
    labels: Object.fromEntries(
      [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', given = '']) => [label, given]),
    ),
    value: Number(value),
  }));
}

function parseTypes(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', type = '']) => [name, type]),
  );
}

const keyOf = (name: string, labels: Labels) => `${name} ${JSON.stringify(Object.entries(labels).sort())}`;

function sumUp(samples: readonly Sample[]): Sample[] {
  const sums = new Map<string, Sample>();
  for (const { name, labels, value } of samples) {
    const kept = Object.fromEntries(Object.entries(labels).filter(([label]) => !summedOver.has(label)));
    const key = keyOf(name, kept);
    sums.set(key, { name, labels: kept, value: (sums.get(key)?.value ?? 0) + value });
  }
  return [...sums.values()];
}

/** In place of buckets, which cumulate: the bound below which 99 of 100 observations lie. */
function withPercentiles(samples: readonly Sample[]): Sample[] {
  const buckets = samples.filter(({ name }) => name.endsWith('_bucket'));
  const families = Map.groupBy(buckets, ({ name, labels: { le: _, ...labels } }) => keyOf(name, labels));
  const percentiles = [...families.values()].flatMap((family): Sample[] => {
    const all = Math.max(...family.map(({ value }) => value));
    const within = family.filter(({ value, labels }) => value >= all * 0.99 && labels.le !== '+Inf');
    const bound = Math.min(...within.map(({ labels }) => Number(labels.le)));
    const [first] = family;
    if (all === 0 || !first || !Number.isFinite(bound)) return [];
    const { le: _, ...labels } = first.labels;
    return [{ name: first.name.replace(/_bucket$/, '_p99'), labels, value: bound }];
  });
  return [...samples.filter(({ name }) => !name.endsWith('_bucket')), ...percentiles];
}

function toLines(samples: readonly Sample[], Namespace: string, nowMs: number): EmbeddedMetrics[] {
  const groups = Map.groupBy(samples, ({ labels }) => keyOf('', labels));
  return [...groups.values()].map((group) => {
    const labels = group[0]?.labels ?? {};
    const Metrics = group.map(({ name }) => ({ Name: name, Unit: unitOf(name) }));
    return {
      ...labels,
      ...Object.fromEntries(group.map(({ name, value }) => [name, value])),
      _aws: {
        Timestamp: nowMs,
        CloudWatchMetrics: [{ Namespace, Dimensions: [Object.keys(labels)], Metrics }],
      },
    };
  });
}

function unitOf(name: string): string {
  if (/_seconds(_sum|_p99|_total)?$/.test(name)) return 'Seconds';
  if (name.endsWith('_bytes')) return 'Bytes';
  return /_(total|count)$/.test(name) ? 'Count' : 'None';
}
