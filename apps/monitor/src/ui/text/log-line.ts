/** Formats a line as `<ISO time> <kind> key=value …`, with values quoted as in logfmt. */

/** A field with the value `undefined` is left out. */
type Fields = Readonly<Record<string, string | number | undefined>>

export function logLine(at: number, kind: string, fields: Fields): string {
  const pairs = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${quoted(String(value))}`],
  )
  return [new Date(at).toISOString(), kind, ...pairs].join(' ')
}

const quoted = (text: string): string => (/[\s"=]/.test(text) ? JSON.stringify(text) : text)
