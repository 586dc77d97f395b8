/** Asks again and again until the (possibly async) answer is truthy; the answer, or undefined when time is up. */
export async function waitUntil(ask, timeoutMs, everyMs = 50) {
  const endAt = Date.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() >= endAt) return undefined
    await new Promise((done) => setTimeout(done, everyMs))
  }
}
