import { Gauge } from 'prom-client';

/** A gauge that is read when the metrics are; without a sample while `read` knows no value. */
export function observedGauge(name: string, help: string, read: () => number | undefined): Gauge {
  return new Gauge({
    name,
    help,
    registers: [],
    collect() {
      // The library's `reset` would leave a zero, which looks like a true value.
      this.remove();
      const value = read();
      if (value !== undefined) this.set(value);
    },
  });
}
