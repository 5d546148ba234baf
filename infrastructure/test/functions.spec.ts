/** CloudFront Functions, run as they stand in the template. */
import { describe, expect, it } from '@jest/globals';
import { embed, findStale } from '../src/embed-functions.ts';
import { readTemplate, textOf } from '../src/template.ts';

interface Request {
  uri: string;
}
const { Resources } = await readTemplate('frontend');
const code = textOf(Resources.SpaRouting?.Properties.FunctionCode);
// The function is a script without imports, as CloudFront takes it.
// eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- it is our own file
const handler = new Function(`${code}\nreturn handler;`)() as (event: { request: Request }) => Request;

describe('spa-routing', () => {
  it.each([
    ['/', '/index.html'],
    ['/m/0192f0c1-0000-7000-8000-000000000000', '/index.html'],
    ['/u/0192f0c1-0000-7000-8000-000000000000', '/index.html'],
    ['/me/likes', '/index.html'],
    ['/no/such/page', '/index.html'],
    ['/metrics', '/index.html'],
    ['/icon.svg', '/icon.svg'],
    ['/assets/app-abc.js', '/assets/app-abc.js'],
    ['/assets/gone', '/assets/gone'],
  ])('%s is answered by %s', (uri, answered) => {
    expect(handler({ request: { uri } }).uri).toBe(answered);
  });

  it('fits into what CloudFront takes', () => {
    expect(Buffer.byteLength(code)).toBeLessThan(10 * 1024);
  });
});

describe('embedded functions', () => {
  it('are the files that lie beside the templates', async () => {
    expect(await findStale()).toEqual([]);
  });

  it('are found stale when a file changes', () => {
    const template = '  # functions/a.js\n  A:\n    FunctionCode: |\n      old();\n\n      more();\n  B: 1\n';
    const fresh = embed(template, 'functions/a.js', 'fresh();\n');
    expect(fresh).toBe('  # functions/a.js\n  A:\n    FunctionCode: |\n      fresh();\n  B: 1\n');
  });
});
