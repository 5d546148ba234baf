/** What a dependency in trouble answers, in its own words. */
import type { ProxiedAnswer } from './http.ts';

/** Only a status, such as a balancer's 503. */
export function emptyAnswer(status: number): ProxiedAnswer {
  return { status, headers: {}, body: Buffer.alloc(0) };
}

/** S3's «Please reduce your request rate», which its SDK tries again. */
export function storageUnavailable(): ProxiedAnswer {
  return {
    status: 503,
    headers: { 'content-type': 'application/xml' },
    body: Buffer.from(
      '<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message><RequestId>0</RequestId></Error>',
    ),
  };
}

/** SQS's InternalFailure in its JSON protocol. */
export function queueUnavailable(): ProxiedAnswer {
  return {
    status: 500,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Buffer.from('{"__type":"com.amazon.coral.service#InternalFailure","message":"Internal failure"}'),
  };
}

/** Lambda's answer to an Invoke past the concurrency limit. */
export function throttled(): ProxiedAnswer {
  return {
    status: 429,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'TooManyRequestsException' },
    body: Buffer.from('{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User"}'),
  };
}
