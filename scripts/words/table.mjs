/** The words that this project does not use, each with the terms that it uses in their place. */

/**
 * Whole words and parts of names (`connectionDesk`, `turn-away`), in lower case. A key lists all
 * inflections of a word.
 */
export const words = {
  'door doors': 'connection limiter, entry point',
  'knock knocks knocked knocking': 'attempt, handshake, admit',
  'desk desks': 'the function itself: active faults, reply faults, queue',
  'stage stages staged': 'context, phase, step',
  'bell bells': 'periodic publisher, timer',
  'judge judges judged judging': 'checker, check',
  'law laws': 'invariant, rule',
  'house houses': 'project, library',
  'room rooms': 'layer, folder, capacity',
  'face faces': 'renderer, user interface, entry point, exports',
  'carrier carriers': 'transport',
  'conversation conversations': 'session',
  'link links linked linking': 'connection',
  'tell tells telling told': 'emit, report, publish, notify; "distinguish" for "tell apart"',
  'say says saying said': 'send, state, return, specify; "by default" for "unless said"',
  'hear hears hearing heard': 'receive',
  'refuse refuses refused refusing refusal refusals': 'reject',
  'somebody nobody anybody whoever whom': 'a subscriber, a client, no subscriber',
  'he him his': 'the subject itself: the subscriber, the client',
}

/**
 * Phrases and forms of names, as regular expressions. A blank matches any white space, also a line
 * break.
 */
export const phrases = [
  [/\b(had|has|have|having|be) back\b/, 'reconnects, reopens'],
  [/\bgiven up\b/, 'failed, terminated'],
  [/\b(let|lets|letting) (\w+ )?go\b/, 'release, unsubscribe'],
  [/\bwhole numbers?\b/, 'integer'],
  [/\b(draw|draws|drawn|drew) (it |them )?(at random|by chance|of chance)\b/, 'sample, generate'],
  [/\b(LEAST|MOST|LONGEST|SHORTEST)(_\w+)?\b/, 'MIN_…, MAX_…'],
  [/\b(least|most|longest|shortest)[A-Z]\w*/, 'min…, max…'],
]

/**
 * Texts that may contain these words, each with its reason; in all files, or in files with a path
 * that matches `files`.
 */
export const exceptions = [
  { pattern: /\{@link [^}]*\}/g, reason: 'a tag of TSDoc' },
  { pattern: /\bLINK\b/g, reason: 'an asset' },
  { pattern: /<link\b/g, reason: 'an element of HTML' },
  { pattern: /\b[cC]onnection refused\b/g, reason: 'the name of the error ECONNREFUSED' },
  { pattern: /['"`]refuse['"`]|\bfaults\.refuse\b/g, reason: 'a public name: the fault' },
  {
    pattern: /\brefuse(?=[(:])/g,
    files: /^(src|spec)\/(simulator|soak)\/|^(soak|apps\/exchange)\//,
    reason: 'a public name: the fault',
  },
  { pattern: /\bslowLink\b/g, reason: 'a public name: the fault' },
  {
    pattern: /\bexchange\.refused\b|\brefused: number\b|\bget refused\(\)|`refused`/g,
    reason: 'a public name: `Exchange.refused`',
  },
  {
    pattern:
      /The line is cut, and connections are refused \(503\) for twelve seconds|The link dies without a word/g,
    files: /^bench\/(conformance\/|CONFORMANCE\.md$)/,
    reason: 'titles of the rows of bench/CONFORMANCE.md, which stay comparable',
  },
]
