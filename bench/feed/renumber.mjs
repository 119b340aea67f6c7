/**
 * Advances the ids in encoded frames each time the tape begins again: an exchange never sends an id
 * twice, and a client that checks ids would drop repeated ones.
 */

/** The fields that one numbering has, by the last part of a stream's name. */
const NUMBERINGS = { trade: ['t'], aggTrade: ['a', 'fl'], bookTicker: ['u'], depth: ['Uu'] }

const numberingsOf = stream => NUMBERINGS[stream.split('@')[1]] ?? []

const idsIn = (text, fields) => [...text.matchAll(new RegExp(`"([${fields}])":(\\d+)`, 'g'))]

/**
 * The range of ids of each stream's numberings on the tape: `stream fields` to the number of ids.
 */
export function spans(tape) {
  const ranges = new Map()
  for (const { stream, text } of tape) {
    for (const fields of numberingsOf(stream)) {
      const ids = idsIn(text, fields).map(([, , digits]) => Number(digits))
      const key = `${stream} ${fields}`
      const [min, max] = ranges.get(key) ?? [Infinity, -Infinity]
      ranges.set(key, [Math.min(min, ...ids), Math.max(max, ...ids)])
    }
  }
  return new Map([...ranges].map(([key, [min, max]]) => [key, max - min + 1]))
}

/**
 * The places of ids in a frame that ends at `end` of a piece, each `{ at, length, id, span }`. Ids
 * are plain ASCII, and so are payloads.
 */
export function idPlaces({ stream, text }, combined, end, spanOf) {
  // A raw connection gets the payload alone, without the last bracket.
  const begin = end - text.length + (combined ? 0 : 1)
  return numberingsOf(stream).flatMap(fields =>
    idsIn(text, fields).map(match => ({
      at: begin + match.index + match[0].indexOf(':') + 1,
      length: match[2].length,
      id: Number(match[2]),
      span: spanOf.get(`${stream} ${fields}`),
    })),
  )
}

/**
 * Writes the ids of round `round`, counted from 0. Ids keep their number of digits, and begin again
 * where they would not.
 */
export function renumber(bytes, places, round) {
  for (const { at, length, id, span } of places) {
    const digits = String(id + round * span)
    bytes.latin1Write(digits.length === length ? digits : String(id), at, length)
  }
}
