export interface QueueLimits {
  readonly maxRunning: number;
  readonly maxWaiting: number;
  /** How long a job may be expected to take, waiting included. */
  readonly patienceMs: number;
  /** What a job takes, until it is known better. */
  readonly jobMs: number;
}

/** For whom a job is. */
export interface JobOwner {
  /** Those of one network take turns with those of others. */
  readonly network: string;
  /** Goes before all who are not known, for whom a quarter of the places is never free. */
  readonly isKnown: boolean;
}

/** How much the last job counts in what the next is expected to take. */
const weightOfLast = 0.2;
const shareOfStrangers = 0.75;

type Start = () => void;

/**
 * Runs a few jobs at once and lets a bounded number wait: those of known owners first, then one of each network by turns,
 * so that whoever floods holds up nobody else by more than one job. Whoever would wait too long is refused at once: a late
 * answer to somebody who has gone helps nobody.
 */
export class BoundedQueue {
  private running = 0;
  private readonly known: Start[] = [];
  /** In the order of their turns; none is empty. */
  private readonly strangers = new Map<string, Start[]>();
  private jobMs: number;

  constructor(
    private readonly limits: QueueLimits,
    /** What is thrown to those for whom there is no place; is told how long until there may be one. */
    private readonly refusal: (waitMs: number) => Error,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.jobMs = limits.jobMs;
  }

  async run<Result>(
    job: () => Promise<Result>,
    owner: JobOwner = { network: '', isKnown: false },
  ): Promise<Result> {
    const arrivedAt = this.now();
    const waits = this.running >= this.limits.maxRunning;
    if (waits) await this.wait(owner);
    else this.running += 1;
    try {
      const startedAt = this.now();
      // Those before took longer than they were expected to.
      if (waits && startedAt - arrivedAt + this.jobMs > this.limits.patienceMs)
        throw this.refusal(this.jobMs);
      return await job().finally(() => {
        this.jobMs += weightOfLast * (this.now() - startedAt - this.jobMs);
      });
    } finally {
      // Handed on, not released: nobody who comes now may overtake those who wait.
      const next = this.known.shift() ?? this.nextStranger();
      if (next) next();
      else this.running -= 1;
    }
  }

  private wait({ network, isKnown }: JobOwner): Promise<void> {
    const { maxRunning, maxWaiting, patienceMs } = this.limits;
    const waiting = this.known.length + this.strangersWaiting();
    const places = isKnown ? maxWaiting : Math.max(1, Math.floor(maxWaiting * shareOfStrangers));
    const waitMs = ((this.ahead(network, isKnown) + 1) / maxRunning) * this.jobMs;
    if (waiting >= places || waitMs + this.jobMs > patienceMs) throw this.refusal(waitMs);
    return new Promise((resolve) => {
      if (isKnown) this.known.push(resolve);
      else this.strangers.set(network, [...(this.strangers.get(network) ?? []), resolve]);
    });
  }

  /** How many start before one who comes now. */
  private ahead(network: string, isKnown: boolean): number {
    if (isKnown) return this.known.length;
    const own = this.strangers.get(network)?.length ?? 0;
    const others = [...this.strangers].filter(([other]) => other !== network);
    return others.reduce((sum, [, { length }]) => sum + Math.min(length, own + 1), this.known.length + own);
  }

  private nextStranger(): Start | undefined {
    const [turn] = this.strangers;
    if (!turn) return undefined;
    const [network, [first, ...rest]] = turn;
    this.strangers.delete(network);
    if (rest.length > 0) this.strangers.set(network, rest);
    return first;
  }

  private strangersWaiting(): number {
    return [...this.strangers.values()].reduce((sum, { length }) => sum + length, 0);
  }
}
