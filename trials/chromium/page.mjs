// The page: counts tickers and statuses, and records what its policy reports.
import { binance } from 'rxmarket'

const query = new URLSearchParams(location.search)
const seen = { ticks: 0, statuses: [], errors: [], violations: [] }
globalThis.seen = seen

document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  seen.violations.push(`${violatedDirective} ${blockedURI}`),
)
globalThis.onerror = (_event, _source, _line, _column, error) => seen.errors.push(String(error))

const market = binance({
  url: query.get('url'),
  compile: query.has('compile') || undefined,
  reconnect: { initialDelay: 200 },
})
market.connection$.subscribe(({ type }) => seen.statuses.push(type))
market.errors$.subscribe(error => seen.errors.push(error.message))
market.ticker$('BTCUSDT').subscribe({
  next: () => seen.ticks++,
  error: error => seen.errors.push(error.message),
})
