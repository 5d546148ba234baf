import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { createClient, fetchTransport } from '@media-feed/contract';
import { demoPassword } from '@media-feed/seed/demo-users';
import { visitor } from '@media-feed/testing/users';
import { startStack, type RunningStack } from '@media-feed/testing/stack';
import { expect, test } from '../support/test.ts';

const root = join(import.meta.dirname, '..', '..');

async function seed(settings: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(root, 'seed', 'src', 'run.ts')], {
    env: { ...process.env, NODE_OPTIONS: '', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

test.describe('make seed', () => {
  test('fills an empty stack with what people can see, hear, play and like', async ({ page }) => {
    test.slow();
    const stack = await startStack();
    try {
      await fillAndLook(page, stack);
    } finally {
      await stack.destroy();
    }
  });

  async function fillAndLook(page: Page, stack: RunningStack): Promise<void> {
    const first = await seed({ URL: stack.apiUrl, COUNT: '5' });

    expect(first.output).toContain('Published 5 works by 8 people');
    expect(first.code).toBe(0);
    const { items, total } = await visitor(stack.apiUrl)('listFeedPage', { query: { size: 100 } });
    expect(total).toBe(5);
    expect(new Set(items.map(({ type }) => type))).toEqual(new Set(['IMAGE', 'VIDEO', 'AUDIO']));
    expect(items.filter(({ altText }) => altText === null)).toEqual([]);
    expect(new Set(items.map(({ uploader }) => uploader.name)).size).toBe(5);
    expect(items.some(({ likesCount }) => likesCount >= 5)).toBe(true);

    const film = items.find(({ type }) => type === 'VIDEO');
    await page.setContent(`<video muted autoplay loop src="${film?.url ?? ''}">`);
    const video = page.locator('video');
    await expect
      .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
      .toBeGreaterThan(0.3);
    expect(await video.evaluate((element: HTMLVideoElement) => element.videoWidth)).toBe(film?.width);

    const second = await seed({ URL: stack.apiUrl, COUNT: '1' });

    expect(second.output).toContain('have 5 works there already; this adds 1 more');
    const body = { email: 'ada@example.com', password: demoPassword };
    const session = await visitor(stack.apiUrl)('signIn', { body });
    const call = createClient(fetchTransport(stack.apiUrl, session.accessToken));
    const refused = await call('listOwnMedia', { query: { status: 'REJECTED' } });
    expect(refused.items.map(({ fileName, rejection }) => [fileName, rejection?.reason]).sort()).toEqual([
      ['song.mp3', 'ACTIVE_CONTENT'],
      ['wallpaper.png', 'TOO_MANY_PIXELS'],
    ]);
  }

  test('says what to do when nothing answers, or something else does', async () => {
    const server = createServer((_, response) => response.end('Hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    const other = await seed({ URL: url });
    await new Promise((resolve) => server.close(resolve));
    const nobody = await seed({ URL: url });
    const nonsense = await seed({ COUNT: 'many' });

    expect(other).toEqual({
      code: 1,
      output: `${url} is not the API of Media Feed. Give its address as URL=….\n`,
    });
    expect(nobody).toEqual({ code: 1, output: `Nothing answers at ${url}. Start it with \`make start\`.\n` });
    expect(nonsense).toEqual({ code: 1, output: 'COUNT must be a whole number from 1 to 10000.\n' });
  });
});
