/**
 * Compiles every example of the documents and doc comments in one program, and runs each in the fake
 * time of Jest, with every market on an embedded exchange in this process, whatever its `url`.
 */
import { EventEmitter } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { inspect } from 'node:util'
import ts from 'typescript'
import * as operators from '../src/operators/index.js'
import * as rxmarket from '../src/index.js'
import * as simulator from '../src/simulator/index.js'
import * as testing from '../src/testing/index.js'

const ROOT = resolve(__dirname, '..')

interface Example {
  /** File and line. */
  readonly place: string
  /** The path under which the example is compiled. No file exists there. */
  readonly file: string
  readonly text: string
  /** Why it cannot run here, from the fence: ```ts no-run: needs the real exchange. */
  readonly reason: string | undefined
}

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(path => /\.m?ts$/.test(path))
  .map(path => join('src', path))
  .sort()

const documents = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.md') && !path.includes('node_modules') && !path.startsWith('reference'))
  .map(path => join('docs', path))
  .sort()

const examples = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...documents, ...sources].flatMap(
  examplesOf,
)

jest.setTimeout(30_000)

describe('an example', () => {
  it('compiles as its reader would compile it', () => {
    expect(compile(examples)).toEqual([])
  })

  it.each(examples.filter(({ reason }) => reason === undefined))(
    'runs on an embedded exchange and leaves nothing behind: $place',
    async ({ place, text }) => {
      const { printed, claims, timers } = await run(text)
      for (const claim of claims) expect(printed.map(bare)).toContain(bare(claim))
      expect({ place, timers }).toEqual({ place, timers: 0 })
    },
  )

  it('is written as a fence in every doc comment, so that it is compiled too', () => {
    const loose = sources.flatMap(path =>
      [...read(path).matchAll(/@example(?!\s*\n\s*\*\s*```ts)/g)].map(
        ({ index }) => `${path}:${lineAt(read(path), index)}`,
      ),
    )
    expect(loose).toEqual([])
  })
})

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

function examplesOf(path: string): Example[] {
  // A doc comment's stars are blanked, so that columns stay true as well.
  const text = path.endsWith('.md') ? read(path) : read(path).replace(/^(\s*)\*(?!\/)/gm, '$1 ')
  return [
    ...text.matchAll(/^[ \t]*```ts(?:[ \t]+(?:no-run: ([^\n]+)|(for each row)))?\n(.*?)^[ \t]*```\n/gms),
  ].flatMap(({ index, 0: fence, 1: reason, 2: isForRows, 3: body = '' }) => {
    const line = lineAt(text, index) + 1
    if (isForRows === undefined) return [example(path, line, body, reason)]
    const end = index + fence.length
    const oneLine = `${body.trim().split(/\n+/).join('; ')}; `
    return rowsOf(text.slice(end)).map(row =>
      example(path, lineAt(text, end) + row.line - 1, `${row.code}\n`, undefined, oneLine),
    )
  })
}

function example(path: string, line: number, body: string, reason: string | undefined, before = ''): Example {
  return {
    place: `${path}:${line}`,
    file: join(ROOT, `${path.replaceAll('/', '_')}_${line}.example.ts`),
    // As many lines above the example as in its file, so that errors name its lines.
    text: `${before}${'\n'.repeat(line - 1)}${body}\nexport {}\n`,
    reason,
  }
}

/** The code in the last cells of the first table of `text`, with the line of each row, from 1. */
function rowsOf(text: string): { line: number; code: string }[] {
  const lines = text.split('\n')
  const first = lines.findIndex(line => line.startsWith('|'))
  const after = lines.findIndex((line, index) => index > first && !line.startsWith('|'))
  return lines.slice(first, after).flatMap((row, index) => {
    const cell = row.split(/(?<!\\)\|/).at(-2) ?? ''
    const code = [...cell.matchAll(/`([^`]+)`/g)]
      .map(([, span = '']) => span.replaceAll('\\|', '|'))
      .join('; ')
    return code === '' ? [] : [{ line: first + index + 1, code }]
  })
}

/** The compiler's diagnostics of the examples, each with its place. */
function compile(list: readonly Example[]): string[] {
  const texts = new Map(list.map(({ file, text }) => [file, text]))
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), path => ts.sys.readFile(path)) as {
    config: { compilerOptions: object }
  }
  const { options } = ts.parseJsonConfigFileContent(
    {
      compilerOptions: {
        ...config.compilerOptions,
        noEmit: true,
        incremental: false,
        types: ['node'],
        paths: { rxmarket: ['./src/index.ts'], 'rxmarket/*': ['./src/*/index.ts'] },
      },
      files: [],
    },
    ts.sys,
    ROOT,
  )
  const disk = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: path => texts.has(path) || disk.fileExists(path),
    readFile: path => texts.get(path) ?? disk.readFile(path),
    getSourceFile: (path, ...rest) => {
      const text = texts.get(path)
      return text === undefined ? disk.getSourceFile(path, ...rest) : ts.createSourceFile(path, text, rest[0])
    },
  }
  const program = ts.createProgram([...texts.keys()], options, host)
  return list.flatMap(({ file, place }) => {
    const source = program.getSourceFile(file)
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ start = 0, messageText }) =>
        `${place.replace(/:\d+$/, '')}:${lineAt(source?.text ?? '', start)} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    )
  })
}

/** Runs one example for some seconds of fake time, then closes what it opened. */
async function run(text: string) {
  jest.useFakeTimers({ now: Date.UTC(2026, 10, 22) })
  const opened: { close(): Promise<void> }[] = []
  const track = <T extends { close(): Promise<void> }>(thing: T): T => {
    opened.push(thing)
    return thing
  }
  const clocks: testing.VirtualScheduler[] = []
  class Clock extends testing.VirtualScheduler {
    constructor(start?: number) {
      super(start)
      clocks.push(this)
    }
  }
  const printed: string[] = []
  const print = (...values: unknown[]): void =>
    void printed.push(values.map(value => (typeof value === 'string' ? value : inspect(value))).join(' '))
  const exchange = track(simulator.createExchange())
  const binance = ((options: rxmarket.BinanceOptions = {}) =>
    track(rxmarket.binance({ exchange, ...options }))) as typeof rxmarket.binance
  const modules: Record<string, unknown> = {
    rxmarket: { ...rxmarket, binance },
    'rxmarket/operators': operators,
    'rxmarket/testing': { ...testing, VirtualScheduler: Clock },
    'rxmarket/simulator': {
      ...simulator,
      createExchange: (options?: simulator.ExchangeOptions) => track(simulator.createExchange(options)),
    },
  }
  const load = (name: string): unknown => modules[name] ?? jest.requireActual(name)
  const process = new EventEmitter()
  try {
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        esModuleInterop: true,
      },
    })
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- running our own examples is what this is for
    const main = new Function(
      'require',
      'exports',
      'console',
      'process',
      `return (async () => {${outputText}})()`,
    ) as (...globals: unknown[]) => Promise<void>
    const running = main(load, {}, { log: print, error: print, warn: print }, process)
    await Promise.all([running, jest.advanceTimersByTimeAsync(SECONDS * 1_000)])
    process.emit('SIGINT')
    const closing = Promise.all(opened.map(thing => thing.close()))
    for (let second = 0; second < SECONDS; second++) {
      await jest.advanceTimersByTimeAsync(1_000)
      for (const clock of clocks) clock.advanceBy(1_000)
    }
    await closing
    const timers = clocks.reduce((sum, clock) => sum + clock.pending, jest.getTimerCount())
    return { printed, claims: claimsOf(text), timers }
  } finally {
    jest.useRealTimers()
  }
}

/** How long examples run: enough for tickers, depth, closed klines of a second and the start of a longer window. */
const SECONDS = 20

/** Without blanks, which `inspect` sets differently. */
function bare(text: string): string {
  return text.replaceAll(/\s/g, '')
}

/** What an example claims to print: `console.log(…) // this`. */
function claimsOf(text: string): string[] {
  return [...text.matchAll(/^\s*console\.log\(.*\) \/\/ (.+)$/gm)].map(([, claim = '']) => claim)
}
