import { describe, expect, it } from '@jest/globals';
import { readRobotsAi, robotsTxt } from '../robots.ts';

/** The paths that a crawler of this name may not read (RFC 9309). */
function disallowedTo(crawler: string, text: string): string[] {
  const groups = text.split('\n\n').map((group) => group.trim().split('\n'));
  const group =
    groups.find((lines) => lines.includes(`User-agent: ${crawler}`)) ??
    groups.find((lines) => lines.includes('User-agent: *'));
  return (group ?? []).flatMap((line) => /^Disallow: (.+)$/.exec(line)?.[1] ?? []);
}

const ofEverybody = ['/search', '/me$', '/me?', '/me/', '/settings'];

describe('robots.txt', () => {
  it('asks crawlers for models to stay out, unless they are let in', () => {
    expect(disallowedTo('GPTBot', robotsTxt('refuse'))).toEqual(['/']);
    expect(disallowedTo('GPTBot', robotsTxt('allow'))).toEqual(ofEverybody);
  });

  it.each(['refuse', 'allow'] as const)('lets search engines find what is public (%s)', (ai) => {
    expect(disallowedTo('Googlebot', robotsTxt(ai))).toEqual(ofEverybody);
  });

  it('is made by a setting that must be known', () => {
    expect(readRobotsAi()).toBe('refuse');
    expect(readRobotsAi('allow')).toBe('allow');
    expect(() => readRobotsAi('yes')).toThrow('ROBOTS_AI must be one of refuse, allow');
  });
});
