/**
 * What Node alone can do: `http`, one named statement with its LIMIT before the joins, `JSON.stringify`. No
 * framework, no validation, no log, no shape that a contract asks for. The baseline of the feed, of bytes that
 * never change, and of a small POST.
 */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { mediaClasses } from '@media-feed/contract';
import { ofAllTypes } from '../../backend/src/feed/feed-statements.ts';

const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL_SIZE ?? 10),
});

const json = { 'content-type': 'application/json; charset=utf-8' };

const firstPageOf = {
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

const answerFeed = async (size: number): Promise<string> => {
  const { rows } = await pool.query<{ total: string }>({
    ...firstPageOf,
    values: [size + 1],
  });
  return JSON.stringify({ items: rows.slice(0, size), total: Number(rows[0]?.total ?? 0) });
};

/** The same page by the API's own statement, whose items are JSON already. */
const answerFeedOfTexts = async (size: number): Promise<string> => {
  const { rows } = await pool.query<{ item: string; likes_count: number; total: string }>({
    ...ofAllTypes.firstPage,
    values: [mediaClasses, size + 1, 'https://media.example.org/'],
  });
  const items = rows
    .slice(0, size)
    .map(({ item, likes_count: likes }) => `${item.slice(0, -1)},"likesCount":${String(likes)}}`);
  return `{"items":[${items.join()}],"total":${rows[0]?.total ?? '0'}}`;
};

const firstPage = Buffer.from(await answerFeed(20));

const routes: Record<string, RequestListener> = {
  '/feed': (_request, response) => {
    void answerFeed(20).then((body) => {
      response.writeHead(200, json).end(body);
    });
  },
  '/feed-of-texts': (_request, response) => {
    void answerFeedOfTexts(20).then((body) => {
      response.writeHead(200, json).end(body);
    });
  },
  '/bytes': (request, response) => {
    if (request.headers['if-none-match'] === '"bytes"') response.writeHead(304).end();
    else
      response
        .writeHead(200, { ...json, etag: '"bytes"', 'content-length': firstPage.length })
        .end(firstPage);
  },
  '/echo': (request, response) => {
    void bodyOf(request).then((body) => {
      response.writeHead(200, json).end(JSON.stringify({ liked: true, likesCount: body.length }));
    });
  },
};

const server = createServer((request, response) => {
  const route = routes[request.url?.split('?', 1)[0] ?? ''];
  if (route) route(request, response);
  else response.writeHead(404).end();
});
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
