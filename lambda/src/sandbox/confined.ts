/**
 * Importing this confines the process, once all that was imported ahead of it is loaded: from then on no file can be
 * opened, not even one of its own program.
 */
import { loadRecordings } from '../publish/publish.ts';
import { confine } from './confine.ts';
import type { Confined } from './messages.ts';
import { watchParent } from './watch-parent.ts';

// Bundled, it is part of this program; from sources it is a file, which could not be opened any more.
if (import.meta.url.endsWith('.ts')) await loadRecordings();

/** The process that started this one. */
const parentPid = Number(process.argv[2]);

const user = confine(parentPid, ['user']);
await watchParent(parentPid);
const layers = [...user, ...confine(parentPid, ['memory', 'permission', 'seccomp'])];
process.send?.({ kind: 'confined', layers } satisfies Confined);
