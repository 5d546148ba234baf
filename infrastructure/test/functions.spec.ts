/** CloudFront Functions, run as they stand in the template. */
import { describe, expect, it } from '@jest/globals';
import { embed, findStale } from '../src/embed-functions.ts';
import { readTemplate, textOf, type Value } from '../src/template.ts';
import { at } from './rules/rule.ts';
import { loadFunction } from '@media-feed/testing/cloudfront-function';

const { Resources } = await readTemplate('frontend');
const code = textOf(Resources.SpaRouting?.Properties.FunctionCode);
const route = loadFunction(code);

const id = '0192f0c1-0000-7000-8000-000000000000';
const browser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

describe('a link that becomes a card', () => {
  it.each([
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'Twitterbot/1.0',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
    'WhatsApp/2.23.20.0',
    'TelegramBot (like TwitterBot)',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
    'Mastodon/4.3.0 (http.rb/5.2.0; +https://mastodon.social/)',
  ])('%s gets the page of tags, from the API', (agent) => {
    const { request, origin } = route({
      uri: `/m/${id}`,
      headers: { 'user-agent': { value: agent } },
      querystring: { utm_source: { value: 'x' } },
    });
    expect([request.uri, origin, request.querystring]).toEqual([`/media/${id}/open-graph`, 'api', {}]);
  });

  it.each(['/', '/u/' + id, '/m/not-an-id', `/m/${id}/more`, `/m/${id}%2f..`, '/assets/a.js'])(
    'is that of an item alone: %s is not',
    (uri) => {
      expect(route({ uri, headers: { 'user-agent': { value: 'Twitterbot/1.0' } } }).origin).toBeUndefined();
    },
  );

  it('is for nobody who does not say who it is', () => {
    expect(route({ uri: `/m/${id}` })).toMatchObject({ origin: undefined, request: { uri: '/index.html' } });
  });

  it('comes from an origin that the distribution has, with the secret that lets it in', () => {
    const config = at(Resources.Distribution?.Properties, 'DistributionConfig');
    const origins = at(config, 'Origins') as Value[];
    const api = origins.find((origin) => at(origin, 'Id') === 'api');
    expect(at(api, 'OriginCustomHeaders.0.HeaderName')).toBe('x-origin-secret');
    expect(textOf(at(config, 'DefaultCacheBehavior.FunctionAssociations.0.EventType'))).toBe(
      'viewer-request',
    );
  });
});

describe('the runtime', () => {
  it('has neither eval, nor timers, nor process', () => {
    const bad = [
      'eval("1")',
      'new Function("return 1")()',
      'setTimeout(handler, 1)',
      'process.exit()',
      'fetch("/")',
    ];
    for (const line of bad)
      expect(() =>
        loadFunction(`function handler(event) { ${line}; return event.request; }`)({ uri: '/' }),
      ).toThrow();
  });
});

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
    const { request, origin } = route({ uri, headers: { 'user-agent': { value: browser } } });
    expect([request.uri, origin]).toEqual([answered, undefined]);
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
