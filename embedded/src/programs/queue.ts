/** SQS, emulated by fauxqs: the three queues and their dead-letter queue, kept in `QUEUE_DATA_DIR`. */
import { mkdir } from 'node:fs/promises';
import { startFauxqs } from 'fauxqs';
import { required, runProgram } from './lifecycle.ts';
import './loopback-only.ts';
import './no-pages.ts';

export interface QueueReady {
  endpoint: string;
  resultsQueueUrl: string;
  failuresQueueUrl: string;
  decodeQueueUrl: string;
  deadLetterQueueUrl: string;
}

/** A message that is received this often without being deleted goes to the dead-letter queue (docs/aws.md «Lambda and queues»). */
const maxReceiveCount = 5;
const day = 24 * 60 * 60;

runProgram<QueueReady>(async () => {
  const dataDir = required('QUEUE_DATA_DIR');
  await mkdir(dataDir, { recursive: true });
  const server = await startFauxqs({
    port: Number(required('QUEUE_PORT')),
    host: '127.0.0.1',
    logger: false,
    defaultRegion: required('AWS_REGION'),
    dataDir,
  });
  const endpoint = `http://127.0.0.1:${String(server.port)}`;
  const deadLetters = server.createQueue('media-dead-letters', {
    attributes: { MessageRetentionPeriod: String(14 * day) },
  });
  const attributes = {
    VisibilityTimeout: '60',
    ReceiveMessageWaitTimeSeconds: '20',
    MessageRetentionPeriod: String(4 * day),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.queueArn, maxReceiveCount }),
  };
  for (const name of ['media-results', 'media-failures', 'media-decode-requests'])
    server.createQueue(name, { attributes });
  const url = (name: string) => `${endpoint}/000000000000/${name}`;
  return {
    ready: {
      endpoint,
      resultsQueueUrl: url('media-results'),
      failuresQueueUrl: url('media-failures'),
      decodeQueueUrl: url('media-decode-requests'),
      deadLetterQueueUrl: url('media-dead-letters'),
    },
    stop: () => server.stop(),
  };
});
