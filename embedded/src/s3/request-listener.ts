import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendAnswer } from './answer.ts';
import type { BucketRegistry } from './bucket-configuration/bucket-registry.ts';
import { announces } from './bucket-configuration/notification-document.ts';
import { preflight, responseHeaders } from './cors.ts';
import { errorResponse, faultResponse } from './error-response.ts';
import type { Events } from './events.ts';
import type { Faults, RequestFault } from './faults.ts';
import type { S3Response } from './operations/call.ts';
import { operations } from './operations/operations.ts';
import type { RequestLog } from './request-log.ts';
import { refuseUnknownHeaders, route } from './router.ts';
import type { OperationName } from './router.ts';
import { notImplemented, S3Error } from './s3-error.ts';
import { newRequestId, parseRequest } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';
import { isAnonymousRead, unsigned } from './anonymous-reads.ts';
import { authenticate } from './signature.ts';
import type { Credentials } from './signature.ts';
import type { ObjectStore } from './store/object-store.ts';

export interface Services {
  readonly region: string;
  readonly credentials: readonly Credentials[];
  readonly buckets: BucketRegistry;
  readonly anonymousReadBuckets: readonly string[];
  readonly mayInvoke: (functionArn: string, bucket: string) => boolean;
  readonly store: ObjectStore;
  readonly events: Events;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly onError: (error: unknown) => void;
}

interface Subject {
  readonly operation: OperationName | 'Unknown';
  readonly bucket: string | undefined;
  readonly key: string | undefined;
}

interface Outcome {
  readonly subject: Subject;
  readonly response: S3Response;
  readonly fault?: RequestFault | undefined;
}

/** From the request's head to the last byte of its answer. */
export async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  waitsForInvitation: boolean,
  services: Services,
): Promise<void> {
  const id = newRequestId();
  let invited = !waitsForInvitation;
  const invite = () => {
    if (!invited) outgoing.writeContinue();
    invited = true;
  };
  const { subject, response, fault } = await decide(incoming, id, invite, services);
  if (fault?.answer === 'cut') incoming.socket.destroy();
  if (incoming.socket.destroyed) {
    if (typeof response.body === 'object') response.body.destroy();
    services.log.add({ ...subject, status: 0, bytesOut: 0 });
    return;
  }
  outgoing.setHeader('x-amz-request-id', id);
  outgoing.setHeader('x-amz-id-2', id);
  const bytesOut = await sendAnswer(incoming, outgoing, response, invited);
  services.log.add({ ...subject, status: response.status, bytesOut });
}

async function decide(
  incoming: IncomingMessage,
  id: string,
  invite: () => void,
  services: Services,
): Promise<Outcome> {
  let subject: Subject = { operation: 'Unknown', bucket: undefined, key: undefined };
  let cors = {};
  try {
    const request = parseRequest(incoming, id, invite);
    const { bucket, key } = request;
    subject = { operation: route(request) ?? 'Unknown', bucket, key };
    const rules = (bucket === undefined ? undefined : services.buckets.find(bucket)?.cors) ?? [];
    if (request.method === 'OPTIONS') {
      return { subject, response: { status: 200, headers: preflight(request, rules) } };
    }
    cors = responseHeaders(request, rules);
    const fault = await services.faults.meet(subject);
    if (fault?.answer !== undefined && fault.when !== 'after') {
      return { subject, fault, response: withHeaders(faultResponse(fault, id), cors) };
    }
    const response = await perform(request, subject.operation, services);
    if (fault?.answer === undefined) return { subject, response: withHeaders(response, cors) };
    if (typeof response.body === 'object') response.body.destroy();
    return { subject, fault, response: withHeaders(faultResponse(fault, id), cors) };
  } catch (error) {
    const response = errorResponse(error, incoming.method === 'HEAD', id);
    if (response.status === 500 && !incoming.socket.destroyed) services.onError(error);
    return { subject, response: withHeaders(response, cors) };
  }
}

async function perform(
  request: S3Request,
  operation: OperationName | 'Unknown',
  services: Services,
): Promise<S3Response> {
  const { store, buckets, region, mayInvoke } = services;
  const seal = isAnonymousRead(request, operation, services.anonymousReadBuckets)
    ? unsigned
    : authenticate(request, { ...services, now: Date.now() });
  if (operation === 'Unknown') throw notImplemented('The request');
  refuseUnknownHeaders(request);
  const bucket = request.bucket ?? '';
  const needsBucket = operation !== 'ListBuckets' && operation !== 'CreateBucket';
  if (needsBucket && buckets.find(bucket) === undefined) throw noSuchBucket(bucket);
  return operations[operation]({
    request,
    seal,
    region,
    bucket,
    key: request.key ?? '',
    store,
    buckets,
    mayInvoke,
    announce: (name, object) => {
      const sourceAddress = request.incoming.socket.remoteAddress ?? '';
      const { accessKeyId } = seal;
      const cause = { name, region, requestId: request.id, accessKeyId, sourceAddress };
      for (const rule of buckets.find(bucket)?.notifications ?? []) {
        if (announces(rule, name, object.key)) services.events.emit(cause, object, rule);
      }
    },
  });
}

function withHeaders(response: S3Response, headers: Record<string, string>): S3Response {
  return { ...response, headers: { ...response.headers, ...headers } };
}

function noSuchBucket(name: string): S3Error {
  return new S3Error('NoSuchBucket', 'The specified bucket does not exist', { BucketName: name });
}
