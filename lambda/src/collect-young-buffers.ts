/**
 * V8 marks its whole heap whenever 64 MiB of buffers have come up, however short they live: hundreds of times for a
 * film. With buffers counted in the heap's own limit it collects the young ones by scavenging, at a tenth of the work
 * and with no more memory. A V8 that does not know the flag says so and goes on.
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--external-memory-accounted-in-global-limit');
