/**
 * A function whose sandbox has been taken over: starts it as the real one does, and prints what its attempts to get out
 * came to, as JSON. Argument: the layers that are set up, separated by commas; the others are left out.
 */
import { readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readCredentials } from '../../src/credentials.ts';
import { protectFunction } from '../../src/sandbox/protect-function.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';

const layers = process.argv[2] ?? '';
const descriptor =
  process.env.CREDENTIALS_DESCRIPTOR === undefined ? undefined : Number(process.env.CREDENTIALS_DESCRIPTOR);
const protection = layers.split(',').includes('memory')
  ? protectFunction(descriptor)
  : { credentials: readCredentials(descriptor) };

const server = createServer((_request, response) => response.end('reached')).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const child = startSandbox({
  entry: new URL('./escaping-sandbox.ts', import.meta.url),
  environment: {
    PATH: process.env.PATH,
    ESCAPE_LAYERS: layers,
    ESCAPE_PORT: String((server.address() as AddressInfo).port),
  },
  heapMib: 256,
});
child.stderr?.pipe(process.stderr);
/** What the kernel shows of what the sandbox holds open. */
const descriptorsOf = (pid: number): string[] => {
  const folder = `/proc/${String(pid)}/fd`;
  return readdirSync(folder).map((name) => readlinkSync(`${folder}/${name}`));
};
child.on('message', (escapes) => {
  const descriptors = descriptorsOf(child.pid ?? 0);
  const keyId = protection.credentials?.accessKeyId;
  console.log(JSON.stringify({ keyId, descriptors, ...Object(escapes) }));
  child.kill('SIGKILL');
});
child.on('exit', () => process.exit());
