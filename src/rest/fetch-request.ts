/** The default `request`: the platform's `fetch`. */
import { Observable } from 'rxjs'
import type { HttpResponse } from '../options.js'
import { MAX_BODY_BYTES, tooLarge } from './body-limit.js'

/** Sends GET with `fetch` on subscribe; unsubscribing aborts it. */
export function fetchRequest$(
  url: string,
  { headers }: { readonly headers: Readonly<Record<string, string>> },
): Observable<HttpResponse> {
  return new Observable(subscriber => {
    const abort = new AbortController()
    const respond = async (): Promise<void> => {
      const response = await fetch(url, {
        headers,
        signal: abort.signal,
        cache: 'no-store',
        credentials: 'omit',
      })
      const body = await readBody(response)
      subscriber.next({ status: response.status, headers: Object.fromEntries(response.headers), body })
      subscriber.complete()
    }
    respond().catch((error: unknown) => subscriber.error(error))
    return () => abort.abort()
  })
}

/** Reads no more than the limit, whatever the length that the header states. */
async function readBody({ body }: Response): Promise<string> {
  if (body === null) return ''
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.length
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel()
      throw tooLarge()
    }
    text += decoder.decode(value, { stream: true })
  }
}
