/** The real program where no WebAssembly can be compiled: the decoder of HEIC does not load. */
Object.assign(WebAssembly, {
  Module: function Module(): never {
    throw new WebAssembly.CompileError('out of executable memory');
  },
});
await import('../../src/sandbox/child.ts');
