/** Starting real programs, which the other specs of the deployment have no need of. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startProgram, ToolError } from '../src/deployment/tools.ts';
import { folder } from '../src/template.ts';

const node = (script: string, input?: string) =>
  startProgram(process.execPath, ['-e', script], { folder, output: 'pipe', input });

describe('starting a program', () => {
  it('hands over its input, and gives back its output', async () => {
    await expect(node('process.stdin.pipe(process.stdout)', 'a password')).resolves.toBe('a password');
    await expect(node('console.log(process.cwd())')).resolves.toContain('infrastructure');
  });

  it('fails with what the program complains of, or with its exit code', async () => {
    await expect(node("console.error('no such bucket'); process.exit(3)")).rejects.toEqual(
      new ToolError('no such bucket'),
    );
    await expect(node('process.exit(3)')).rejects.toThrow('ended with 3.');
  });

  it('fails by name where there is no such program', async () => {
    const missing = startProgram('no-such-program', [], { folder, output: 'pipe' });
    await expect(missing).rejects.toThrow('no-such-program is not on this machine.');
  });

  it('outlives a program that does not read its input', async () => {
    await expect(node("process.stdin.destroy(); console.log('done')", 'x'.repeat(1_000_000))).resolves.toBe(
      'done\n',
    );
  });
});

it('deploy.ts hands its arguments to the command, and its exit code to the shell', () => {
  const program = [join(folder, 'src', 'deploy.ts'), '--skip', 'lambda'];
  const { status, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain('--skip takes images, bundle, site; lambda is none of them.');
});
