/**
 * Gives back at once the memory of bytes that nobody needs any more. Streams hand out a fresh buffer for every 64 KiB:
 * left to the garbage collector, those of a large file make it run more than a hundred times for each GiB.
 * @param bytes with a buffer of their own; views of a larger one are left alone. Unusable afterwards.
 */
export function freeBuffer({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
