/** The functions: kept on disk, each with the host that runs it. */
import { createHash } from 'node:crypto';
import { access, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureQueue } from '../../functions/failure-queue.ts';
import { FunctionHost } from '../../functions/function-host.ts';
import { accountId } from '../account.ts';
import { AwsError } from '../aws-error.ts';
import { KeptMap } from '../kept-map.ts';
import type { LogService } from '../logs/log-service.ts';
import { functionArn } from './function-record.ts';
import type { FunctionRecord } from './function-record.ts';
import { unzip } from './unzip.ts';

export interface FunctionRegistryOptions {
  readonly dataDir: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Where failures are sent to. */
  readonly queueEndpoint: string;
  readonly concurrency: number;
  readonly retrySeconds: readonly number[];
  readonly logs: LogService;
}

export interface UnpackedCode {
  readonly codeSha256: string;
  readonly codeBytes: number;
}

export class FunctionRegistry {
  readonly #options: FunctionRegistryOptions;
  readonly #kept: KeptMap<FunctionRecord>;
  readonly #hosts = new Map<string, FunctionHost>();
  #lastChange: Promise<unknown> = Promise.resolve();

  private constructor(options: FunctionRegistryOptions, kept: KeptMap<FunctionRecord>) {
    this.#options = options;
    this.#kept = kept;
  }

  static async open(options: FunctionRegistryOptions): Promise<FunctionRegistry> {
    const kept = await KeptMap.open<FunctionRecord>(join(options.dataDir, 'functions.json'));
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

  host(name: string): FunctionHost {
    this.get(name);
    const host = this.#hosts.get(name);
    if (host === undefined) throw new Error(`${name} has no host`);
    return host;
  }

  /** Unpacks a zip once, whatever function it is for. Throws AwsError for what is none. */
  async unpack(base64: string): Promise<UnpackedCode> {
    const zip = Buffer.from(base64, 'base64');
    const codeSha256 = createHash('sha256').update(zip).digest('base64');
    const folder = this.#codeFolder(codeSha256);
    if (!(await exists(folder))) {
      const partial = `${folder}.${crypto.randomUUID()}`;
      await unzip(zip, partial);
      // Another call may have been faster.
      await rename(partial, folder).catch(() => rm(partial, { recursive: true }));
    }
    return { codeSha256, codeBytes: zip.length };
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
    });
    this.#lastChange = changed.catch(() => undefined);
    await changed;
  }

  async close(): Promise<void> {
    await this.#lastChange;
    await Promise.all(Array.from(this.#hosts.values(), (host) => host.close()));
  }

  async #start(record: FunctionRecord): Promise<void> {
    const { dataDir, region, credentials, concurrency, retrySeconds, logs } = this.#options;
    const { name, handler, environment, timeoutSeconds, memoryMiB, eventInvoke } = record;
    const [file = '', handlerName = ''] = handler.split('.');
    const group = `/aws/lambda/${name}`;
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
    const boot = crypto.randomUUID().replaceAll('-', '').slice(0, 16);
    const host = await FunctionHost.open({
      handlerFile: await this.#handlerFile(record.codeSha256, file),
      handlerName,
      functionName: name,
      concurrency,
      memoryMiB,
      timeoutSeconds,
      environment: {
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        ...environment,
      },
      eventsDir: join(dataDir, 'events', name),
      failures: this.#failures(record),
      retrySeconds: retrySeconds.slice(0, eventInvoke?.maximumRetryAttempts ?? 2),
      log: (line) => console.error(`[${name}] ${line}`),
      onLine: (worker, line) => {
        console.log(`[${name}] ${line}`);
        logs.add(group, `${day}/[$LATEST]${boot}${worker.padStart(16, '0')}`, line);
      },
    });
    this.#hosts.set(name, host);
  }

  async #handlerFile(codeSha256: string, file: string): Promise<string> {
    const folder = this.#codeFolder(codeSha256);
    for (const extension of ['.mjs', '.js', '.cjs']) {
      const path = join(folder, `${file}${extension}`);
      if (await exists(path)) return path;
    }
    return join(folder, `${file}.mjs`);
  }

  #failures({ name, eventInvoke }: FunctionRecord): Pick<FailureQueue, 'send'> {
    const { region, credentials, queueEndpoint } = this.#options;
    const queueName = eventInvoke?.onFailureArn?.split(':').at(-1);
    if (queueName === undefined) {
      return {
        send: (id) => {
          console.error(`[${name}] Event ${id} is dropped: the function has no failure destination.`);
          return Promise.resolve();
        },
      };
    }
    return new FailureQueue({
      endpoint: queueEndpoint,
      region,
      credentials,
      queueUrl: `${queueEndpoint}/${accountId}/${queueName}`,
      functionName: name,
    });
  }

  #codeFolder(codeSha256: string): string {
    return join(this.#options.dataDir, 'code', Buffer.from(codeSha256, 'base64').toString('hex'));
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Permissions change nothing in how a function runs. */
function runsAlike(before: FunctionRecord | undefined, after: FunctionRecord): boolean {
  const comparable = ({ policy: _p, lastModified: _l, eventInvoke, ...rest }: FunctionRecord) =>
    JSON.stringify({ ...rest, ...eventInvoke, lastModified: 0 });
  return before !== undefined && comparable(before) === comparable(after);
}
