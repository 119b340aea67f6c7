/**
 * The payloads as Binance documents them, as io-ts codecs. Pure: they check and do not convert, so that decimals stay text.
 * Keys are in the documented order, which the fast decoders follow; unknown fields are fine.
 *
 * Source: web-socket-streams.md of binance/binance-spot-api-docs, "Detailed Stream information".
 */
import * as t from 'io-ts'
import { DecimalType } from '../../codec/decimal.js'
import { IntegerType } from '../../codec/integer.js'

const Decimal = new DecimalType()

const Integer = new IntegerType()

/** A field that the document tells to ignore. */
const Ignored = t.unknown

const Levels = t.array(t.tuple([Decimal, Decimal]), 'a list of [price, quantity]')

export const Trade = t.type(
  {
    e: t.literal('trade'),
    E: Integer,
    s: t.string,
    t: Integer,
    p: Decimal,
    q: Decimal,
    T: Integer,
    m: t.boolean,
    M: Ignored,
  },
  'a trade',
)

export const AggTrade = t.type(
  {
    e: t.literal('aggTrade'),
    E: Integer,
    s: t.string,
    a: Integer,
    p: Decimal,
    q: Decimal,
    f: Integer,
    l: Integer,
    T: Integer,
    m: t.boolean,
    M: Ignored,
  },
  'an aggregate trade',
)

export const BlockTrade = t.type(
  {
    e: t.literal('blockTrade'),
    E: Integer,
    s: t.string,
    t: Integer,
    p: Decimal,
    q: Decimal,
    T: Integer,
    m: t.boolean,
  },
  'a block trade',
)

export const Kline = t.type(
  {
    e: t.literal('kline'),
    E: Integer,
    s: t.string,
    k: t.type(
      {
        t: Integer,
        T: Integer,
        s: t.string,
        i: t.string,
        f: Integer,
        L: Integer,
        o: Decimal,
        c: Decimal,
        h: Decimal,
        l: Decimal,
        v: Decimal,
        n: Integer,
        x: t.boolean,
        q: Decimal,
        V: Decimal,
        Q: Decimal,
        B: Ignored,
      },
      'a candlestick',
    ),
  },
  'a kline',
)

export const MiniTicker = t.type(
  {
    e: t.literal('24hrMiniTicker'),
    E: Integer,
    s: t.string,
    c: Decimal,
    o: Decimal,
    h: Decimal,
    l: Decimal,
    v: Decimal,
    q: Decimal,
  },
  'a mini ticker',
)

export const Ticker = t.type(
  {
    e: t.literal('24hrTicker'),
    E: Integer,
    s: t.string,
    p: Decimal,
    P: Decimal,
    w: Decimal,
    x: Decimal,
    c: Decimal,
    Q: Decimal,
    b: Decimal,
    B: Decimal,
    a: Decimal,
    A: Decimal,
    o: Decimal,
    h: Decimal,
    l: Decimal,
    v: Decimal,
    q: Decimal,
    O: Integer,
    C: Integer,
    F: Integer,
    L: Integer,
    n: Integer,
  },
  'a ticker',
)

export const RollingTicker = t.type(
  {
    e: t.keyof({ '1hTicker': null, '4hTicker': null, '1dTicker': null }),
    E: Integer,
    s: t.string,
    p: Decimal,
    P: Decimal,
    o: Decimal,
    h: Decimal,
    l: Decimal,
    c: Decimal,
    w: Decimal,
    v: Decimal,
    q: Decimal,
    O: Integer,
    C: Integer,
    F: Integer,
    L: Integer,
    n: Integer,
  },
  'a rolling ticker',
)

export const BookTicker = t.type(
  {
    u: Integer,
    s: t.string,
    b: Decimal,
    B: Decimal,
    a: Decimal,
    A: Decimal,
  },
  'a book ticker',
)

export const AvgPrice = t.type(
  {
    e: t.literal('avgPrice'),
    E: Integer,
    s: t.string,
    i: t.string,
    w: Decimal,
    T: Integer,
  },
  'an average price',
)

export const ReferencePrice = t.type(
  {
    e: t.literal('referencePrice'),
    s: t.string,
    r: t.union([Decimal, t.null]),
    t: Integer,
  },
  'a reference price',
)

export const Depth = t.type(
  {
    lastUpdateId: Integer,
    bids: Levels,
    asks: Levels,
  },
  'a partial depth',
)

export const DepthDiff = t.type(
  {
    e: t.literal('depthUpdate'),
    E: Integer,
    s: t.string,
    U: Integer,
    u: Integer,
    b: Levels,
    a: Levels,
  },
  'a depth update',
)

export const MiniTickers = t.array(MiniTicker, 'a list of mini tickers')

export const RollingTickers = t.array(RollingTicker, 'a list of rolling tickers')
