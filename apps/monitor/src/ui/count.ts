/** Formats counts: `1 event`, `1,234 events`. */

export const thousands = (number: number): string => number.toLocaleString('en-US')

export const count = (number: number, noun: string): string =>
  `${thousands(number)} ${noun}${number === 1 ? '' : 's'}`
