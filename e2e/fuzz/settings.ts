/** `FUZZ_SECONDS`: how long the schema fuzzing goes on. `FUZZ_SEED`: the same requests once more. */
export const fuzzSeconds = Number(process.env.FUZZ_SECONDS ?? 12);
export const fuzzSeed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
