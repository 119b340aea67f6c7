import {
  CommandRejectedError,
  ConnectionLostError,
  ConnectTimeoutError,
  type MarketError,
  ReconnectFailedError,
  SubscribeRejectedError,
} from '../../src/index.js'

const url = 'wss://me:s3cret@localhost:9443/stream?token=s3cret'

describe('an error of a connection', () => {
  it.each<MarketError>([
    new ConnectionLostError(url, 1006, '', { cause: new Error(`Invalid URL: ${url}`) }),
    new ConnectionLostError(url, 1008, `go to ${url}`),
    new ConnectTimeoutError(url, 30_000),
    new ReconnectFailedError(5, new ConnectTimeoutError(url, 30_000)),
  ])('has no credentials in message and fields: %s', error => {
    const fields = { ...error, cause: undefined }
    expect(`${error.message} ${JSON.stringify(fields)}`).not.toContain('s3cret')
    expect(`${error.message}`).toContain('***@localhost:9443')
  })
})

describe('foreign text in an error', () => {
  const text = `a\r\n\u001b[31mb\u202e${'x'.repeat(100_000)}`

  it.each<MarketError>([
    new ConnectionLostError('wss://x', 1006, text),
    new ConnectionLostError('wss://x', 1006, '', { cause: { message: text } }),
    new SubscribeRejectedError('btcusdt@trade', 2, text),
    new CommandRejectedError(undefined, 2, text),
  ])('is on one line and bounded', error => {
    expect(error.message.length).toBeLessThan(400)
    // eslint-disable-next-line no-control-regex -- control characters are what must be missing
    expect(error.message).not.toMatch(/[\u0000-\u001f\u202e]/)
    const { detail = '', reason = '' } = error as { detail?: string; reason?: string | number }
    expect(detail.length).toBeLessThanOrEqual(200)
    expect(String(reason).length).toBeLessThanOrEqual(200)
  })
})
