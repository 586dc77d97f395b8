import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { accepts, findPortFaults } from './port-check.mjs'

test('a taken port is told with its owner and the variable that changes it, a free one not at all', async () => {
  const server = createServer()
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  expect(await accepts('127.0.0.1', port)).toBe(true)
  const [fault, ...others] = await findPortFaults('127.0.0.1', [['NATTER_PORT', port]])
  expect(others).toEqual([])
  expect(fault).toContain(`Port ${port} is taken`)
  expect(fault).toContain('set NATTER_PORT to another port')
  if (process.platform === 'linux') expect(fault).toContain(`(process ${process.pid})`)
  await new Promise((done) => server.close(done))
  expect(await findPortFaults('127.0.0.1', [['NATTER_PORT', port]])).toEqual([])
  expect(await accepts('127.0.0.1', port)).toBe(false)
})

test('an address that is not of this machine is a fault of the host', async () => {
  const [fault] = await findPortFaults('192.0.2.1', [['NATTER_PORT', 1234]])
  expect(fault).toContain('NATTER_HOST')
})
