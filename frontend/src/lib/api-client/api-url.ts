/**
 * The API's base URL without a slash at its end, as the web server wrote it into the page; empty means the
 * page's own origin.
 */
export function readApiUrl(page: Document): string {
  const content = page.querySelector<HTMLMetaElement>('meta[name="media-feed:api-url"]')?.content ?? '';
  return content.replace(/\/+$/, '');
}
