/**
 * Whether decoders are compiled by default. `compile-default-browser.ts` replaces this in browsers.
 */
export const COMPILE_BY_DEFAULT = true
