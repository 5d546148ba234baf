import { invalidArgument } from '../operations/parameters.ts';
import { notImplemented } from '../s3-error.ts';
import { children, malformed, text, texts } from '../xml.ts';
import type { XmlContent, XmlElements } from '../xml.ts';

/** Which new objects are announced to which function. */
export interface NotificationRule {
  readonly id: string;
  /** Empty where the program that embeds the server takes all events. */
  readonly functionArn: string;
  /** Such as `s3:ObjectCreated:Put`. */
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

const anyCreation = 's3:ObjectCreated:*';
const knownEvents = new Set([
  anyCreation,
  's3:ObjectCreated:Put',
  's3:ObjectCreated:Copy',
  's3:ObjectCreated:CompleteMultipartUpload',
]);

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_NotificationConfiguration.html, functions only.
 * Throws MalformedXML, and NotImplemented for other destinations and events.
 */
export function readNotificationRules(content: XmlContent): NotificationRule[] {
  const unknown = Object.keys(content).find((name) => name !== 'CloudFunctionConfiguration');
  if (unknown !== undefined) throw notImplemented(`${unknown} in a notification configuration`);
  return children(content, 'CloudFunctionConfiguration').map((configuration, index) => {
    const functionArn = text(configuration, 'CloudFunction');
    const events = texts(configuration, 'Event');
    if (functionArn === undefined || events.length === 0) throw malformed();
    const unknownEvent = events.find((event) => !knownEvents.has(event));
    if (unknownEvent !== undefined) throw notImplemented(`The event ${unknownEvent}`);
    const id = text(configuration, 'Id') ?? `notification-${index + 1}`;
    return { id, functionArn, events, ...readFilter(configuration) };
  });
}

export function notificationDocument(prefix: string): XmlElements {
  return {
    CloudFunctionConfiguration: [
      {
        Id: 'uploads',
        CloudFunction: '',
        Event: anyCreation,
        Filter: { S3Key: { FilterRule: [{ Name: 'prefix', Value: prefix }] } },
      },
    ],
  };
}

export function announces(rule: NotificationRule, eventName: string, key: string): boolean {
  const isWanted = rule.events.some((event) => event === anyCreation || event === `s3:${eventName}`);
  return isWanted && key.startsWith(rule.prefix) && key.endsWith(rule.suffix);
}

function readFilter(configuration: XmlContent): { prefix: string; suffix: string } {
  const filter = { prefix: '', suffix: '' };
  const rules = children(configuration, 'Filter')
    .flatMap((element) => children(element, 'S3Key'))
    .flatMap((element) => children(element, 'FilterRule'));
  for (const rule of rules) {
    const name = text(rule, 'Name')?.toLowerCase();
    if (name !== 'prefix' && name !== 'suffix') {
      throw invalidArgument('FilterRule', 'filter rule name must be either prefix or suffix');
    }
    filter[name] = text(rule, 'Value') ?? '';
  }
  return filter;
}
