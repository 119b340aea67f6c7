/**
 * One symbol's market, random but repeatable. Returns its state as payloads of Binance, with the
 * exchange's keys in their order, decimals with eight places, and `"M":true`. Prices walk, ids
 * grow, quantities are log-normal, so that no two frames are alike and lengths vary as they do on
 * the wire.
 *
 * Source: web-socket-streams.md of binance/binance-spot-api-docs, and the frames in
 * `../shared/captures`.
 */
import { between, logNormal, random } from './random.mjs'

const START = 1_767_225_600_000
const ZERO = '0.00000000'

/** A market with the properties of `kinds` as payloads. */
export function market(symbol, seed, { levels } = {}) {
  const next = random(seed)
  const tick = 10 ** -between(next, 1, 5)
  let price = logNormal(next, 2_000 * tick * 100, 1.5)
  const open = price
  let high = price
  let low = price
  let time = START + between(next, 0, 999)
  let trade = between(next, 1e9, 4e9)
  let aggregate = trade - 1_000_000
  let aggregated = trade
  let update = between(next, 1e10, 5e10)
  const firstTrade = trade
  const volume = logNormal(next, 20_000, 1)

  const decimal = value => value.toFixed(8)
  const ticks = steps => decimal(Math.max(tick, Math.round((price + steps * tick) / tick) * tick))
  const quantity = () => decimal(Math.max(0.00001, Math.round(logNormal(next, 0.05, 2) * 1e5) / 1e5))

  function step() {
    time += between(next, 0, 120)
    price = Math.max(tick, price + tick * between(next, -8, 8))
    high = Math.max(high, price)
    low = Math.min(low, price)
    // Ids have no holes, nor have diffs.
    trade++
    update++
  }

  /**
   * Price levels of one side, from the touch outwards; some were just emptied, unless all must be
   * there.
   */
  function side(count, direction, emptied) {
    let distance = direction
    return Array.from({ length: count }, () => {
      const level = [ticks(distance), next() < emptied ? ZERO : quantity()]
      distance += direction * between(next, 1, 40)
      return level
    })
  }

  const total = hours => decimal(volume * hours + trade - firstTrade)
  const quote = hours => decimal((volume * hours + trade - firstTrade) * price)

  return {
    symbol,
    step,
    payload: {
      trade: () => ({
        e: 'trade',
        E: time,
        s: symbol,
        t: trade,
        p: ticks(0),
        q: quantity(),
        T: time - between(next, 0, 3),
        m: next() < 0.5,
        M: true,
      }),
      aggTrade: () => ({
        e: 'aggTrade',
        E: time,
        s: symbol,
        a: aggregate++,
        p: ticks(0),
        q: quantity(),
        f: aggregated,
        l: (aggregated += between(next, 1, 9)) - 1,
        T: time - between(next, 0, 3),
        m: next() < 0.5,
        M: true,
      }),
      bookTicker: () => ({
        u: (update += between(next, 0, 19)),
        s: symbol,
        b: ticks(0),
        B: quantity(),
        a: ticks(1),
        A: quantity(),
      }),
      ticker: () => ({
        e: '24hrTicker',
        E: time,
        s: symbol,
        p: decimal(price - open),
        P: (((price - open) / open) * 100).toFixed(3),
        w: decimal((price + open) / 2),
        x: decimal(open),
        c: ticks(0),
        Q: quantity(),
        b: ticks(0),
        B: quantity(),
        a: ticks(1),
        A: quantity(),
        o: decimal(open),
        h: decimal(high),
        l: decimal(low),
        v: total(24),
        q: quote(24),
        O: time - 86_400_000,
        C: time,
        F: firstTrade,
        L: trade,
        n: trade - firstTrade + 1,
      }),
      miniTicker: () => ({
        e: '24hrMiniTicker',
        E: time,
        s: symbol,
        c: ticks(0),
        o: decimal(open),
        h: decimal(high),
        l: decimal(low),
        v: total(24),
        q: quote(24),
      }),
      kline: () => ({
        e: 'kline',
        E: time,
        s: symbol,
        k: {
          t: time - (time % 60_000),
          T: time - (time % 60_000) + 59_999,
          s: symbol,
          i: '1m',
          f: firstTrade,
          L: trade,
          o: decimal(open),
          c: ticks(0),
          h: decimal(high),
          l: decimal(low),
          v: total(1 / 60),
          n: trade - firstTrade + 1,
          x: next() < 1 / 30,
          q: quote(1 / 60),
          V: total(1 / 120),
          Q: quote(1 / 120),
          B: '0',
        },
      }),
      avgPrice: () => ({
        e: 'avgPrice',
        E: time,
        s: symbol,
        i: '5m',
        w: decimal(price),
        T: time - between(next, 1, 800),
      }),
      depth: () => ({ lastUpdateId: update, bids: side(20, -1, 0), asks: side(20, 1, 0) }),
      depthDiff: () => {
        // As in the capture of 2024: a median of 16, a mean of about 40, now and then hundreds.
        const count = levels ?? Math.min(1_000, Math.max(1, Math.round(logNormal(next, 17, 1.3))))
        const bids = levels === undefined ? between(next, 0, count) : count >> 1
        return {
          e: 'depthUpdate',
          E: time,
          s: symbol,
          U: update,
          u: (update += between(next, 0, 2 * count)),
          b: side(bids, -1, 0.4),
          a: side(count - bids, 1, 0.4),
        }
      },
    },
  }
}
