/** What the stack consists of: one process each; the decoder is left out where it is not installed. */
export type ProgramName =
  'database' | 'storage' | 'queue' | 'functions' | 'decoder' | 'edge' | 'mail' | 'web' | 'api';
