/** Whether a codec is taken, by its name here, or refused, by its name for people. */
export type Codec<Name> = { readonly taken: Name } | { readonly refused: string };
