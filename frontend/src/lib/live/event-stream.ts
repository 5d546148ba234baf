import { SseParser, type ServerSentEvent } from './sse-parser.ts';

export interface EventStreamOptions {
  readonly url: string;
  /** A token that is good now; `undefined` ends the stream. */
  readonly token: () => Promise<string | undefined>;
  /** The last event seen by an earlier stream; empty for none. */
  readonly lastEventId: string;
  readonly onEvent: (event: ServerSentEvent) => void;
  /** Whether events are coming in. */
  readonly onConnected: (connected: boolean) => void;
}

/** The API sends a comment every 15 s: a stream that is silent for longer is dead. */
const silenceTimeoutMs = 40_000;
const reconnectBaseMs = 1000;
const reconnectCapMs = 30_000;

/**
 * Server-sent events by fetch, because EventSource cannot send a bearer token. Reconnects by itself from the
 * last event it saw, until the returned function is called.
 */
export function openEventStream(options: EventStreamOptions): () => void {
  const closing = new AbortController();
  void keepOpen(options, closing.signal);
  return () => {
    closing.abort();
  };
}

async function keepOpen(options: EventStreamOptions, closed: AbortSignal): Promise<void> {
  let { lastEventId } = options;
  let failures = 0;
  const isClosed = (): boolean => closed.aborted;
  while (!isClosed()) {
    try {
      const token = await options.token();
      if (token === undefined) return;
      await readOnce(options, token, lastEventId, closed, (event) => {
        failures = 0;
        lastEventId = event.id;
        options.onEvent(event);
      });
      failures = 0; // the API ends a stream with its token: come back at once
    } catch {
      failures += 1;
    }
    if (isClosed()) return;
    options.onConnected(false);
    await untilNextTry(failures, closed);
  }
}

async function readOnce(
  options: EventStreamOptions,
  token: string,
  lastEventId: string,
  closed: AbortSignal,
  onEvent: (event: ServerSentEvent) => void,
): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => {
    silence.abort();
  }, silenceTimeoutMs);
  try {
    const response = await fetch(options.url, {
      headers: {
        Accept: 'text/event-stream',
        Authorization: `Bearer ${token}`,
        ...(lastEventId && { 'Last-Event-ID': lastEventId }),
      },
      cache: 'no-store',
      signal: AbortSignal.any([closed, silence.signal]),
    });
    if (!response.ok || !response.body) throw new Error(`The stream answered ${String(response.status)}`);
    options.onConnected(true);
    const parser = new SseParser(lastEventId);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        silence.abort();
      }, silenceTimeoutMs);
      for (const event of parser.feed(piece.value)) onEvent(event);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Waits with backoff and jitter, and no longer once the browser is back online. */
function untilNextTry(failures: number, closed: AbortSignal): Promise<void> {
  const ceilingMs = Math.min(reconnectCapMs, reconnectBaseMs * 2 ** failures);
  return new Promise((resolve) => {
    const ended = new AbortController();
    const end = (): void => {
      clearTimeout(timer);
      ended.abort();
      resolve();
    };
    const timer = setTimeout(end, ceilingMs / 2 + (Math.random() * ceilingMs) / 2);
    window.addEventListener('online', end, { signal: ended.signal });
    closed.addEventListener('abort', end, { signal: ended.signal });
  });
}
