/** AWS's protocols beside S3's: how a call is read, and how its answer or error is written. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseJson } from '../functions/parse-json.ts';
import { readBody } from '../functions/read-body.ts';
import { AwsError } from './aws-error.ts';
import { writeXml } from '../s3/xml.ts';
import type { XmlElements } from '../s3/xml.ts';

/** Lambda takes a zip of 50 MB in Base64 (Lambda quotas). */
const maxBodyBytes = 70 * 1024 * 1024;

export type JsonObject = Record<string, unknown>;
/** Throws AwsError. */
export type JsonCall = (action: string, input: JsonObject) => Promise<object> | object;
/** Throws AwsError; returns what stands within `<ActionResult>`. */
export type QueryCall = (
  action: string,
  parameters: URLSearchParams,
) => Promise<XmlElements | undefined> | XmlElements | undefined;

export async function readWhole(request: IncomingMessage): Promise<Buffer> {
  const body = await readBody(request, maxBodyBytes);
  if (body === undefined) {
    throw new AwsError(
      'RequestEntityTooLargeException',
      `A request may have ${maxBodyBytes} bytes at most`,
      413,
    );
  }
  return body;
}

export function parseObject(body: Buffer): JsonObject {
  const input = body.length === 0 ? {} : parseJson(body.toString('utf8'));
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as JsonObject;
  throw new AwsError('SerializationException', 'The body is not a JSON object');
}

/** `X-Amz-Target: Service.Action`, JSON both ways (SSM, CloudWatch Logs). */
export async function answerJson(
  request: IncomingMessage,
  response: ServerResponse,
  call: JsonCall,
): Promise<void> {
  try {
    const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    sendJson(response, 200, await call(action, parseObject(await readWhole(request))));
  } catch (error) {
    const { code, message, status } = asAwsError(error);
    sendJson(response, status, { __type: code, message, Message: message }, code);
  }
}

/** `Action=…` in a form, XML back (STS, IAM). */
export async function answerQuery(
  request: IncomingMessage,
  response: ServerResponse,
  call: QueryCall,
): Promise<void> {
  try {
    const parameters = new URLSearchParams((await readWhole(request)).toString('utf8'));
    const action = parameters.get('Action') ?? '';
    const result = await call(action, parameters);
    sendXml(response, 200, `${action}Response`, {
      ...(result === undefined ? {} : { [`${action}Result`]: result }),
      ResponseMetadata: { RequestId: crypto.randomUUID() },
    });
  } catch (error) {
    const { code, message, status } = asAwsError(error);
    const type = status < 500 ? 'Sender' : 'Receiver';
    sendXml(response, status, 'ErrorResponse', {
      Error: { Type: type, Code: code, Message: message },
      RequestId: crypto.randomUUID(),
    });
  }
}

/** Whatever is none of AWS's errors is the emulator's own fault: it is logged. */
export function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  console.error('The emulator failed a request:', error);
  return new AwsError('InternalFailure', 'The emulator failed; its log has the cause', 500);
}

export function sendJson(response: ServerResponse, status: number, body: unknown, errorCode?: string): void {
  if (errorCode !== undefined) response.setHeader('x-amzn-errortype', errorCode);
  response.setHeader('x-amzn-requestid', crypto.randomUUID());
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendXml(response: ServerResponse, status: number, root: string, content: XmlElements): void {
  response.writeHead(status, { 'content-type': 'text/xml' }).end(writeXml({ [root]: content }));
}
