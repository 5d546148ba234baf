/** Runs a few jobs at once and lets a bounded number wait, first come first served. */
export class BoundedQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly maxRunning: number,
    private readonly maxWaiting: number,
    /** What is thrown when the queue is full; is told how many wait. */
    private readonly refusal: (waiting: number) => Error,
  ) {}

  async run<Result>(job: () => Promise<Result>): Promise<Result> {
    if (this.running < this.maxRunning) this.running += 1;
    else await this.wait();
    try {
      return await job();
    } finally {
      // Handed on, not released: nobody who comes now may overtake those who wait.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  private wait(): Promise<void> {
    if (this.waiting.length >= this.maxWaiting) throw this.refusal(this.waiting.length);
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }
}
