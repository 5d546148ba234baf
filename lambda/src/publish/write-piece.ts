import type { OutputPiece } from '../sandbox/messages.ts';

/** Takes a piece of a rendition; resolves when there is room for more. */
export type WritePiece = (piece: OutputPiece) => Promise<void>;
