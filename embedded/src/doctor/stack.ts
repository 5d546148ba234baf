/** What must be true of the stack that runs: everything answers, agrees on the time, and is wired to the next. */
import { GetBucketNotificationConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import pg from 'pg';
import { examine, type Finding } from './finding.ts';

type Environment = Readonly<Record<string, string>>;

/** S3 refuses a signature that is 15 minutes off; nothing on one machine has a reason to be off at all. */
const maxSkewMs = 5000;
const timeoutMs = 5000;
/** The first invocation starts the function. */
const invocationMs = 60_000;

export function examineStack(kind: 'embedded' | 'compose', environment: Environment): Promise<Finding[]> {
  const {
    URL: apiUrl = '',
    WEB_ORIGINS = '',
    STORAGE_PUBLIC_ENDPOINT: storage = '',
    MEDIA_BASE_URL: edge = '',
  } = environment;
  const webOrigin = WEB_ORIGINS.split(',', 1)[0] ?? '';
  return Promise.all([
    examine('API', '`make logs-backend` says why.', async () => {
      const response = await get(`${apiUrl}/health/ready`);
      if (!response.ok) throw new Error(`${apiUrl} is not ready: ${await response.text()}`);
      return `${apiUrl} is ready`;
    }),
    examine('web app', '`make logs-frontend` says why.', async () => {
      const response = await get(webOrigin);
      if (!response.ok) throw new Error(`${webOrigin} answered ${String(response.status)}`);
      return webOrigin;
    }),
    examine('edge', '`make logs-localstack` says why.', async () => {
      // Nothing is published under that name; an error is its answer.
      await get(`${edge}/media/nothing`);
      return edge;
    }),
    examine('clocks', 'Set the clock of this machine, or of the containers’ host.', () =>
      compareClocks(environment, [apiUrl, storage]),
    ),
    examine('CORS of storage', 'WEB_ORIGINS must name the web app; `make localstack-setup` sets it.', () =>
      checkCors(environment, storage, webOrigin),
    ),
    examine('queues', '`make localstack-setup` makes them.', () => checkQueues(environment)),
    examine(
      'storage events',
      '`make localstack-setup` wires them; `make lambda-logs` shows what came.',
      () => (kind === 'compose' ? checkNotification(environment) : checkFunctionProgram(environment)),
    ),
    ...(kind === 'embedded' ? [examineSandbox(environment)] : []),
  ]);
}

interface LayerReport {
  readonly layer: string;
  readonly holds: boolean;
  readonly detail: string;
}

/** The function tries its sandbox's layers at its start (lambda/src/sandbox); which of them hold is the machine's to say. */
async function examineSandbox({
  LAMBDA_ENDPOINT = '',
  FUNCTION_NAME = 'media-processing',
}: Environment): Promise<Finding> {
  const remedy =
    '`make lambda-logs` has the line «Sandbox layers»; docs/security.md says what each keeps out.';
  let missing: readonly LayerReport[] = [];
  const finding = await examine('sandbox', remedy, async () => {
    const url = `${LAMBDA_ENDPOINT}/2015-03-31/functions/${FUNCTION_NAME}/invocations`;
    const body = JSON.stringify({ report: 'sandbox-layers' });
    const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(invocationMs) });
    if (!response.ok || response.headers.has('x-amz-function-error')) {
      throw new Error('The function does not say what keeps its sandbox in');
    }
    const layers = (await response.json()) as readonly LayerReport[];
    missing = layers.filter(({ holds }) => !holds);
    const holding = layers.filter(({ holds }) => holds).map(({ layer }) => layer);
    const rest = missing.map(({ layer, detail }) => `${layer} (${detail})`).join(', ');
    return `held by ${holding.join(', ')}${rest ? `; without ${rest}` : ''}`;
  });
  // Not every machine can have every layer; what must be there SANDBOX_REQUIRE says, and then the function fails.
  return finding.well && missing.length > 0 ? { ...finding, well: undefined } : finding;
}

function get(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }).catch(() => {
    throw new Error(`${url} does not answer`);
  });
}

