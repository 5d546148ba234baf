import type { OperationName } from './router.ts';

export interface LoggedRequest {
  readonly operation: OperationName | 'Unknown';
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  readonly status: number;
  /** Bytes of the body sent back; of a cut download those that were handed to the socket. */
  readonly bytesOut: number;
}

const maxEntries = 100_000;

/** The requests that were answered, the latest of them, for tests that count requests and bytes. */
export class RequestLog {
  #entries: LoggedRequest[] = [];

  add(entry: LoggedRequest): void {
    if (this.#entries.length >= maxEntries) this.#entries = this.#entries.slice(maxEntries / 2);
    this.#entries.push(entry);
  }

  /** All that have the given properties, oldest first. */
  find(like: Partial<LoggedRequest> = {}): readonly LoggedRequest[] {
    const wanted = Object.entries(like);
    return this.#entries.filter((entry) =>
      wanted.every(([name, value]) => entry[name as keyof LoggedRequest] === value),
    );
  }

  bytesOut(like: Partial<LoggedRequest> = {}): number {
    return this.find(like).reduce((sum, entry) => sum + entry.bytesOut, 0);
  }

  clear(): void {
    this.#entries = [];
  }
}
