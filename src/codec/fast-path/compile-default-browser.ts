/**
 * Decoders are interpreted by default in browsers: a page's Content-Security-Policy reports even an
 * attempt to generate code, and a page cannot read its policy.
 */
export const COMPILE_BY_DEFAULT = false
