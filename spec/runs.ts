/**
 * The number of random cases of a spec: few in `npm test`, many in `npm run test:thorough`, a part
 * of them in `test:ci`.
 */
export const runs = (few: number, many: number): number =>
  process.env['RXMARKET_THOROUGH'] === undefined ? few : many
