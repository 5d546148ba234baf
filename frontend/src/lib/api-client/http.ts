import { createClient, type TransportRequest, parseApiError } from '@media-feed/contract';
import axios, { type AxiosResponse } from 'axios';
import { readApiUrl } from './api-url.ts';
import { session } from '../session/session.ts';

export const apiUrl = readApiUrl(document);

const timeoutMs = 30_000;
/** Storage joins up to 10,000 parts before it answers. */
const joinTimeoutMs = 300_000;

const http = axios.create({ baseURL: apiUrl });

/**
 * Every call of the contract, with the caller's token, if there is one. A token that the API refuses is renewed
 * once and the call sent again; somebody whose session has ended asks again as a visitor. Rejects with an
 * `ApiError`.
 */
export const api = createClient(
  async (request) => {
    try {
      const token = await session.freshToken();
      const { status, data } = await sendWithRenewal(request, token);
      return { status, body: data };
    } catch (error) {
      throw parseApiError(error);
    }
  },
  { checkAnswers: false },
);

async function sendWithRenewal(request: TransportRequest, token: string | undefined) {
  try {
    return await send(request, token);
  } catch (error) {
    if (parseApiError(error).code !== 'unauthenticated' || token === undefined) throw error;
    return send(request, await session.renew(token));
  }
}

function send(
  { name, method, path, body, signal }: TransportRequest,
  token: string | undefined,
): Promise<AxiosResponse<unknown>> {
  return http.request<unknown>({
    method,
    url: path,
    data: body,
    timeout: name === 'completeMultipart' ? joinTimeoutMs : timeoutMs,
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    ...(signal && { signal }),
  });
}
