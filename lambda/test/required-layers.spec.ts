/** What SANDBOX_REQUIRE asks for and does not hold is never passed over: no function starts, and no file is looked at. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { context, eventOf, fixture, startFunction } from './support/running-function.ts';

type Running = Awaited<ReturnType<typeof startFunction>>;

let running: Running | undefined;
afterEach(() => running?.close());

const programs = ['handler.ts', 'decode-handler.ts'];
const startScript = join(import.meta.dirname, '..', 'start-without-credentials.sh');

/** As a runtime loads it that holds nothing open itself: AWS's does so before it asks for the first event. */
function load(program: string, ...wrapper: readonly string[]) {
  const parameters = [...wrapper, process.execPath, join(import.meta.dirname, '..', 'src', program)];
  const [command = '', ...rest] = parameters;
  return spawnSync(command, rest, {
    env: {
      PATH: process.env.PATH,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIANOBODY',
      AWS_SECRET_ACCESS_KEY: 'secret-of-the-function',
      LOG_LEVEL: 'silent',
      UPLOADS_BUCKET: 'uploads',
      MEDIA_BUCKET: 'media',
      RESULTS_QUEUE_URL: 'http://127.0.0.1:1/results',
      SANDBOX_REQUIRE: 'environment,permission',
    },
    encoding: 'utf8',
  });
}

describe('the layers that are required on AWS', () => {
  it.each(programs)('let %s start where they hold, and it waits for them alone', (program) => {
    expect(load(program, startScript)).toMatchObject({ status: 0, stderr: '' });
  });

  it.each(programs)('keep %s from starting where one does not hold', (program) => {
    const { status, stderr } = load(program);

    expect(stderr).toContain('SANDBOX_REQUIRE asks for: environment (AWS_SECRET_ACCESS_KEY stands in');
    expect(status).toBe(1);
  });
});

describe('a sandbox that lacks a layer', () => {
  it('is given no file, and the upload is tried again', async () => {
    running = await startFunction({
      sandboxEntry: new URL('./support/unconfined-sandbox.ts', import.meta.url),
      settings: { SANDBOX_REQUIRE: 'seccomp' },
    });
    const picture = await running.upload(await fixture('picture.png'), 'image/png');

    await expect(running.handler(eventOf(picture), context())).rejects.toThrow('1 of 1 records failed');

    expect(await running.receive()).toEqual([]);
    expect(await running.publishedKeys(picture.mediaId)).toEqual([]);
  });
});
