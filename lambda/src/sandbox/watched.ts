/** Importing this starts the watch over the parent, first of all: it comes up while the rest of the program is loaded. */
import { watchParent } from './watch-parent.ts';

/** The process that started this one. */
export const parentPid = Number(process.argv[2]);

/** Resolves when the watch has begun; a thread can't start any more once the process is confined. */
export const watching = watchParent(parentPid);
