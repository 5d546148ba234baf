/** What the LocalStack emulator promises beside what the setup script asks of it. */
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutBucketCorsCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { S3Event } from '../../src/s3/server.ts';
import { eventually } from '@media-feed/testing/eventually';
import { errorCode, send } from '../support/send.ts';
import { clientsOf, credentials } from './support/clients.ts';
import type { Clients } from './support/clients.ts';
import { startTestEmulator } from './support/emulator.ts';
import type { TestEmulator } from './support/emulator.ts';
import { storedZip } from './support/stored-zip.ts';

const Role = 'arn:aws:iam::000000000000:role/tester';
const Bucket = 'kept';
const code = (body: string) => storedZip({ 'index.mjs': `export const run = async (event) => { ${body} };` });

describe('the LocalStack emulator', () => {
  let emulator: TestEmulator;
  let clients: Clients;

  beforeEach(async () => {
    // One invocation at a time: events are done in the order in which they came.
    emulator = await startTestEmulator({ LAMBDA_CONCURRENCY: '1' });
    clients = clientsOf(emulator.endpoint);
  });
  afterEach(() => emulator.stop());

  /** A call of the query protocol, as older CLIs make it. */
  async function ask(service: string, parameters: Record<string, string>, path = '/') {
    const date = new Date().toISOString().slice(0, 10).replaceAll('-', '');
    const answer = await send(`${emulator.endpoint}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `AWS4-HMAC-SHA256 Credential=test/${date}/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: new URLSearchParams(parameters).toString(),
    });
    return { status: answer.status, body: answer.body, code: errorCode(answer) };
  }

  async function makeFunction(zip: Buffer, overrides: Partial<CreateFunctionCommandInput> = {}) {
    await ask('iam', { Action: 'CreateRole', RoleName: 'tester', AssumeRolePolicyDocument: '{}' });
    const input = {
      ...{ FunctionName: 'tried', Role, Runtime: 'nodejs24.x' as const, Handler: 'index.run' },
      // However busy this machine is.
      Timeout: 900,
    };
    return clients.lambda.send(new CreateFunctionCommand({ ...input, Code: { ZipFile: zip }, ...overrides }));
  }

  async function invoke(event: unknown, InvocationType: 'Event' | 'RequestResponse' = 'RequestResponse') {
    const answer = await clients.lambda.send(
      new InvokeCommand({ FunctionName: 'tried', InvocationType, Payload: JSON.stringify(event) }),
    );
    const text = answer.Payload?.transformToString() ?? '';
    return { ...answer, result: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }

  describe('takes signatures as S3 does', () => {
    it('refuses a wrong secret', async () => {
      const { storage } = clientsOf(emulator.endpoint, { ...credentials, secretAccessKey: 'wrong' });
      await expect(storage.send(new ListBucketsCommand({}))).rejects.toMatchObject({
        name: 'SignatureDoesNotMatch',
        $metadata: { httpStatusCode: 403 },
      });
    });

    it('for the browser’s host and the containers’ host, and for neither in place of the other', async () => {
      await clients.storage.send(new CreateBucketCommand({ Bucket }));
      const { port } = new URL(emulator.endpoint);
      const hosts = ['localhost', 'localstack'].map((name) => `${name}:${port}`);
      const tries = hosts.flatMap((signed) => hosts.map((asked) => ({ signed, asked })));
      const statuses = await Promise.all(
        tries.map(async ({ signed, asked }, index) => {
          const { storage } = clientsOf(`http://${signed}`);
          const command = new PutObjectCommand({ Bucket, Key: `key-${index}`, ContentLength: 1 });
          const { pathname, search } = new URL(await getSignedUrl(storage, command));
          const headers = { host: asked };
          const url = `${emulator.endpoint}${pathname}${search}`;
          const { status } = await send(url, { method: 'PUT', headers, body: 'x' });
          return status;
        }),
      );
      expect(statuses).toEqual([200, 403, 403, 200]);
    });
  });

  describe('gives queue URLs on the host that was asked', () => {
    it.each(['localhost', 'localstack'])('%s', async (name) => {
      await clients.queue.send(new CreateQueueCommand({ QueueName: 'some' }));
      const host = `${name}:${new URL(emulator.endpoint).port}`;
      const asHost = clientsOf(emulator.endpoint).queue;
      asHost.middlewareStack.add(
        (next) => (args) => {
          const { headers } = args.request as { headers: Record<string, string> };
          headers.host = host;
          return next(args);
        },
        { step: 'build' },
      );
      const url = `http://${host}/000000000000/some`;
      expect((await asHost.send(new GetQueueUrlCommand({ QueueName: 'some' }))).QueueUrl).toBe(url);
      expect((await asHost.send(new ListQueuesCommand({}))).QueueUrls).toEqual([url]);

      // Whatever host a URL names, it is the same queue.
      await clients.queue.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'hello' }));
      const QueueUrl = `${emulator.endpoint}/000000000000/some`;
      const received = await clients.queue.send(new ReceiveMessageCommand({ QueueUrl }));
      expect(received.Messages?.map(({ Body }) => Body)).toEqual(['hello']);
    });
  });

  it('speaks the query protocol of SQS to older CLIs', async () => {
    const queueUrl = `${emulator.endpoint}/000000000000/old`;
    const made = await ask('sqs', {
      Action: 'CreateQueue',
      QueueName: 'old',
      'Attribute.1.Name': 'VisibilityTimeout',
      'Attribute.1.Value': '7',
    });
    expect(made.body).toContain(`<CreateQueueResult><QueueUrl>${queueUrl}</QueueUrl></CreateQueueResult>`);

    const path = '/000000000000/old';
    await ask('sqs', { Action: 'SendMessage', MessageBody: '<a&b>' }, path);
    const attributes = await ask('sqs', { Action: 'GetQueueAttributes', 'AttributeName.1': 'All' }, path);
    expect(attributes.body).toContain('<Name>VisibilityTimeout</Name><Value>7</Value>');
    const received = await ask('sqs', { Action: 'ReceiveMessage', MaxNumberOfMessages: '1' }, path);
    expect(received.body).toContain('<Body>&#60;a&#38;b&#62;</Body>');

    expect(await ask('sqs', { Action: 'GetQueueUrl', QueueName: 'none' })).toMatchObject({
      status: 400,
      code: 'AWS.SimpleQueueService.NonExistentQueue',
    });
    expect(await ask('sqs', { Action: 'AddPermission' }, path)).toMatchObject({
      status: 501,
      code: 'NotImplemented',
      body: expect.stringContaining('sqs:AddPermission is not implemented'),
    });
  });

  it('shows what waits in a queue without taking it', async () => {
    const { QueueUrl = '' } = await clients.queue.send(new CreateQueueCommand({ QueueName: 'looked-at' }));
    await clients.queue.send(new SendMessageCommand({ QueueUrl, MessageBody: 'still here' }));
    const look = async (url: string) => {
      const answer = await send(`${emulator.endpoint}/_aws/sqs/messages?QueueUrl=${encodeURIComponent(url)}`);
      return [answer.status, JSON.parse(answer.body) as unknown];
    };
    const message = expect.objectContaining({ Body: 'still here' });
    const seen = [
      200,
      { ReceiveMessageResponse: expect.objectContaining({ ReceiveMessageResult: { Message: [message] } }) },
    ];
    expect([await look(QueueUrl), await look(QueueUrl)]).toEqual([seen, seen]);
    expect((await look(`${QueueUrl}-none`))[0]).toBe(400);
  });

  describe('runs functions', () => {
    it('from their zip, with their variables, and anew after each change', async () => {
      const made = await makeFunction(code('return { event, named: process.env.NAMED };'), {
        Environment: { Variables: { NAMED: 'so' } },
      });
      expect(made).toMatchObject({ State: 'Active', Version: '$LATEST', MemorySize: 128 });
      expect((await invoke({ a: 1 })).result).toEqual({ event: { a: 1 }, named: 'so' });

      const ZipFile = code('return "new";');
      await clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'tried', ZipFile }));
      expect((await invoke({})).result).toBe('new');
      await expect(makeFunction(ZipFile)).rejects.toMatchObject({ name: 'ResourceConflictException' });
    });

    it('which may take three seconds where nothing else is said', async () => {
      const made = await makeFunction(code(''), { Timeout: undefined });
      expect(made).toMatchObject({ Timeout: 3 });
    });

    it('and says how one failed', async () => {
      await makeFunction(code('throw new TypeError("as told");'));
      const { FunctionError, result } = await invoke({});
      expect([FunctionError, result]).toEqual([
        'Unhandled',
        { errorType: 'TypeError', errorMessage: 'as told' },
      ]);
    });

    it('and sends an event that fails three times to the failure destination', async () => {
      await makeFunction(code('throw new Error("again");'));
      const { QueueUrl } = await clients.queue.send(new CreateQueueCommand({ QueueName: 'failures' }));
      await clients.lambda.send(
        new PutFunctionEventInvokeConfigCommand({
          FunctionName: 'tried',
          DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failures' } },
        }),
      );
      expect((await invoke({ Records: ['one'] }, 'Event')).StatusCode).toBe(202);
      const [received] = await eventually(
        async () =>
          (await clients.queue.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }))).Messages ??
          [],
        ({ length }) => length > 0,
      );
      expect(JSON.parse(received?.Body ?? '{}')).toMatchObject({
        requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
        requestPayload: { Records: ['one'] },
        responsePayload: { errorMessage: 'again' },
      });
    });

    it('for the new objects that a bucket announces, and for no others', async () => {
      await makeFunction(code('throw new Error("seen");'));
      const { QueueUrl } = await clients.queue.send(new CreateQueueCommand({ QueueName: 'seen' }));
      await clients.lambda.send(
        new PutFunctionEventInvokeConfigCommand({
          FunctionName: 'tried',
          MaximumRetryAttempts: 0,
          DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:seen' } },
        }),
      );
      await clients.storage.send(new CreateBucketCommand({ Bucket }));
      const permission = {
        StatementId: 'may',
        Action: 'lambda:InvokeFunction',
        Principal: 's3.amazonaws.com',
      };
      const permit = (SourceArn: string, StatementId: string) =>
        clients.lambda.send(
          new AddPermissionCommand({ ...permission, FunctionName: 'tried', SourceArn, StatementId }),
        );
      const rule = {
        Id: 'wanted',
        LambdaFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:tried',
        Events: ['s3:ObjectCreated:Put' as const],
        Filter: {
          Key: {
            FilterRules: [
              { Name: 'prefix' as const, Value: 'uploads/' },
              { Name: 'suffix' as const, Value: '.jpg' },
            ],
          },
        },
      };
      const announce = () =>
        clients.storage.send(
          new PutBucketNotificationConfigurationCommand({
            Bucket,
            NotificationConfiguration: { LambdaFunctionConfigurations: [rule] },
          }),
        );
      await permit('arn:aws:s3:::another', 'another');
      await expect(announce()).rejects.toMatchObject({ name: 'InvalidArgument' });
      await permit(`arn:aws:s3:::${Bucket}`, 'this');
      await announce();

      for (const Key of ['other/a.jpg', 'uploads/a.txt', 'uploads/one.jpg']) {
        await clients.storage.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
      }
      const CopySource = `${Bucket}/uploads/one.jpg`;
      await clients.storage.send(new CopyObjectCommand({ Bucket, Key: 'uploads/copy.jpg', CopySource }));
      await clients.storage.send(new PutObjectCommand({ Bucket, Key: 'uploads/two.jpg', Body: 'x' }));

      const wanted = ['uploads/one.jpg', 'uploads/two.jpg'];
      const keys: string[] = [];
      while (!wanted.every((key) => keys.includes(key))) {
        const received = await clients.queue.send(
          new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 }),
        );
        for (const { Body = '{}' } of received.Messages ?? []) {
          const { requestPayload } = JSON.parse(Body) as { requestPayload: S3Event };
          keys.push(...requestPayload.Records.map(({ s3 }) => s3.object.key));
          expect(requestPayload.Records[0]?.s3.configurationId).toBe('wanted');
        }
      }
      expect(keys.sort()).toEqual(wanted);
    });

    it('but none whose role nobody made, or that asks for what is not implemented', async () => {
      const zip = code('');
      const refused = [
        makeFunction(zip, { Role: 'arn:aws:iam::000000000000:role/nobody' }),
        makeFunction(zip, { Runtime: 'python3.13' }),
        makeFunction(zip, { Layers: ['arn:aws:lambda:us-east-1:000000000000:layer:x:1'] }),
      ];
      const settled = await Promise.allSettled(refused);
      expect(settled.map((one) => one.status === 'rejected' && String(one.reason))).toEqual([
        expect.stringContaining('cannot be assumed'),
        expect.stringContaining('Runtime'),
        expect.stringContaining('Layers (not implemented)'),
      ]);
    });

    it.each([
      ['that is none', Buffer.from('no zip')],
      ['that is cut off', code('').subarray(40)],
      ['that leads out of itself', storedZip({ '../outside.mjs': '' })],
      ['with an absolute path', storedZip({ '/outside.mjs': '' })],
      ['with a link', storedZip({ 'index.mjs': '/etc/passwd' }, 0o120777)],
    ])('nor one from a zip %s', async (_what, zip) => {
      await expect(makeFunction(zip)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
      const found = clients.lambda.send(new GetFunctionCommand({ FunctionName: 'tried' }));
      await expect(found).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });
  });

  it('keeps buckets, their rules, objects, queues, messages and functions over a restart', async () => {
    const origin = 'http://web.example';
    const CORSConfiguration = { CORSRules: [{ AllowedOrigins: [origin], AllowedMethods: ['PUT'] }] };
    await clients.storage.send(new CreateBucketCommand({ Bucket }));
    await clients.storage.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration }));
    await clients.storage.send(new PutObjectCommand({ Bucket, Key: 'key', Body: 'kept' }));
    await clients.queue.send(new CreateQueueCommand({ QueueName: 'kept' }));
    const QueueUrl = (endpoint: string) => `${endpoint}/000000000000/kept`;
    await clients.queue.send(
      new SendMessageCommand({ QueueUrl: QueueUrl(emulator.endpoint), MessageBody: 'kept' }),
    );
    await makeFunction(code('return "kept";'));

    emulator = await emulator.restart();
    clients = clientsOf(emulator.endpoint);

    const object = await clients.storage.send(new GetObjectCommand({ Bucket, Key: 'key' }));
    const preflight = await send(`${emulator.endpoint}/${Bucket}/key`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PUT' },
    });
    const received = await clients.queue.send(
      new ReceiveMessageCommand({ QueueUrl: QueueUrl(emulator.endpoint) }),
    );
    expect([
      await object.Body?.transformToString(),
      preflight.headers['access-control-allow-origin'],
      received.Messages?.map(({ Body }) => Body),
      (await invoke({})).result,
    ]).toEqual(['kept', origin, ['kept'], 'kept']);
  });
});
