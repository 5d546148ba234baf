/** A library of ours that can't be loaded, or lacks what it is here for: no fault of the file that was at hand. */
export class LibraryFailure extends Error {
  readonly code = 'LIBRARY_FAILURE';
}

/** @throws LibraryFailure for whatever `load` throws: it must have nothing to do with a file. */
export function loadLibrary<Library>(name: string, load: () => Library): Library {
  try {
    return load();
  } catch (cause) {
    throw libraryFailure(name, cause);
  }
}

export const libraryFailure = (name: string, cause: unknown): LibraryFailure =>
  new LibraryFailure(`${name} can't be loaded: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
  });

/** For whoever makes a result of a decoder's errors: those that are no file's fault go on to be tried again. */
export function rethrowLibraryFailure(error: unknown): void {
  if (error instanceof LibraryFailure) throw error;
}
