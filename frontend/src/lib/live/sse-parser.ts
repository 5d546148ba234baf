export interface ServerSentEvent {
  readonly name: string;
  readonly data: string;
  /** The last id that the stream gave, of this event or an earlier one. */
  readonly id: string;
}

/**
 * Parses `text/event-stream` (WHATWG HTML §9.2.6) from text that arrives in pieces. `feed` returns the events
 * that a piece completes; comments and `retry` are passed over. The package eventsource-parser (4.1) forgets an id that
 * comes without data, as the API's keep-alives carry it; the standard keeps it (§9.2.6, «last event ID buffer»).
 */
export class SseParser {
  #rest = '';
  #started = false;
  #data: string[] = [];
  #name = '';
  #id: string;

  constructor(lastEventId = '') {
    this.#id = lastEventId;
  }

  feed(piece: string): ServerSentEvent[] {
    let text = this.#rest + piece;
    if (!this.#started && text.length > 0) {
      this.#started = true;
      if (text.startsWith('\uFEFF')) text = text.slice(1);
    }
    const events: ServerSentEvent[] = [];
    let start = 0;
    for (let index = 0; index < text.length; index += 1) {
      const character = text[index];
      if (character !== '\n' && character !== '\r') continue;
      // A CR at the very end may be the first half of a CRLF.
      if (character === '\r' && index === text.length - 1) break;
      const event = this.#takeLine(text.slice(start, index));
      if (event) events.push(event);
      if (character === '\r' && text[index + 1] === '\n') index += 1;
      start = index + 1;
    }
    this.#rest = text.slice(start);
    return events;
  }

  #takeLine(line: string): ServerSentEvent | undefined {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return undefined;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#name = value;
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    return undefined;
  }

  #dispatch(): ServerSentEvent | undefined {
    const event = { name: this.#name || 'message', data: this.#data.join('\n'), id: this.#id };
    const isEmpty = this.#data.length === 0;
    this.#data = [];
    this.#name = '';
    return isEmpty ? undefined : event;
  }
}
