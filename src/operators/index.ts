/** `rxmarket/operators`: pipeable operators for market data. */

// Filters
export { onlyClosed } from './only-closed.js'
export { whereChangeAbove } from './where-change-above.js'
export { whereVolumeAbove } from './where-volume-above.js'
