/** What the web app asks of crawlers; well-behaved ones listen, and nothing here keeps out others. */

const robotsAiChoices = ['refuse', 'allow'] as const;
export type RobotsAi = (typeof robotsAiChoices)[number];

/** Those that gather what models learn from, by the names under which they look for themselves here. */
const modelCrawlers = [
  'AI2Bot',
  'Amazonbot',
  'anthropic-ai',
  'Applebot-Extended',
  'Bytespider',
  'CCBot',
  'ClaudeBot',
  'cohere-training-data-crawler',
  'Diffbot',
  'FacebookBot',
  'Google-Extended',
  'GPTBot',
  'img2dataset',
  'meta-externalagent',
  'omgili',
  'PanguBot',
  'Timpibot',
];

/** Pages of one person alone, and searches: each costs, and none is worth finding. `/me` alone would hold /media too. */
const privatePaths = ['/search', '/me$', '/me?', '/me/', '/settings'];

export function robotsTxt(ai: RobotsAi): string {
  const everybody = ['User-agent: *', ...privatePaths.map((path) => `Disallow: ${path}`)];
  const models = [...modelCrawlers.map((name) => `User-agent: ${name}`), 'Disallow: /'];
  return [everybody, ...(ai === 'refuse' ? [models] : [])].map((group) => `${group.join('\n')}\n`).join('\n');
}

/** Reads the setting ROBOTS_AI. */
export function readRobotsAi(value = 'refuse'): RobotsAi {
  const choice = robotsAiChoices.find((known) => known === value);
  if (!choice) throw new Error(`ROBOTS_AI must be one of ${robotsAiChoices.join(', ')}`);
  return choice;
}
