/** What one row of the table of make targets says. */

export interface TargetContext {
  /** On top of this process's own: which stack, which ports, which Docker. */
  readonly env: Readonly<Record<string, string>>;
  /** Of the stack, as reached from here; where none runs, nothing. */
  readonly databaseUrl?: string;
  /** An empty folder for what targets write. */
  readonly folder: string;
  /** Tables that the running programs write to on their own, so that they differ from one moment to the next. */
  readonly busyTables?: readonly string[];
  /** What the targets so far have written, by the row's name. */
  readonly outputs: Map<string, string>;
}

export interface TargetRow {
  readonly target: string;
  /** What this row shows; unique. */
  readonly title: string;
  /** Over which running stack it holds; `none`: over no stack at all. */
  readonly on: readonly ('embedded' | 'compose' | 'none')[];
  /** Variables for make, such as `COUNT=3`. */
  readonly variables?: readonly string[] | ((context: TargetContext) => readonly string[]);
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed; as a rule there is nobody to type. */
  readonly stdin?: string;
  /** Of make itself: 2 when the target failed. */
  readonly exitCode: 0 | 2;
  readonly output: RegExp;
  /** Why make only says what it would do. */
  readonly dryRun?: string;
  /** What must be true afterwards. @throws {Error} when it is not. */
  readonly after?: (context: TargetContext, output: string) => Promise<void>;
}

export interface TargetResult {
  readonly row: TargetRow;
  readonly passed: boolean;
  /** Why it did not pass, in a line. */
  readonly problem?: string;
  readonly exitCode: number | null;
  readonly output: string;
  readonly seconds: number;
}
