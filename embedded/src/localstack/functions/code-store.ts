/** The functions' code: each zip unpacked once, in a folder named after its hash. */
import { createHash } from 'node:crypto';
import { access, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { unzip } from './unzip.ts';

export interface UnpackedCode {
  /** Of the zip, in Base64. */
  readonly codeSha256: string;
  readonly codeBytes: number;
}

export class CodeStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Throws AwsError for what is no zip that Lambda would take. */
  async unpack(base64: string): Promise<UnpackedCode> {
    const zip = Buffer.from(base64, 'base64');
    const codeSha256 = createHash('sha256').update(zip).digest('base64');
    const folder = this.#folderOf(codeSha256);
    if (!(await exists(folder))) {
      const partial = `${folder}.${crypto.randomUUID()}`;
      await unzip(zip, partial);
      // Another call may have been faster.
      await rename(partial, folder).catch(() => rm(partial, { recursive: true }));
    }
    return { codeSha256, codeBytes: zip.length };
  }

  /** The file of a handler's module; where there is none, one whose absence the function will report. */
  async find(codeSha256: string, module: string): Promise<string> {
    const folder = this.#folderOf(codeSha256);
    for (const extension of ['.mjs', '.js', '.cjs']) {
      const path = join(folder, `${module}${extension}`);
      if (await exists(path)) return path;
    }
    return join(folder, `${module}.mjs`);
  }

  async remove(codeSha256: string): Promise<void> {
    await rm(this.#folderOf(codeSha256), { recursive: true, force: true });
  }

  #folderOf(codeSha256: string): string {
    return join(this.#folder, Buffer.from(codeSha256, 'base64').toString('hex'));
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
