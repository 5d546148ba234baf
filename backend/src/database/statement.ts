/**
 * A prepared statement: parsed and planned once a connection, then called by its name. One name stands for
 * one text in the whole program, so both are constants.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /** The driver's time limit where another than that of all statements holds (`query-long.ts`). */
  readonly query_timeout?: number;
}
