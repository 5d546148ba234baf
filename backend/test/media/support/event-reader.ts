import { mediaEventSchemas, type MediaEventName } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import type { Person } from '../../support/people.ts';

export interface ReadEvent {
  readonly id: string;
  readonly name: MediaEventName;
  readonly data: Readonly<Record<string, unknown>>;
}

const isEventName = (name: string): name is MediaEventName => name in mediaEventSchemas;

/** Reads `GET /media/events` as browsers do (HTML standard, §9.2.6), each event by the contract's schema. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  readonly comments: string[] = [];
  lastEventId = '';
  ended = false;

  private constructor(
    readonly response: Response,
    private readonly controller: AbortController,
  ) {}

  static async open(url: string, person: Person, lastEventId?: string): Promise<EventReader> {
    const controller = new AbortController();
    const response = await fetch(`${url}/media/events`, {
      headers: {
        authorization: `Bearer ${person.token}`,
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      },
      signal: controller.signal,
    });
    const reader = new EventReader(response, controller);
    void reader.readAll();
    return reader;
  }

  /** Waits until so many events of that name have come; all of that name. */
  async wait(name: MediaEventName, count: number): Promise<ReadEvent[]> {
    return eventually(
      async () => Promise.resolve(this.events.filter((event) => event.name === name)),
      ({ length }) => length >= count,
    );
  }

  close(): void {
    this.controller.abort();
  }

  private async readAll(): Promise<void> {
    try {
      let text = '';
      for await (const chunk of this.response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.readBlock(block);
      }
      this.ended = true;
    } catch {
      this.ended = true;
    }
  }

  private readBlock(block: string): void {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      const [name = '', value = ''] = line.split(/: ?(.*)/s);
      if (name === '') this.comments.push(value);
      else fields.set(name, value);
    }
    this.lastEventId = fields.get('id') ?? this.lastEventId;
    const [name, data] = [fields.get('event'), fields.get('data')];
    if (name === undefined || data === undefined) return;
    if (!isEventName(name)) throw new Error(`Unknown event ${name}`);
    const parsed: unknown = mediaEventSchemas[name].parse(JSON.parse(data));
    this.events.push({ id: this.lastEventId, name, data: parsed as ReadEvent['data'] });
  }
}
