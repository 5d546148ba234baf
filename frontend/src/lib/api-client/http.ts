import axios, { type AxiosRequestConfig } from 'axios';
import { readApiUrl } from './api-url.ts';
import { parseApiError } from './api-error.ts';
import { session } from './session.ts';

export const apiUrl = readApiUrl(document);

const client = axios.create({ baseURL: apiUrl, timeout: 30_000 });

/**
 * Sends one call with the caller's token, if there is one. A token that the API refuses is renewed once and
 * the call sent again; somebody whose session has ended asks again as a visitor. Rejects with an `ApiError`.
 */
export async function request<T>(config: AxiosRequestConfig): Promise<T> {
  const token = await session.freshToken().catch((error: unknown) => {
    throw parseApiError(error);
  });
  try {
    return await send<T>(config, token);
  } catch (thrown) {
    const error = parseApiError(thrown);
    if (error.code !== 'unauthenticated' || token === undefined) throw error;
    const renewed = await session.renew(token);
    try {
      return await send<T>(config, renewed);
    } catch (again) {
      throw parseApiError(again);
    }
  }
}

async function send<T>(config: AxiosRequestConfig, token: string | undefined): Promise<T> {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const { data } = await client.request<T>({ ...config, headers });
  return data;
}
