/**
 * What Node alone can do: `http`, the same statement for the same rows, the same headers as the product's answer. No
 * framework, no validation, no limits, no log. The baselines of the feed, of bytes that never change, of likes and of
 * presigned URLs.
 *
 * `PUT` to a route, with `{ headers, body }`, says what its answers look like: the bench copies the product's.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { mediaClasses } from '@media-feed/contract';
import { ofAllTypes } from '../../backend/src/feed/feed-statements.ts';
import { bareLikes } from './bare-likes.ts';
import { barePresign } from './bare-presign.ts';

interface Sample {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL_SIZE ?? 10),
});

const columns = {
  name: 'first_page',
  text: `
    SELECT m.id, m.type, m.status, m.mime_type, m.size, m.width, m.height, m.duration_seconds, m.renditions,
      m.placeholder, m.alt_text, m.likes_count, m.uploader_id, u.name AS uploader_name, m.created_at, m.published_at,
      (SELECT sum(items) FROM feed_counts WHERE level = 3) AS total
    FROM (
      SELECT * FROM media WHERE status = 'READY' AND deleted_at IS NULL
      ORDER BY published_at DESC, id DESC LIMIT $1
    ) m JOIN users u ON u.id = m.uploader_id
    ORDER BY m.published_at DESC, m.id DESC`,
};

/** By the API's own statement, whose items are JSON already. */
async function feed(): Promise<string> {
  const { rows } = await pool.query<{ item: string; likes_count: number; total: string }>({
    ...ofAllTypes.firstPage,
    values: [mediaClasses, 21, 'https://media.example.org/'],
  });
  const items = rows
    .slice(0, 20)
    .map(({ item, likes_count: likes }) => `${item.slice(0, -1)},"likesCount":${String(likes)}}`);
  return `{"items":[${items.join()}],"total":${rows[0]?.total ?? '0'}}`;
}

/** By columns, which Node makes JSON of: what docs/adr/0007 decided against. */
async function feedOfColumns(): Promise<string> {
  const { rows } = await pool.query<{ total: string }>({ ...columns, values: [21] });
  return JSON.stringify({ items: rows.slice(0, 20), total: Number(rows[0]?.total ?? 0) });
}

type Route = (request: IncomingMessage) => Promise<string>;

const like = await bareLikes(pool);
const presign = await barePresign(pool);
const routes: Readonly<Record<string, Route>> = {
  '/feed': feed,
  '/feed-of-columns': feedOfColumns,
  '/presign': presign,
  '/likes': like,
};
const samples = new Map<string, Sample>();

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = ''] = (request.url ?? '').split('?', 1);
  if (request.method === 'PUT') {
    samples.set(path, JSON.parse(await bodyOf(request)) as Sample);
    response.writeHead(204).end();
    return;
  }
  const { headers = {}, body: bytes = '' } = samples.get(path) ?? {};
  if (path === '/bytes') {
    if (request.headers['if-none-match'] === headers.etag) response.writeHead(304, headers).end();
    else response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(bytes) }).end(bytes);
    return;
  }
  const route = routes[path];
  const body = route ? await route(request) : '';
  response.writeHead(route ? 200 : 404, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}

const server = createServer((request, response) => void answer(request, response));
server.keepAliveTimeout = 72_000;
server.listen(Number(process.env.BARE_PORT ?? 0), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ ready: { url: `http://127.0.0.1:${String(port)}` } });
});
process.on('SIGTERM', () => process.exit());

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
