/**
 * The setup script by the real AWS CLI, against the emulator and, where it is installed, against moto: it makes
 * everything, changes nothing that is right, and names what is not.
 */
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readyResultSchema } from '@media-feed/contract';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@media-feed/testing/eventually';
import { hasMoto, startMoto } from '../support/moto.ts';
import { aws, hasAwsCli, runAws, runSetup } from './support/aws-cli.ts';
import { breakResources } from './support/break-resources.ts';
import { clientsOf } from './support/clients.ts';
import { expectResources } from './support/expected-resources.ts';
import { startTestEmulator } from './support/emulator.ts';
import type { TestEmulator } from './support/emulator.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const webOrigins = ['http://localhost:5173', 'http://web.example'];
const variables = { WEB_ORIGINS: webOrigins.join(','), SETUP_TIMEOUT_SECONDS: '1000' };
/** Each call of the CLI starts Python anew; a run of the script makes dozens. */
const scriptMs = 20 * 60_000;

const describeWithAws = hasAwsCli() ? describe : describe.skip;

describeWithAws('the setup script', () => {
  let zip: Buffer;

  beforeAll(async () => {
    // What `npm run package` makes, without bundling anew what other tests may be reading.
    execFileSync(process.execPath, [join(root, 'lambda', 'package-function.ts')]);
    zip = await readFile(join(root, 'lambda', 'dist', 'function.zip'));
  }, scriptMs);

  describe('on the LocalStack emulator', () => {
    let initDir: string;
    let emulator: TestEmulator;
    const endpoint = () => emulator.endpoint;
    const clients = () => clientsOf(endpoint());
    const expected = () => ({
      endpoint: endpoint(),
      clients: clients(),
      account: '000000000000',
      webOrigins,
      functionEndpoint: endpoint(),
      zip,
    });

    beforeAll(async () => {
      initDir = await mkdtemp(join(tmpdir(), 'media-feed-init-'));
      await mkdir(join(initDir, 'ready.d'));
      await cp(join(root, 'localstack', 'init'), join(initDir, 'ready.d'), { recursive: true });
      const FUNCTION_ZIP = join(root, 'lambda', 'dist', 'function.zip');
      emulator = await startTestEmulator({ LOCALSTACK_INIT_DIR: initDir, FUNCTION_ZIP, ...variables });
    }, scriptMs);
    afterAll(async () => {
      await emulator.stop();
      await rm(initDir, { recursive: true });
    });

    it(
      'runs as a hook and makes every resource',
      async () => {
        const ready = await eventually(
          async () =>
            (await fetch(`${endpoint()}/_localstack/init/ready`)).json() as Promise<{ completed: boolean }>,
          ({ completed }) => completed,
        );
        expect([ready, emulator.lines.filter((line) => /MISSING|WRONG|error/i.test(line))]).toEqual([
          {
            completed: true,
            scripts: [{ stage: 'READY', name: '01-setup-services.sh', state: 'SUCCESSFUL' }],
          },
          [],
        ]);
        await expectResources(expected());
      },
      scriptMs,
    );

    it('leads a picture from a presigned URL to an inspection result and to what is published', async () => {
      const { storage, queue } = clients();
      const body = await readFile(join(root, 'lambda', 'test', 'fixtures', 'photo.jpg'));
      const [userId, mediaId] = [crypto.randomUUID(), crypto.randomUUID()];
      const command = new PutObjectCommand({
        Bucket: 'media-feed-uploads',
        Key: `uploads/${userId}/${mediaId}`,
        ContentType: 'image/jpeg',
        ContentLength: body.length,
        IfNoneMatch: '*',
      });
      const url = await getSignedUrl(storage, command, { signableHeaders: new Set(['content-type']) });
      const headers = { 'content-type': 'image/jpeg', 'if-none-match': '*', origin: webOrigins[1] ?? '' };
      const put = await fetch(url, { method: 'PUT', body, headers });
      expect([put.status, put.headers.get('access-control-allow-origin')]).toEqual([200, webOrigins[1]]);

      const QueueUrl = `${endpoint()}/000000000000/media-results`;
      const [message] = await eventually(
        async () =>
          (await queue.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }))).Messages ?? [],
        ({ length }) => length > 0,
      );
      const result = readyResultSchema.parse(JSON.parse(message?.Body ?? '{}'));
      expect(result).toMatchObject({ mediaId, userId, mimeType: 'image/jpeg' });
      const Key = result.renditions[0]?.key ?? '';
      const published = await storage.send(new GetObjectCommand({ Bucket: 'media-feed-media', Key }));
      expect(published.ContentType).toBe('image/webp');

      // An edge that cannot sign reads the published picture, and not the upload.
      const anonymous = await Promise.all(
        [`media-feed-media/${Key}`, `media-feed-uploads/uploads/${userId}/${mediaId}`].map(
          async (path) => (await fetch(`${endpoint()}/${path}`)).status,
        ),
      );
      expect(anonymous).toEqual([200, 403]);

      const { events } = await aws<{ events: { message: string }[] }>(
        endpoint(),
        ...['logs', 'filter-log-events', '--log-group-name', '/aws/lambda/media-processing'],
        ...['--filter-pattern', mediaId.slice(0, 8)],
      );
      expect(events.map(({ message }) => message).join()).toContain(mediaId);
    });

    it(
      'names what is missing and what is wrong after a restart, and puts right that alone',
      async () => {
        const problems = await breakResources(endpoint(), clients());
        // Its hook would put it right before we look.
        await rm(join(initDir, 'ready.d'), { recursive: true });
        emulator = await emulator.restart();

        const checked = await runSetup(endpoint(), ['--check'], variables);
        const said = checked.stderr.match(/(MISSING: .*|WRONG: .*(?= is «))/g)?.sort();
        expect([checked.exitCode, said]).toEqual([1, problems]);
        expect(checked.stderr).toMatch(/queue media-results is «5 .*» and should be «60 /);
        expect(checked.stdout).not.toContain('everything is there');

        const again = await runSetup(endpoint(), [], variables);
        expect(again).toMatchObject({ exitCode: 0, stderr: '' });
        expect(again.stdout.match(/made .*|corrected .*|brought .*/g)?.sort()).toEqual([
          'brought new code to the function media-processing',
          'corrected the queue media-results',
        ]);
        await expectResources(expected());
      },
      scriptMs,
    );

    it(
      'refuses what it does not implement, by name',
      async () => {
        const asked = await Promise.all([
          runAws(endpoint(), 'dynamodb', 'list-tables'),
          runAws(endpoint(), 'lambda', 'list-layers'),
          runAws(endpoint(), 'sts', 'get-session-token'),
          runAws(endpoint(), 's3api', 'get-bucket-tagging', '--bucket', 'media-feed-uploads'),
        ]);
        expect(asked.map(({ stderr }) => /\((\w+)\).*?: (.*)/.exec(stderr)?.slice(1))).toEqual([
          ['NotImplemented', 'dynamodb:ListTables is not implemented by this emulator of LocalStack'],
          ['NotImplemented', expect.stringContaining('layers')],
          ['NotImplemented', 'sts:GetSessionToken is not implemented by this emulator of LocalStack'],
          ['NotImplemented', expect.stringContaining('not implemented')],
        ]);
      },
      scriptMs,
    );
  });

  const describeWithMoto = hasMoto ? describe : describe.skip;
  describeWithMoto('on moto', () => {
    let moto: Awaited<ReturnType<typeof startMoto>>;
    beforeAll(async () => {
      moto = await startMoto();
    }, scriptMs);
    afterAll(() => moto.stop());

    it(
      'makes every resource, twice',
      async () => {
        const clients = clientsOf(moto.endpoint);
        for (const _time of ['first', 'second']) {
          const ran = await runSetup(moto.endpoint, [], variables);
          expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
          const functionEndpoint = moto.endpoint;
          await expectResources({
            ...{ endpoint: moto.endpoint, clients, account: '123456789012' },
            ...{ webOrigins, functionEndpoint, zip },
          });
        }
      },
      2 * scriptMs,
    );
  });

  it('says what to do when nothing answers', async () => {
    const ran = await runSetup('http://127.0.0.1:1', [], { SETUP_TIMEOUT_SECONDS: '1' });
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toMatch(/S3 at http:\/\/127.0.0.1:1 does not answer after 1 s.*Is LocalStack running/);
  });
});
