/** Whether a codec is supported, by its name here, or unsupported, by its name for people. */
export type Codec<Name> = { readonly supported: Name } | { readonly unsupported: string };
