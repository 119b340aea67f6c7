/**
 * The layers of `src`, from the top down. A file imports its own layer and layers further down, and
 * nothing else. `docs/architecture.md` describes what each layer does.
 *
 * - `names`: folders and files in `src`. Names of one layer do not import each other. `venues/*` is
 *   every folder in `src/venues`.
 * - `only`: the layers that this one is limited to, where that is fewer than all below it.
 * - `importedBy`: the names that may import this layer, where that is fewer than all above it.
 */
export const layers = [
  { names: ['index.ts'] },
  { names: ['testing'] },
  { names: ['tape', 'nats'] },
  { names: ['binance.ts', 'binance-usdm.ts', 'binance-coinm.ts', 'bybit.ts'] },
  { names: ['create-market.ts'] },
  { names: ['live'] },
  { names: ['history'] },
  { names: ['live-settings.ts'] },
  { names: ['live-option-names.ts'] },
  { names: ['book'] },
  { names: ['backfill'] },
  { names: ['streams'] },
  { names: ['rest'] },
  // The library is written against the contract in venue.ts: only a factory knows its exchange.
  {
    names: ['venues/*'],
    importedBy: ['index.ts', 'binance.ts', 'binance-usdm.ts', 'binance-coinm.ts', 'bybit.ts'],
  },
  { names: ['venues'] },
  { names: ['sequence'] },
  { names: ['codec'] },
  { names: ['market.ts'] },
  { names: ['feed.ts'] },
  { names: ['options.ts'] },
  // Operators work on events of any source.
  { names: ['operators'], only: ['model', 'clock', 'validation'] },
  // The exchange shares no code with the client, so that a mistake in one is not mirrored by the
  // other.
  { names: ['simulator'], only: ['clock', 'validation'] },
  { names: ['model'] },
  { names: ['clock'] },
  { names: ['validation'] },
]

/** The name in `layers` that the file at `path`, relative to `src`, belongs to. */
export function nameOf(path) {
  const [first, second, ...deeper] = path.split('/')
  return first === 'venues' && deeper.length > 0 ? `venues/${second}` : first.replace(/\.m?ts$/, '.ts')
}

/** Why `from` must not import `to`, both names, or `undefined` where it may. */
export function problemOf(from, to, list = layers) {
  if (from === to) return undefined
  const importer = layerOf(from, list)
  const imported = layerOf(to, list)
  const unknown = importer === undefined ? from : imported === undefined ? to : undefined
  if (unknown !== undefined) return `\`${unknown}\` is in no layer: add it to scripts/eslint/layers.mjs.`
  if (list.indexOf(importer) >= list.indexOf(imported)) {
    return `\`${from}\` must not import \`${to}\`: imports run down the layers of scripts/eslint/layers.mjs.`
  }
  if (importer.only !== undefined && !importer.only.includes(to)) {
    return `\`${from}\` must not import \`${to}\`, but only ${listed(importer.only)}.`
  }
  if (imported.importedBy !== undefined && !imported.importedBy.includes(from)) {
    return `\`${from}\` must not import \`${to}\`: only ${listed(imported.importedBy)} may.`
  }
  return undefined
}

function layerOf(name, list) {
  return list.find(({ names }) =>
    names.some(known => known === name || (known.endsWith('/*') && name.startsWith(known.slice(0, -1)))),
  )
}

function listed(names) {
  return names.map(name => `\`${name}\``).join(', ')
}
