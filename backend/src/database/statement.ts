/**
 * A prepared statement: parsed and planned once a connection, then called by its name. One name stands for
 * one text in the whole program, so both are constants.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
}
