import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { freePort } from '@media-feed/testing/free-ports';
import { expect, test } from '../support/test.ts';

async function smoke(url: string): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'smoke.ts')], {
    env: { ...process.env, NODE_OPTIONS: '', URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, output, errors };
}

test.describe('make smoke', () => {
  test('passes over a running stack, step by step', async ({ stack }) => {
    const { code, output, errors } = await smoke(`${stack.apiUrl}/`);

    expect(errors).toBe('');
    expect(output).toMatch(/sign up\.+ \d+\.\d\d s\n/);
    expect(output).toMatch(/the program is refused\.+ /);
    expect(output).toMatch(/Passed in \d+\.\d\d s\.\n$/);
    expect(code).toBe(0);
  });

  test('says in one line where it failed, and ends with 1', async () => {
    const port = await freePort();
    const url = `http://localhost:${port}`;

    const { code, errors } = await smoke(url);

    expect(errors.trim()).toMatch(
      /^FAILED after .* s: sign up: .*Does the API run at http:\/\/localhost:\d+\?$/,
    );
    expect(code).toBe(1);
  });
});
