/**
 * libde265 in WebAssembly, as libheif-js brings it: two files of its own, which can be replaced by another build
 * (docs/adr/0025-heic-by-webassembly.md).
 */
import { fstatSync, openSync, readSync } from 'node:fs';
// Another name than that of the bundle's banner (build.ts).
import { createRequire as requireFrom } from 'node:module';
import { compileFunction } from 'node:vm';
import { loadLibrary } from '../../library-failure.ts';

/** The functions of de265.h that are used, and the memory that they share. */
export interface HevcLibrary {
  /** Another array once the memory has grown. */
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
  _de265_new_decoder(): number;
  _de265_set_parameter_bool(decoder: number, parameter: number, value: number): void;
  /** @returns 0, or an error. The two numbers are a time and what comes back with the picture. */
  _de265_push_NAL(
    decoder: number,
    data: number,
    length: number,
    low: number,
    high: number,
    user: number,
  ): number;
  _de265_flush_data(decoder: number): number;
  /** `more` is set to whether it wants to be called again. */
  _de265_decode(decoder: number, more: number): number;
  _de265_get_next_picture(decoder: number): number;
  _de265_free_decoder(decoder: number): number;
  _de265_get_chroma_format(picture: number): number;
  _de265_get_image_width(picture: number, channel: number): number;
  _de265_get_image_height(picture: number, channel: number): number;
  _de265_get_bits_per_pixel(picture: number, channel: number): number;
  /** `stride` is set to the bytes from row to row. */
  _de265_get_image_plane(picture: number, channel: number, stride: number): number;
  _de265_get_image_colour_primaries(picture: number): number;
  _de265_get_image_transfer_characteristics(picture: number): number;
  _de265_get_image_matrix_coefficients(picture: number): number;
  _de265_get_image_full_range_flag(picture: number): number;
}

interface Options {
  readonly instantiateWasm: (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance) => void,
  ) => WebAssembly.Exports;
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}

type RunScript = (
  module: { exports: unknown },
  exports: unknown,
  require: NodeJS.Require,
  fileName: string,
  folder: string,
) => void;
type CreateLibrary = (options: Options) => HevcLibrary;

interface Program {
  readonly code: WebAssembly.Module;
  readonly create: CreateLibrary;
}

const requireHere = requireFrom(import.meta.url);
// Opened now, since nothing can be once the sandbox is confined; read when the first HEIC comes.
const [codeFile, scriptFile] = ['libheif.wasm', 'libheif.js'].map((name) =>
  openSync(requireHere.resolve(`libheif-js/libheif-wasm/${name}`), 'r'),
) as [number, number];

function readOpened(file: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(fstatSync(file).size);
  for (let at = 0; at < bytes.length;) {
    const read = readSync(file, bytes, at, bytes.length - at, at);
    if (read === 0) throw new Error('libheif-js has become shorter while it ran');
    at += read;
  }
  return bytes;
}

function load(): Program {
  // A module of CommonJS, as require() would run it if it could open the file.
  const module: { exports: unknown } = { exports: {} };
  const source = readOpened(scriptFile).toString('utf8');
  const parameters = ['module', 'exports', 'require', '__filename', '__dirname'];
  const run = compileFunction(source, parameters) as RunScript;
  run(module, module.exports, requireHere, 'libheif.js', '.');
  return { code: new WebAssembly.Module(readOpened(codeFile)), create: module.exports as CreateLibrary };
}

let program: Program | undefined;

/** A memory of its own, which is gone with the last reference to it. @throws LibraryFailure. */
export const newHevcLibrary = (): HevcLibrary => loadLibrary('libde265', instantiate);

function instantiate(): HevcLibrary {
  program ??= load();
  const { code, create } = program;
  return create({
    instantiateWasm(imports, done) {
      const instance = new WebAssembly.Instance(code, imports);
      done(instance);
      return instance.exports;
    },
    print: () => undefined,
    printErr: () => undefined,
  });
}
