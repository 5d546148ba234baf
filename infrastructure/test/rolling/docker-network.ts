/**
 * What Docker puts between a host and a container's published port, in a network namespace of its own (moby,
 * libnetwork/drivers/bridge): a rule that leads connections to any address of the host, but not to 127.0.0.0/8, to the
 * container, and a proxy that takes the rest. Needs root, iptables, iproute2 and Docker's own docker-proxy.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';

export interface Container {
  readonly address: string;
  readonly port: number;
  /** On the host. */
  readonly publishedPort: number;
}

export const needed = ['docker-proxy', 'iptables', 'ip', 'unshare', 'nginx'];

const run = (command: string): void => {
  const [program = '', ...args] = command.split(' ');
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
};

/** @returns what ends the proxies; the namespace takes the rest with it */
export async function publish(containers: readonly Container[]): Promise<() => void> {
  run('ip link add docker0 type bridge');
  run('ip addr add 172.17.0.1/16 dev docker0');
  for (const { address } of containers) run(`ip addr add ${address}/32 dev docker0`);
  run('ip link set docker0 up');
  run('iptables -t nat -N DOCKER');
  run('iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER');
  run('iptables -t nat -A OUTPUT ! --dst 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER');
  const proxies: ChildProcess[] = [];
  for (const { address, port, publishedPort } of containers) {
    const to = `${address}:${String(port)}`;
    run(`iptables -t nat -A DOCKER -p tcp --dport ${String(publishedPort)} -j DNAT --to-destination ${to}`);
    const from = ['-proto', 'tcp', '-host-ip', '0.0.0.0', '-host-port', String(publishedPort)];
    const proxy = [...from, '-container-ip', address, '-container-port', String(port)];
    proxies.push(await startProxy(proxy));
  }
  return () => {
    for (const proxy of proxies) proxy.kill('SIGKILL');
  };
}

/** It tells by its fourth descriptor whether it listens, as it does the Docker daemon. */
async function startProxy(args: readonly string[]): Promise<ChildProcess> {
  const proxy = spawn('docker-proxy', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [, , , status] = proxy.stdio;
  if (!(status instanceof Readable)) throw new Error('docker-proxy has no fourth descriptor');
  const [said] = (await once(status, 'data')) as [Buffer];
  if (!said.toString().startsWith('0')) throw new Error(`docker-proxy does not listen: ${said.toString()}`);
  return proxy;
}