async function compareClocks({ DATABASE_URL }: Environment, urls: readonly string[]): Promise<string> {
  const skews = await Promise.all(
    urls.map(async (url) => {
      const date = (await get(url)).headers.get('date');
      // The header holds whole seconds.
      return date === null ? 0 : Math.abs(Date.now() - Date.parse(date)) - 1000;
    }),
  );
  const client = new pg.Client({ connectionString: DATABASE_URL, connectionTimeoutMillis: timeoutMs });
  await client.connect();
  const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  skews.push(Math.abs(Date.now() - (rows[0]?.now.getTime() ?? 0)));
  await client.end();
  const worst = Math.max(0, ...skews);
  if (worst > maxSkewMs) throw new Error(`They differ by ${(worst / 1000).toFixed(0)} s`);
  return 'API, storage, database and this machine agree';
}

async function checkCors(
  { UPLOADS_BUCKET = '' }: Environment,
  storage: string,
  webOrigin: string,
): Promise<string> {
  const response = await get(`${storage}/${UPLOADS_BUCKET}/uploads/nothing`, {
    method: 'OPTIONS',
    headers: {
      origin: webOrigin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type,if-none-match',
    },
  });
  const allowed = response.headers.get('access-control-allow-origin');
  if (!response.ok || allowed !== webOrigin) throw new Error(`Storage does not let ${webOrigin} upload`);
  return `${webOrigin} may upload`;
}

/** Each gives up to the dead letters, where nothing gets lost unseen. */
async function checkQueues(environment: Environment): Promise<string> {
  const { RESULTS_QUEUE_URL, FAILURES_QUEUE_URL, DECODE_QUEUE_URL } = environment;
  const client = new SQSClient({ ...clientOptions(environment), endpoint: environment.QUEUE_ENDPOINT ?? '' });
  const names: string[] = [];
  for (const QueueUrl of [RESULTS_QUEUE_URL, FAILURES_QUEUE_URL, DECODE_QUEUE_URL]) {
    // Where there is no decoder.
    if (QueueUrl === undefined) continue;
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    const { Attributes: attributes = {} } = await client.send(command);
    const name = attributes.QueueArn?.split(':').at(-1) ?? '';
    if (!attributes.RedrivePolicy?.includes('media-dead-letters')) {
      throw new Error(`${name} has no dead-letter queue`);
    }
    names.push(`${name} (${attributes.ApproximateNumberOfMessages ?? '0'} waiting)`);
  }
  return names.join(', ');
}

async function checkNotification(environment: Environment): Promise<string> {
  const { UPLOADS_BUCKET = '', FUNCTION_NAME = 'media-processing', STORAGE_ENDPOINT = '' } = environment;
  const client = new S3Client({
    ...clientOptions(environment),
    endpoint: STORAGE_ENDPOINT,
    forcePathStyle: true,
  });
  const { LambdaFunctionConfigurations: configurations = [] } = await client.send(
    new GetBucketNotificationConfigurationCommand({ Bucket: UPLOADS_BUCKET }),
  );
  const wired = configurations.find(({ LambdaFunctionArn }) => LambdaFunctionArn?.includes(FUNCTION_NAME));
  if (!wired) throw new Error(`${UPLOADS_BUCKET} does not call ${FUNCTION_NAME}`);
  return `${UPLOADS_BUCKET} → ${FUNCTION_NAME} on ${wired.Events?.join(', ') ?? ''}`;
}

/** The embedded storage is connected at its start; its name is in the answer of the function’s program to a wrong request. */
async function checkFunctionProgram({
  LAMBDA_ENDPOINT = '',
  FUNCTION_NAME = 'media-processing',
}: Environment): Promise<string> {
  const answer = await (await get(LAMBDA_ENDPOINT)).text();
  if (!answer.includes(FUNCTION_NAME)) throw new Error(`${LAMBDA_ENDPOINT} has no ${FUNCTION_NAME}`);
  return `storage → ${FUNCTION_NAME}`;
}

function clientOptions({ AWS_REGION = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' }: Environment) {
  return {
    region: AWS_REGION,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    maxAttempts: 1,
  };
}
