import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** As many ports of loopback as asked for on which nobody listens, all different: each is held until all are found. */
export async function freePorts(count: number): Promise<number[]> {
  const probes = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return { server, port: (server.address() as AddressInfo).port };
    }),
  );
  await Promise.all(probes.map(({ server }) => new Promise((resolve) => server.close(resolve))));
  return probes.map(({ port }) => port);
}

export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}
