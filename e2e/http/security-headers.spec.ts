import { send } from '@media-feed/testing/http';
import { signUpUser, upload, waitUntilInspected } from '@media-feed/testing/users';
import { expect, test } from '../support/test.ts';
import { genuine } from '@media-feed/testing/fixtures';

const hostileOrigins = (webUrl: string) => [
  'null',
  'http://evil.example',
  `${webUrl}.evil.example`,
  `${webUrl}0`,
  webUrl.replace('http:', 'https:'),
  webUrl.replace('localhost', 'evil-localhost'),
];

/** Directives by name. */
function policyOf(header: string | string[] | undefined): Map<string, string[]> {
  return new Map(
    String(header)
      .split(';')
      .map((directive) => directive.trim().split(/ +/))
      .map(([name = '', ...sources]) => [name, sources]),
  );
}

test.describe('the web app', () => {
  test('runs nothing but its own files, whatever is asked for', async ({ stack }) => {
    const requests = [
      { method: 'GET', path: '/' },
      { method: 'GET', path: '/settings' },
      { method: 'GET', path: '/assets/nothing.js' },
      { method: 'POST', path: '/' },
      { method: 'GET', path: '/', headers: { host: '127.0.0.1:1' } },
    ];
    const { API_PORT, STORAGE_PORT, CDN_PORT } = stack.ports;
    const origins = [API_PORT, STORAGE_PORT, CDN_PORT].map((port) => `http://localhost:${String(port)}`);
    for (const request of requests) {
      const { headers } = await send(stack.webUrl, request);
      const policy = policyOf(headers['content-security-policy']);
      const what = `${request.method} ${request.path}`;
      expect.soft(policy.get('default-src'), what).toEqual(["'none'"]);
      expect.soft(policy.get('script-src'), what).toEqual(["'self'"]);
      expect.soft(policy.get('style-src'), what).toEqual(["'self'"]);
      expect.soft(policy.get('frame-ancestors'), what).toEqual(["'none'"]);
      expect.soft(policy.get('base-uri'), what).toEqual(["'none'"]);
      expect.soft(policy.get('form-action'), what).toEqual(["'self'"]);
      const foreign = [...policy.values()]
        .flat()
        .filter((source) => !["'none'", "'self'", ...origins].includes(source));
      expect.soft(foreign, what).toEqual([]);
      expect.soft(headers['x-content-type-options'], what).toBe('nosniff');
      expect.soft(headers['referrer-policy'], what).toBe('strict-origin-when-cross-origin');
    }
  });

  test('has no inline script, style or handler in its page', async ({ stack }) => {
    const { text } = await send(stack.webUrl, { method: 'GET', path: '/' });
    expect(text).toContain('<script type="module"');
    for (const [script] of text.matchAll(/<script\b[^>]*>[^<]*/g))
      expect(script).toMatch(/ src="[^"]+"[^>]*>$/);
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
  });
});

test.describe('origins', () => {
  test('are one list: what the API refuses, storage refuses, and what one takes the other takes', async ({
    stack,
  }) => {
    const user = await signUpUser(stack.apiUrl);
    const { url } = await user.call('requestUpload', {
      body: { fileName: 'a.png', contentType: 'image/png', size: 1 },
    });
    const { origin: storage, pathname, search } = new URL(url);
    const allowed = async (origin: string) => {
      const headers = { origin, 'access-control-request-method': 'PUT' };
      const answers = await Promise.all([
        send(stack.apiUrl, { method: 'GET', path: '/media', headers: { origin } }),
        send(storage, { method: 'OPTIONS', path: pathname + search, headers }),
      ]);
      return answers.map((answer) => answer.headers['access-control-allow-origin']);
    };
    expect(await allowed(stack.webUrl)).toEqual([stack.webUrl, stack.webUrl]);
    for (const origin of hostileOrigins(stack.webUrl)) {
      expect.soft(await allowed(origin), origin).toEqual([undefined, undefined]);
    }
  });
});

test.describe('published media', () => {
  test('are files and never pages: nosniff, sandboxed, as what they were found to be', async ({ stack }) => {
    const user = await signUpUser(stack.apiUrl);
    const mediaId = await upload(user, await genuine('picture.png'));
    const item = await waitUntilInspected(user, mediaId);
    const { origin, pathname } = new URL(item.url ?? '');
    for (const path of [pathname, `${pathname}x`, '/', '/uploads/x']) {
      const { headers } = await send(origin, { method: 'GET', path });
      expect.soft(headers['x-content-type-options'], path).toBe('nosniff');
      expect.soft(headers['content-security-policy'], path).toBe("sandbox; default-src 'none'");
    }
    const { status, headers } = await send(origin, { method: 'GET', path: pathname });
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^image\//);
  });
});
