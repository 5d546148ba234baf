/** Under which all repairs are injected, in the order in which they run. */
export const repairsToken = Symbol('repairs');
