/**
 * SQS's query protocol in terms of its JSON protocol, as far as scripts use it.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 */
import { notImplemented } from '../aws-error.ts';
import type { JsonObject } from '../protocols.ts';
import type { XmlElements, XmlValue } from '../../s3/xml.ts';

const numbers = new Set([
  'MaxNumberOfMessages',
  'VisibilityTimeout',
  'WaitTimeSeconds',
  'DelaySeconds',
  'MaxResults',
]);
const actions = new Set([
  'CreateQueue',
  'DeleteQueue',
  'GetQueueUrl',
  'ListQueues',
  'GetQueueAttributes',
  'SetQueueAttributes',
  'PurgeQueue',
  'SendMessage',
  'ReceiveMessage',
  'DeleteMessage',
  'ChangeMessageVisibility',
]);

/** Throws for a call that is not translated. */
export function fromQuery(action: string, parameters: URLSearchParams, path: string): JsonObject {
  if (!actions.has(action)) throw notImplemented('sqs', action);
  const input: JsonObject = path === '/' ? {} : { QueueUrl: `http://localhost${path}` };
  const attributes: Record<string, string> = {};
  const attributeNames: string[] = [];
  for (const [name, value] of parameters) {
    const [, index] = /^Attribute\.(\d+)\.Name$/.exec(name) ?? [];
    if (index !== undefined) attributes[value] = parameters.get(`Attribute.${index}.Value`) ?? '';
    else if (/^AttributeName\.\d+$/.test(name)) attributeNames.push(value);
    else if (/^[A-Za-z]+$/.test(name) && name !== 'Action' && name !== 'Version') {
      input[name] = numbers.has(name) ? Number(value) : value;
    } else if (!/^(Action|Version|Attribute\.\d+\.Value)$/.test(name)) {
      throw notImplemented('sqs', `${action} with ${name}`);
    }
  }
  if (Object.keys(attributes).length > 0) input.Attributes = attributes;
  if (attributeNames.length > 0) input.AttributeNames = attributeNames;
  return input;
}

/** Undefined for a call that answers nothing. */
export function toQueryResult(
  action: string,
  { QueueUrls, Attributes, Messages, ...rest }: JsonObject,
): XmlElements | undefined {
  if (['CreateQueue', 'GetQueueUrl', 'SendMessage'].includes(action)) return plain(rest);
  if (action === 'ListQueues') return { QueueUrl: list(QueueUrls) };
  if (action === 'GetQueueAttributes') return { Attribute: namedValues(Attributes) };
  if (action === 'ReceiveMessage') {
    const messages = (Array.isArray(Messages) ? Messages : []) as JsonObject[];
    return {
      Message: messages.map(({ Attributes: attributes, MessageAttributes: _, ...message }) => ({
        ...plain(message),
        Attribute: namedValues(attributes),
      })),
    };
  }
  return undefined;
}

function list(values: unknown): XmlValue[] {
  return Array.isArray(values) ? values.map(String) : [];
}

function plain(values: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function namedValues(attributes: unknown): XmlElements[] {
  return Object.entries((attributes ?? {}) as JsonObject).map(([name, value]) => ({
    Name: name,
    Value: String(value),
  }));
}
