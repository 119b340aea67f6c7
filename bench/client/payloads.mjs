/** Reads a price and a quantity from payloads with the exchange's own keys. */

export const readers = {
  trade: (payload, seen) => seen(payload.p, payload.q, payload.E),
  aggTrade: (payload, seen) => seen(payload.p, payload.q, payload.E),
  bookTicker: (payload, seen) => seen(payload.b, payload.B),
  depthDiff: (payload, seen) => {
    const level = payload.b[0] ?? payload.a[0]
    seen(level?.[0], level?.[1], payload.E)
  },
}
