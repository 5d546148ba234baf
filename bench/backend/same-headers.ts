/** So that a baseline sends what the product sends: the same headers, and for bytes that never change the same bytes. */
import type { Target } from './load.ts';

/** Those that every connection and every answer has of its own. */
const own = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']);

/** Asks `product` for its first request, and has the path of `bare`'s first request answer with the same headers. */
export async function copyHeaders(product: Target, bare: Target): Promise<void> {
  const [request] = product.requests;
  const answer = await fetch(`${product.server.url}${request?.path ?? ''}`, {
    method: request?.method ?? 'GET',
    headers: request?.headers as Record<string, string>,
    ...(request?.body !== undefined && { body: request.body as string }),
  });
  if (!answer.ok) throw new Error(`${request?.path ?? ''} answered ${String(answer.status)}`);
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !own.has(name)));
  const [path] = bare.requests[0]?.path?.split('?') ?? [];
  await fetch(`${bare.server.url}${path ?? ''}`, {
    method: 'PUT',
    body: JSON.stringify({ headers, body: await answer.text() }),
  });
}
