/** The functions: kept on disk, each with the host that runs it. */
import { join } from 'node:path';
import type { FunctionHost } from '../../functions/function-host.ts';
import { AwsError } from '../aws-error.ts';
import { PersistedMap } from '../persisted-map.ts';
import { CodeStore } from './code-store.ts';
import { functionArn } from './function-record.ts';
import type { FunctionRecord } from './function-record.ts';
import { openHost } from './open-host.ts';
import type { HostingOptions } from './open-host.ts';

export class FunctionRegistry {
  readonly code: CodeStore;
  readonly #options: HostingOptions;
  readonly #kept: PersistedMap<FunctionRecord>;
  readonly #hosts = new Map<string, FunctionHost>();
  #lastChange: Promise<unknown> = Promise.resolve();

  private constructor(options: HostingOptions, kept: PersistedMap<FunctionRecord>) {
    this.code = new CodeStore(join(options.dataDir, 'code'));
    this.#options = options;
    this.#kept = kept;
  }

  static async open(options: HostingOptions): Promise<FunctionRegistry> {
    const kept = await PersistedMap.open<FunctionRecord>(join(options.dataDir, 'functions.json'));
    const registry = new FunctionRegistry(options, kept);
    for (const record of kept.state.values()) await registry.#start(record);
    return registry;
  }

  all(): FunctionRecord[] {
    return [...this.#kept.state.values()];
  }

  find(name: string): FunctionRecord | undefined {
    return this.#kept.state.get(name);
  }

  /** Throws AwsError. */
  get(name: string): FunctionRecord {
    const record = this.find(name);
    if (record !== undefined) return record;
    const arn = functionArn(this.#options.region, name);
    throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
  }

  /** Waits for a change under way, so that no event goes to a host that ends. Throws AwsError. */
  async host(name: string): Promise<FunctionHost> {
    await this.#lastChange;
    this.get(name);
    const host = this.#hosts.get(name);
    if (host === undefined) throw new Error(`${name} has no host`);
    return host;
  }

  /**
   * Keeps what `decide` makes of the function and starts it anew with it; undefined removes it. Invocations under way
   * end, their events are tried again. Changes come one after the other.
   */
  async change(name: string, decide: () => FunctionRecord | undefined): Promise<void> {
    const changed = this.#lastChange.then(async () => {
      const record = decide();
      const before = this.#kept.state.get(name);
      if (record === undefined) this.#kept.state.delete(name);
      else this.#kept.state.set(name, record);
      await this.#kept.write();
      if (record !== undefined && runsAlike(before, record)) return;
      await this.#hosts.get(name)?.close();
      this.#hosts.delete(name);
      if (record !== undefined) await this.#start(record);
      await this.#removeUnusedCode(before);
    });
    this.#lastChange = changed.catch(() => undefined);
    await changed;
  }

  async close(): Promise<void> {
    await this.#lastChange;
    await Promise.all(Array.from(this.#hosts.values(), (host) => host.close()));
  }

  async #start(record: FunctionRecord): Promise<void> {
    const [module = ''] = record.handler.split('.');
    const handlerFile = await this.code.find(record.codeSha256, module);
    this.#hosts.set(record.name, await openHost(record, handlerFile, this.#options));
  }

  async #removeUnusedCode(before: FunctionRecord | undefined): Promise<void> {
    if (before === undefined || this.all().some(({ codeSha256 }) => codeSha256 === before.codeSha256)) return;
    await this.code.remove(before.codeSha256);
  }
}

/** Permissions change nothing in how a function runs. */
function runsAlike(before: FunctionRecord | undefined, after: FunctionRecord): boolean {
  const comparable = ({ policy: _p, lastModified: _l, eventInvoke, ...rest }: FunctionRecord) =>
    JSON.stringify({ ...rest, ...eventInvoke, lastModified: 0 });
  return before !== undefined && comparable(before) === comparable(after);
}
