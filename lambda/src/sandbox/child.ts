/** The process inside the sandbox: no credentials, no rights; a file's bytes come and go through its parent. */
import { inspectAndPublish } from '../inspect-and-publish.ts';
import { serveParent } from './serve-parent.ts';
// Last: what comes behind it could not be loaded any more.
import './confined.ts';

serveParent((reader, { contentType, limits }, output) =>
  inspectAndPublish(reader, { contentType }, limits, output),
);
