/** The two descriptions of Binance's streams: what it was observed to do, and what it documents. */

/**
 * The description that the exchange follows where they differ. `live` is a probe of the exchange in
 * September 2026, `documented` is web-socket-streams.md.
 *
 * | | live | documented |
 * | --- | --- | --- |
 * | SUBSCRIBE with a well-formed stream that is not served, such as `btcusdt@depth@50ms` or `btcusdt@markPrice` | acknowledged, listed, silent | error 2, `Invalid request: invalid stream` |
 * | unknown method | `{"error":{"code":2,"msg":…},"id":…}` | `{"code":2,"msg":…,"id":…}` |
 * | text that is not JSON | closes with 1008, `Invalid request` | error 3, `Invalid JSON: …` |
 * | an id that is not a number | closes with 1008, `Invalid request` | accepted: strings of up to 36 letters and digits, and null |
 * | fields of `@ticker_1h`, `_4h`, `_1d` | `e E s p P w o h l c v q …` | `e E s p P o h l c w v q …` |
 *
 * Both agree on the rest. An unanswered ping closes with 1008, `Pong timeout`, 80 s after the last
 * answer (`pingInterval` and `pongTimeout` of `Limits`). The probe measured 76 to 86 s; the
 * documentation has 20 s and a minute.
 */
export type Protocol = 'live' | 'documented'

export const PROTOCOLS: readonly Protocol[] = ['live', 'documented']
