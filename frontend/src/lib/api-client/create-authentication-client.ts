import { createClient, parseApiError, type Client } from '@media-feed/contract';
import axios from 'axios';

const timeoutMs = 30_000;

/** Only the calls under /authentication carry the refresh cookie, and no token. Rejects with an `ApiError`. */
export function createAuthenticationClient(apiUrl: string): Client {
  const http = axios.create({ baseURL: apiUrl, withCredentials: true, timeout: timeoutMs });
  return createClient(
    async ({ method, path, body }) => {
      try {
        const { status, data } = await http.request<unknown>({ method, url: path, data: body });
        return { status, body: data };
      } catch (error) {
        throw parseApiError(error);
      }
    },
    { checkAnswers: false },
  );
}
