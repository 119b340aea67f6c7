/**
 * How often a spec repeats random cases: few in `npm test`, many in `npm run test:thorough`, a part
 * of `test:ci`.
 */
export const runs = (few: number, many: number): number =>
  process.env['RXMARKET_THOROUGH'] === undefined ? few : many
