import { createClient, parseApiError, type Client } from '@media-feed/contract';
import axios from 'axios';

const timeoutMs = 30_000;

/** Only the calls under /authentication carry the refresh cookie, and no token. Rejects with an `ApiError`. */
export function createAuthenticationClient(apiUrl: string): Client {
  const http = axios.create({ baseURL: apiUrl, withCredentials: true, timeout: timeoutMs });
  return createClient(
    async ({ method, path, body }) => {
      try {
        // What somebody is written to in: the page's language, which need not be the browser's.
        const headers = { 'Accept-Language': document.documentElement.lang || 'en' };
        const { status, data } = await http.request<unknown>({ method, url: path, data: body, headers });
        return { status, body: data };
      } catch (error) {
        throw parseApiError(error);
      }
    },
    { checkAnswers: false },
  );
}
