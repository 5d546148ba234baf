import { createClient, parseApiError, type Client, type TransportRequest } from '@media-feed/contract';
import axios, { type AxiosResponse } from 'axios';

const timeoutMs = 30_000;
/** Storage joins up to 10,000 parts before it answers. */
const joinTimeoutMs = 300_000;

/** Where tokens come from; see `SessionStore`. */
export interface TokenSource {
  readonly freshToken: () => Promise<string | undefined>;
  readonly renew: (rejected: string | undefined) => Promise<string | undefined>;
}

/**
 * Every call of the contract, with the caller's token, if there is one. A token that the API rejects is renewed
 * once and the call sent again; somebody whose session has ended asks again as a visitor. Rejects with an
 * `ApiError`.
 */
export function createApiClient(apiUrl: string, tokens: TokenSource): Client {
  const http = axios.create({ baseURL: apiUrl });

  const send = (
    { name, method, path, body, signal }: TransportRequest,
    token: string | undefined,
  ): Promise<AxiosResponse<unknown>> =>
    http.request<unknown>({
      method,
      url: path,
      data: body,
      timeout: name === 'completeMultipart' ? joinTimeoutMs : timeoutMs,
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      ...(signal && { signal }),
    });

  const sendWithRenewal = async (request: TransportRequest, token: string | undefined) => {
    try {
      return await send(request, token);
    } catch (error) {
      if (parseApiError(error).code !== 'unauthenticated' || token === undefined) throw error;
      return send(request, await tokens.renew(token));
    }
  };

  return createClient(
    async (request) => {
      try {
        const { status, data } = await sendWithRenewal(request, await tokens.freshToken());
        return { status, body: data };
      } catch (error) {
        throw parseApiError(error);
      }
    },
    { checkAnswers: false },
  );
}
