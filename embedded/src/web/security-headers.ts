/** Response headers of the web app; the page may talk to the API, the storage and the CDN, and to nobody else. */

export interface Origins {
  apiOrigin: string;
  storageOrigin: string;
  mediaOrigin: string;
}

export function securityHeaders({ apiOrigin, storageOrigin, mediaOrigin }: Origins): Record<string, string> {
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': `'self' ${mediaOrigin}`,
    'media-src': `'self' ${mediaOrigin}`,
    'connect-src': `'self' ${apiOrigin} ${storageOrigin} ${mediaOrigin}`,
    'font-src': "'self'",
    'manifest-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
  };
  return {
    'content-security-policy': Object.entries(policy)
      .map(([directive, sources]) => `${directive} ${sources}`)
      .join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  };
}
