import { mutationOptions } from '@tanstack/react-query';
import type { BatchBody, Client } from '@media-feed/contract';

/** Fails at once while offline; whoever asked for it is told. */
export const deleteMediaOptions = (api: Client) =>
  mutationOptions({
    mutationKey: ['media', 'delete'],
    mutationFn: (mediaId: string) => api('deleteMedia', { parameters: { mediaId } }),
    networkMode: 'always',
  });

/** Is sent at once and outlives the page; nobody is there to read the answer. */
export function deleteMediaKeepalive(apiUrl: string, accessToken: string, mediaIds: readonly string[]): void {
  const headers = { Authorization: `Bearer ${accessToken}` };
  const [only, second] = mediaIds;
  if (only !== undefined && second === undefined) {
    void fetch(`${apiUrl}/media/${only}`, { method: 'DELETE', headers, keepalive: true });
    return;
  }
  const body: BatchBody = { action: 'delete', mediaIds: [...mediaIds] };
  void fetch(`${apiUrl}/media/batch`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    keepalive: true,
  });
}
