/** What the stack consists of: one process each. */
export type ProgramName = 'database' | 'storage' | 'queue' | 'functions' | 'edge' | 'web' | 'api';
