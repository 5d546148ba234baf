/** The page has the same headers at CloudFront as on a developer's machine. */
import { expect, it } from '@jest/globals';
import { securityHeaders } from '../../embedded/src/web/security-headers.ts';
import { find } from '../src/resolve.ts';
import { readTemplates } from '../src/stacks.ts';
import { textOf, type Value } from '../src/template.ts';
import { at, worldOf } from './rules/rule.ts';

it('security headers are those of embedded/src/web/security-headers.ts, and HSTS', async () => {
  const { free } = worldOf(await readTemplates());
  const config = at(find(free, 'SiteHeaders').Properties, 'ResponseHeadersPolicyConfig');
  const named = (at(config, 'CustomHeadersConfig.Items') as Value[]).map((item) => [
    textOf(at(item, 'Header')),
    textOf(at(item, 'Value')),
  ]);
  const security = at(config, 'SecurityHeadersConfig');
  const given = {
    'content-security-policy': textOf(at(security, 'ContentSecurityPolicy.ContentSecurityPolicy')),
    'x-content-type-options': at(security, 'ContentTypeOptions.Override') === true && 'nosniff',
    'referrer-policy': at(security, 'ReferrerPolicy.ReferrerPolicy'),
    ...(Object.fromEntries(named) as Record<string, string>),
  };
  const origin = (id: string) => `https://${id}`;
  const expected = securityHeaders({
    // Under the same host.
    apiOrigin: '',
    storageOrigin: origin('UploadsBucket.RegionalDomainName'),
    mediaOrigin: origin('Distribution.DomainName'),
  });
  const tidy = (headers: object) =>
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, textOf(value).replaceAll(/ +/g, ' ')]),
    );
  expect(tidy(given)).toEqual(tidy(expected));
  expect(at(security, 'StrictTransportSecurity')).toMatchObject({
    AccessControlMaxAgeSec: 31536000,
    IncludeSubdomains: true,
  });
});
