import { RequestSpans } from '../../../soak/checker/requests/request-spans.js'

describe('the spans of requests', () => {
  it('count the time in which a request for a stream is unanswered', () => {
    const spans = new RequestSpans()
    spans.begin(1, 'a', 100)
    spans.begin(2, 'b', 150)
    spans.end(1, 300)
    spans.begin(3, 'a', 400)
    expect(spans.waitingTime('a', 0, 450)).toBe(250)
    expect(spans.waitingTime('a', 200, 450)).toBe(150)
    expect(spans.waitingTime('c', 0, 450)).toBe(0)
  })

  it('count for every stream the time in which six are unanswered, each moment once', () => {
    const spans = new RequestSpans()
    for (let request = 1; request <= 6; request++) spans.begin(request, `s${request}`, 100 * request)
    expect(spans.waitingTime('other', 0, 700)).toBe(100)
    spans.end(2, 800)
    expect(spans.waitingTime('other', 0, 900)).toBe(200)
    expect(spans.waitingTime('s1', 0, 900)).toBe(800)
  })
})
