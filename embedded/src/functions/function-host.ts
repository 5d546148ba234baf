/** One function as Lambda runs it: worker processes, kept events, retries, the failure destination. */
import { EventStore } from './event-store.ts';
import type { FailureQueue } from './failure-queue.ts';
import { invokeUntilDone } from './retries.ts';
import { WorkerPool } from './worker-pool.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';
import type { WorkerPoolOptions } from './worker-pool.ts';

export interface FunctionHostOptions extends WorkerPoolOptions {
  /** Where accepted events wait until they are done, so that they survive a restart. */
  eventsDir: string;
  failures: Pick<FailureQueue, 'send'>;
  /** Pauses before each further attempt of an asynchronous event. */
  retrySeconds: number[];
  log: (line: string) => void;
}

export class FunctionHost {
  readonly #options: FunctionHostOptions;
  readonly #pool: WorkerPool;
  readonly #store: EventStore;
  readonly #stopping = new AbortController();

  private constructor(options: FunctionHostOptions, store: EventStore) {
    this.#options = options;
    this.#pool = new WorkerPool(options);
    this.#store = store;
  }

  /** Goes on with the events that an earlier run left. */
  static async open(options: FunctionHostOptions): Promise<FunctionHost> {
    const store = await EventStore.open(options.eventsDir);
    const host = new FunctionHost(options, store);
    for (const { id, event } of await store.pending()) host.#runInBackground(id, event);
    return host;
  }

  /** Synchronously: the caller gets the outcome. */
  invoke(event: unknown): Promise<InvocationOutcome> {
    return this.#pool.invoke(crypto.randomUUID(), event);
  }

  /** Asynchronously: resolves once the event is on disk. */
  async accept(event: unknown): Promise<void> {
    const id = await this.#store.add(event);
    this.#runInBackground(id, event);
  }

  /** Ends the workers; events that are not done stay for the next host. */
  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#pool.close();
  }

  #runInBackground(id: string, event: unknown): void {
    this.#run(id, event).catch((error: unknown) => {
      if (this.#stopping.signal.aborted) return;
      this.#options.log(`Event ${id} is kept for the next start: ${String(error)}`);
    });
  }

  async #run(id: string, event: unknown): Promise<void> {
    const { failures, retrySeconds, log } = this.#options;
    const { signal } = this.#stopping;
    await invokeUntilDone({ id, event, pool: this.#pool, failures, retrySeconds, signal, log });
    await this.#store.remove(id);
  }
}
