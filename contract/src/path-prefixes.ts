/**
 * Whose a path is on the one host that people see: the API's or the web app's. Every edge is made from these rows
 * (the embedded web port, Vite's development server) or held equal to them by a test (CloudFront's behaviours in
 * infrastructure/frontend.yaml, the load balancer, nginx). Published objects have a host of their own, on which
 * `/media/{type}/…` is an object's key and no path of the API.
 */

/**
 * What an edge does with a request: hands it on and keeps the answer for as long as it says (`cached`), hands it on
 * each time (`passed`), or says that there is nothing (`hidden`: for callers within the network alone).
 */
export type EdgeTreatment = 'cached' | 'passed' | 'hidden';

export interface ApiPrefix {
  /** One segment. */
  readonly prefix: `/${string}`;
  /** The prefix as a path of its own. Without it, that path is the web app's. */
  readonly itself?: EdgeTreatment;
  /** Whatever follows the prefix and a slash. */
  readonly below?: EdgeTreatment;
}

export const apiPrefixes: readonly ApiPrefix[] = [
  // The feed; a page of it lives a second at the edge. Below it lies the stream of events too.
  { prefix: '/media', itself: 'cached', below: 'passed' },
  { prefix: '/authentication', below: 'passed' },
  { prefix: '/users', below: 'passed' },
  // Kept for reports and moderators: no page may take it.
  { prefix: '/moderation', below: 'passed' },
  // Public, so that a check from outside sees what people see.
  { prefix: '/health', below: 'passed' },
  { prefix: '/docs', itself: 'passed', below: 'passed' },
  { prefix: '/docs-json', itself: 'passed' },
  { prefix: '/metrics', itself: 'hidden', below: 'hidden' },
];

/**
 * Every address of the web app that people may keep, those included that are planned. `:name` is one segment,
 * a `*` at the end is whatever follows.
 */
export const pagePaths = [
  '/',
  '/m/:mediaId',
  '/u/:userId',
  '/@:handle',
  '/t/:tag',
  '/search',
  '/me',
  '/me/likes',
  '/me/reports',
  '/settings',
  '/sign-in',
  '/sign-up',
  '/forgot-password',
  '/reset-password',
  '/verify-email',
  '/invitation/:code',
  '/admin',
  '/admin/moderation',
  '/admin/*',
  '/terms',
  '/privacy',
] as const satisfies readonly `/${string}`[];

/** @param path of a request, without its query */
export function pathOwner(path: string): 'api' | 'hidden' | 'web-app' {
  const row = apiPrefixes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  const treatment = path === row?.prefix ? row.itself : row?.below;
  if (treatment === undefined) return 'web-app';
  return treatment === 'hidden' ? 'hidden' : 'api';
}

export interface CdnBehaviour {
  /** As CloudFront writes it: without the leading slash, `*` for whatever follows. */
  readonly pathPattern: string;
  readonly isCached: boolean;
}

/** What a CDN hands on to the API; its default behaviour serves the web app. */
export const cdnBehaviours: readonly CdnBehaviour[] = apiPrefixes.flatMap(({ prefix, itself, below }) =>
  [
    { pathPattern: prefix.slice(1), treatment: itself },
    { pathPattern: `${prefix.slice(1)}/*`, treatment: below },
  ]
    .filter(({ treatment }) => treatment === 'cached' || treatment === 'passed')
    .map(({ pathPattern, treatment }) => ({ pathPattern, isCached: treatment === 'cached' })),
);
