import { mutationOptions } from '@tanstack/react-query';
import type { Client } from '@media-feed/contract';

/** Fails at once while offline; whoever asked for it is told. */
export const deleteMediaOptions = (api: Client) =>
  mutationOptions({
    mutationKey: ['media', 'delete'],
    mutationFn: (mediaId: string) => api('deleteMedia', { parameters: { mediaId } }),
    networkMode: 'always',
  });

/** Is sent at once and outlives the page; nobody is there to read the answer. */
export function deleteMediaKeepalive(apiUrl: string, accessToken: string, mediaId: string): void {
  void fetch(`${apiUrl}/media/${mediaId}`, {
    method: 'DELETE',
    headers: { Authorization: `Bearer ${accessToken}` },
    keepalive: true,
  });
}
