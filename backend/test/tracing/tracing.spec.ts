import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildTraceparent, presignedUploadSchema, TRACEPARENT, traceIdOfUpload } from '@media-feed/contract';
import { call } from '../support/http.ts';
import { signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { sqsClient } from '../media/support/queues.ts';
import { rejectedResult } from '../media/support/inspection-results.ts';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  links?: { traceId: string; spanId: string }[];
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}
interface Export {
  resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
}

/** A collector that keeps what it is sent. */
let collector: Server;
const spans: Span[] = [];
let api: TestApp;
beforeAll(async () => {
  collector = createServer((request, response) => {
    void json(request).then((body) => {
      const { resourceSpans } = body as Export;
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo;
  api = await startTestApp({ otelExporterOtlpEndpoint: `http://127.0.0.1:${String(port)}` });
});
afterAll(() => void collector.close());

const attribute = ({ attributes }: Span, name: string) => {
  const value = attributes.find(({ key }) => key === name)?.value;
  return value?.stringValue ?? value?.intValue;
};

describe('tracing', () => {
  it('follows one upload through API and queue by its media id, and knows the request that began it', async () => {
    const person = await signUpPerson(api.url);
    const caller = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
    const answer = await call(api.url, '/media/presigned-url', {
      method: 'POST',
      token: person.token,
      body: { fileName: 'secret-name.png', contentType: 'image/png', size: 1000 },
      headers: { [TRACEPARENT]: buildTraceparent(caller), 'x-request-id': 'the-request' },
    });
    const { mediaId } = presignedUploadSchema.parse(answer.body);
    const traceId = traceIdOfUpload(mediaId);
    const sqs = sqsClient(api.config);
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: api.config.resultsQueueUrl,
        MessageBody: JSON.stringify(rejectedResult({ mediaId }, person)),
        MessageAttributes: {
          [TRACEPARENT]: {
            DataType: 'String',
            StringValue: buildTraceparent({ traceId, spanId: '1122334455667788' }),
          },
        },
      }),
    );
    for (let status: unknown = 'PENDING'; status === 'PENDING';) {
      ({ status } = (await call(api.url, `/media/${mediaId}`, { token: person.token })).body as {
        status: unknown;
      });
    }
    sqs.destroy();

    await api.close();

    const request = spans.find((span) => attribute(span, 'media_feed.request_id') === 'the-request');
    expect(request).toMatchObject({
      name: 'POST /media/presigned-url',
      traceId: caller.traceId,
      parentSpanId: caller.spanId,
    });
    expect(request && attribute(request, 'http.response.status_code')).toBe(201);
    const timeline = spans.filter((span) => span.traceId === traceId);
    expect(timeline.map(({ name }) => name)).toEqual(['upload requested', 'inspection result received']);
    expect(timeline[0]?.links).toEqual([expect.objectContaining({ spanId: request?.spanId })]);
    expect(timeline[1]).toMatchObject({ parentSpanId: '1122334455667788' });
    expect(timeline[1] && attribute(timeline[1], 'messaging.message.id')).toMatch(/^[\w-]{10,}$/);

    const text = JSON.stringify(spans);
    for (const personal of [person.user.email, 'secret-name', person.token, '127.0.0.1']) {
      expect(text).not.toContain(personal);
    }
  });
});
