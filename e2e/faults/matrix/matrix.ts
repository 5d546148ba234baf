import { apiKilled } from './api-killed.ts';
import { apiStopped } from './api-stopped.ts';
import { client } from './client.ts';
import { clocks } from './clock.ts';
import { database } from './database.ts';
import { deletion } from './deletion.ts';
import { disk } from './disk.ts';
import { events } from './events.ts';
import type { FaultGroup } from './fault.ts';
import { functions } from './function.ts';
import { messages } from './messages.ts';
import { queue } from './queue.ts';
import { storage } from './storage.ts';
import { urls } from './urls.ts';

/** Every fault, a group a line of the table. */
export const matrix: readonly FaultGroup[] = [
  client,
  apiKilled,
  apiStopped,
  database,
  functions,
  storage,
  queue,
  events,
  messages,
  urls,
  deletion,
  ...clocks,
  disk,
];
