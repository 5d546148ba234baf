/** Fixed paths win over `/media/:mediaId`, in whatever order modules and controllers are registered. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calls } from '@media-feed/contract';
import { call } from '../support/http.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let api: TestApp;
beforeAll(async () => {
  api = await startTestApp({ role: 'api' });
});
afterAll(() => api.close());

/** The route that answered, as the metrics of a fresh program have it. */
async function routeOf(method: string, path: string): Promise<string | undefined> {
  const counts = async () => {
    const { body } = await call(api.url, '/metrics');
    return new Map(
      [...String(body).matchAll(/^http_requests_total\{method="(\w+)",route="([^"]+)",\S+ (\d+)$/gm)].map(
        ([line, verb, route, count]) =>
          [line.slice(0, line.lastIndexOf(' ')), { verb, route, count }] as const,
      ),
    );
  };
  const before = await counts();
  await call(api.url, path, { method });
  const after = await counts();
  return [...after].find(
    ([line, { verb, route, count }]) =>
      verb === method && route !== '/metrics' && before.get(line)?.count !== count,
  )?.[1].route;
}

const id = '01999999-9999-7999-8999-999999999999';

describe('every call of the contract', () => {
  // The one that measures by itself cannot be measured.
  const { getMetrics: _, ...others } = calls;
  it.each(Object.values(others).map(({ method, path }) => [method, path]))('%s %s', async (method, path) => {
    expect(await routeOf(method, path.replaceAll(/:\w+/g, id))).toBe(path);
  });
});

it('prefers a fixed path also where the parameter was registered first', async () => {
  const { Controller, Get, Module } = await import('@nestjs/common');
  const { NestFactory } = await import('@nestjs/core');
  const { FastifyAdapter } = await import('@nestjs/platform-fastify');

  @Controller('media/:mediaId')
  class OneController {
    @Get()
    get(): string {
      return 'one';
    }
  }
  @Controller('media/mine')
  class MineController {
    @Get()
    get(): string {
      return 'mine';
    }
  }
  @Module({ controllers: [OneController, MineController] })
  class TwoModule {}
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class and documents a plain object
  const app = await NestFactory.create(TwoModule, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');

  const { body } = await call(await app.getUrl(), '/media/mine');

  await app.close();
  expect(body).toBe('mine');
});
