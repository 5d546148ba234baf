export interface QueueLimits {
  readonly maxRunning: number;
  readonly maxWaiting: number;
  /** How long a job may be expected to take, waiting included. */
  readonly patienceMs: number;
  /** What a job takes, until it is known better. */
  readonly jobMs: number;
}

/** How much the last job counts in what the next is expected to take. */
const weightOfLast = 0.2;

/**
 * Runs a few jobs at once and lets a bounded number wait, first come first served. Whoever would wait too long is
 * refused at once: a late answer to somebody who has gone helps nobody.
 */
export class BoundedQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private jobMs: number;

  constructor(
    private readonly limits: QueueLimits,
    /** What is thrown to those for whom there is no place; is told how long until there may be one. */
    private readonly overloadedError: (waitMs: number) => Error,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.jobMs = limits.jobMs;
  }

  async run<Result>(job: () => Promise<Result>): Promise<Result> {
    const arrivedAt = this.now();
    const waits = this.running >= this.limits.maxRunning;
    if (waits) await this.wait();
    else this.running += 1;
    try {
      const startedAt = this.now();
      // Those before took longer than they were expected to.
      if (waits && startedAt - arrivedAt + this.jobMs > this.limits.patienceMs)
        throw this.overloadedError(this.jobMs);
      return await job().finally(() => {
        this.jobMs += weightOfLast * (this.now() - startedAt - this.jobMs);
      });
    } finally {
      // Handed on, not released: nobody who comes now may overtake those who wait.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  private wait(): Promise<void> {
    const { maxRunning, maxWaiting, patienceMs } = this.limits;
    const waitMs = ((this.waiting.length + 1) / maxRunning) * this.jobMs;
    if (this.waiting.length >= maxWaiting || waitMs + this.jobMs > patienceMs)
      throw this.overloadedError(waitMs);
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }
}
