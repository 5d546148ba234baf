/** The addresses of the web app are those that the contract keeps for it: no edge takes one for the API's. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { pagePaths } from '@media-feed/contract';

const source = join(import.meta.dirname, '..', 'src');

/** Whatever a `<Route>` of any module is for, but the page of what is not found. */
async function routedPaths(): Promise<string[]> {
  const files = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.tsx'));
  const texts = await Promise.all(files.map((name) => readFile(join(source, name), 'utf8')));
  const paths = texts.flatMap((text) => [...text.matchAll(/<Route\b[^>]*?\spath="([^"]+)"/g)]);
  return [...new Set(paths.map(([, path = '']) => path))].filter((path) => path !== '*');
}

describe("the web app's router", () => {
  it('knows no path that the contract does not keep for it', async () => {
    const routed = await routedPaths();
    expect(routed).toEqual(expect.arrayContaining(['/', '/m/:mediaId', '/settings', '/sign-in']));
    expect(routed.filter((path) => !(pagePaths as readonly string[]).includes(path))).toEqual([]);
  });
});
