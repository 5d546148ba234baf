import type { NotificationRule } from './bucket-configuration/notification-document.ts';
import type { Faults } from './faults.ts';
import type { S3Event, S3EventName, S3EventRecord } from './s3-event.ts';
import type { ObjectRecord } from './store/records.ts';

export interface EventCause {
  readonly name: S3EventName;
  readonly region: string;
  readonly requestId: string;
  readonly accessKeyId: string;
  readonly sourceAddress: string;
}

/** `functionArn` is empty for a rule that names no function. */
export type S3EventListener = (event: S3Event, functionArn: string) => void;

/** Hands events to the listeners after the change is stored; as with S3, a crash in between loses the event. */
export class Events {
  readonly #listeners: S3EventListener[] = [];
  readonly #faults: Faults;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #destinations = new WeakMap<S3Event, string>();
  #lastSequence = 0n;

  constructor(faults: Faults) {
    this.#faults = faults;
    faults.onRelease = (event) => {
      this.#deliverLater(event, 0);
    };
  }

  listen(listener: S3EventListener): void {
    this.#listeners.push(listener);
  }

  emit(cause: EventCause, object: ObjectRecord, rule: NotificationRule): void {
    const event = { Records: [eventRecord(cause, object, rule.id, this.#nextSequence())] };
    this.#destinations.set(event, rule.functionArn);
    for (const delayMs of this.#faults.deliveries(event)) this.#deliverLater(event, delayMs);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #deliverLater(event: S3Event, delayMs: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      const functionArn = this.#destinations.get(event) ?? '';
      for (const listener of this.#listeners) listener(structuredClone(event), functionArn);
    }, delayMs);
    this.#timers.add(timer);
  }

  /** Hexadecimal, growing: S3 promises an order only for the events of one key. */
  #nextSequence(): string {
    const now = BigInt(Date.now()) << 16n;
    this.#lastSequence = now > this.#lastSequence ? now : this.#lastSequence + 1n;
    return this.#lastSequence.toString(16).toUpperCase().padStart(16, '0');
  }
}

function eventRecord(
  cause: EventCause,
  object: ObjectRecord,
  configurationId: string,
  sequencer: string,
): S3EventRecord {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: cause.region,
    eventTime: object.lastModified,
    eventName: cause.name,
    userIdentity: { principalId: cause.accessKeyId },
    requestParameters: { sourceIPAddress: cause.sourceAddress },
    responseElements: { 'x-amz-request-id': cause.requestId, 'x-amz-id-2': cause.requestId },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId,
      bucket: {
        name: object.bucket,
        ownerIdentity: { principalId: cause.accessKeyId },
        arn: `arn:aws:s3:::${object.bucket}`,
      },
      object: { key: encodeEventKey(object.key), size: object.size, eTag: object.etag, sequencer },
    },
  };
}

/** As a form encodes it, with the slashes left alone. */
function encodeEventKey(key: string): string {
  return encodeURIComponent(key)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
