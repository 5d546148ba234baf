/** Bytes of the file: from the first to the one behind the last. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}
