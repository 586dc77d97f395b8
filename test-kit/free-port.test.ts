import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { findFreePort } from './free-port.ts'

test('no port is found twice, also when many are looked for at once', async () => {
  const ports = await Promise.all(Array.from({ length: 200 }, findFreePort))
  expect(new Set(ports).size).toBe(ports.length)
})

test('none of the ports is one that an outgoing connection could take', async () => {
  for (const port of await Promise.all(Array.from({ length: 20 }, findFreePort))) {
    expect(port).toBeGreaterThan(1_023)
    expect(port).toBeLessThan(32_768)
  }
})

test('a port on which somebody listens is passed over', async () => {
  const next = (await findFreePort()) + 1
  const squatter = createServer().listen(next, '127.0.0.1')
  // Where a stranger had that port already, the search passes it over just as well.
  await Promise.race([once(squatter, 'listening'), once(squatter, 'error')])
  try {
    expect(await findFreePort()).not.toBe(next)
  } finally {
    squatter.close()
  }
})
