/**
 * A sandbox that a file has taken over tries to get out, from JavaScript and from native code. Each layer is tried by
 * itself, with the others left out, so that each is seen to hold and none hides behind another.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import type { LayerReport, SandboxLayer } from '../src/sandbox/layers.ts';

interface Escapes {
  readonly clone3: string;
  /** The access key that the function found. */
  readonly keyId?: string;
  /** What the sandbox holds open, as links in /proc. */
  readonly descriptors: readonly string[];
  readonly layers: readonly LayerReport[];
  /** The function's, as native code in the sandbox reads it. */
  readonly environment: string;
  readonly javaScript: Readonly<Record<string, string>>;
  readonly javaScriptOutside: Readonly<Record<string, string>>;
  readonly memory: Readonly<Record<string, string>>;
  readonly native: Readonly<Record<string, string>>;
}

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65534, gid: 65534 };
const startScript = join(import.meta.dirname, '..', 'start-without-credentials.sh');
const keys = {
  AWS_ACCESS_KEY_ID: 'AKIAESCAPE',
  AWS_SECRET_ACCESS_KEY: 'secret-of-the-function',
  AWS_SESSION_TOKEN: 'token-of-the-function',
};

/** @param user of the function; the one of this test by default. */
async function attack(layers: readonly SandboxLayer[], user: { uid?: number; gid?: number } = {}) {
  const program = join(import.meta.dirname, 'support', 'parent-of-escaping-sandbox.ts');
  const parameters = [process.execPath, program, layers.join(',')];
  const [command = '', ...rest] = layers.includes('environment') ? [startScript, ...parameters] : parameters;
  const attacked = spawn(command, rest, {
    ...user,
    env: { PATH: process.env.PATH, ...keys },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [escapes] = await Promise.all([json(attacked.stdout) as Promise<Escapes>, once(attacked, 'exit')]);
  return escapes;
}

const values = (attempts: Readonly<Record<string, string>>) => [...new Set(Object.values(attempts))];

describe('a sandbox that a file has taken over', () => {
  it('gets out nowhere, and its function has its keys', async () => {
    const escapes = await attack(['environment', 'memory', 'user', 'permission', 'seccomp']);

    expect(escapes.keyId).toBe(keys.AWS_ACCESS_KEY_ID);
    expect(values(escapes.javaScript)).toEqual(['ERR_ACCESS_DENIED']);
    expect(values(escapes.javaScriptOutside)).toEqual(['EPERM']);
    expect(values(escapes.memory)).toEqual(['EPERM']);
    expect(values(escapes.native)).toEqual(['EPERM']);
    const holding = escapes.layers.filter((layer) => layer.holds).map(({ layer }) => layer);
    expect(holding).toEqual([...(isRoot ? ['user'] : []), 'memory', 'permission', 'seccomp']);
  });

  it('finds no key in the environment of the function, where it can read it', async () => {
    const { environment, keyId } = await attack(['environment']);

    expect(keyId).toBe(keys.AWS_ACCESS_KEY_ID);
    expect(environment).toContain('CREDENTIALS_DESCRIPTOR=');
    expect(environment).not.toMatch(/AKIA|of-the-function/);
  });

  it('would find them without that layer, which shows that it looks at the right place', async () => {
    const { environment } = await attack([]);

    expect(environment).toContain(`AWS_SECRET_ACCESS_KEY=${keys.AWS_SECRET_ACCESS_KEY}`);
  });

  it('opens no memory of a function of the same user', async () => {
    const { memory, environment, native, layers } = await attack(['memory'], isRoot ? nobody : {});

    expect(layers).toMatchObject([{ layer: 'memory', holds: true }]);
    expect(values(memory)).toEqual(['EACCES']);
    expect(environment).toBe('');
    // What keeps it out is this layer and no other.
    expect(native['opens a file']).toBe('allowed');
  });

  (isRoot ? it : it.skip)('leaves root behind, and with it the function’s memory', async () => {
    const { memory, layers, native } = await attack(['user']);

    expect(layers).toMatchObject([{ layer: 'user', holds: true }]);
    expect(values(memory)).toEqual(['EACCES']);
    expect(native['opens a file']).toBe('allowed');
  });

  it('reads, writes and starts nothing by JavaScript', async () => {
    const { javaScript, layers } = await attack(['permission']);

    expect(layers).toMatchObject([{ layer: 'permission', holds: true }]);
    expect(values(javaScript)).toEqual(['ERR_ACCESS_DENIED']);
  });

  it('opens no file or socket, starts nothing and signals nobody, from any thread', async () => {
    const { clone3, native, javaScriptOutside, layers } = await attack(['seccomp']);

    expect(layers).toMatchObject([{ layer: 'seccomp', holds: true }]);
    expect(Object.entries(native).filter(([, result]) => result !== 'EPERM')).toEqual([]);
    expect(Object.keys(native).length).toBeGreaterThan(40);
    expect(clone3).toBe('ENOSYS');
    expect(values(javaScriptOutside)).toEqual(['EPERM']);
  });

  it('holds nothing open by which it could reach further: no file but its decoder, no io_uring', async () => {
    const { descriptors } = await attack(['seccomp']);

    const kinds = new Set(
      descriptors.map((link) =>
        link.replace(/:\[\d+\]$/, '').replace(/^.*\/libheif-js\/libheif-wasm\//, 'libheif-js '),
      ),
    );
    expect([...kinds].sort()).toEqual([
      ...['/dev/null', 'anon_inode:[eventfd]', 'anon_inode:[eventpoll]'],
      ...['libheif-js libheif.js', 'libheif-js libheif.wasm', 'pipe', 'socket'],
    ]);
  });
});
