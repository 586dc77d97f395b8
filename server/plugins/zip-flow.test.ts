import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { readZip } from '../../test-kit/read-zip.ts'
import { openZip, type ZipFlow } from './zip-flow.ts'

/** Without an end, as fast as it is read; says how much was asked of it. */
function endless() {
  const asked = { chunks: 0 }
  const source = new Readable({
    read() {
      asked.chunks++
      this.push(Buffer.alloc(16_384))
    },
  })
  return { source, asked }
}

test('entries come out in the order in which they were put in, packed or not', async () => {
  const zip = openZip(async ({ add }) => {
    await add('a.txt', Readable.from(['one ', 'two']))
    await add('b.bin', Readable.from([Buffer.from('three')]), { compress: false, bytes: 5 })
  })
  const files = readZip(await buffer(zip))
  expect([...files].map(([name, bytes]) => [name, bytes.toString()])).toEqual([
    ['a.txt', 'one two'],
    ['b.bin', 'three'],
  ])
})

test('what nobody reads is not made, and what was open is closed once the reader goes', async () => {
  const { source, asked } = endless()
  const later = Readable.from(['never read'])
  let flow: ZipFlow | undefined
  const outcome = new Promise<unknown>((done) => {
    const zip = openZip(async (given) => {
      flow = given
      await given.add('large.bin', source, { compress: false }).catch(done)
    })
    zip.once('readable', () => {
      zip.read()
      zip.destroy()
    })
  })
  expect(await outcome).toMatchObject({ name: 'ReaderGone' })
  expect([source.destroyed, asked.chunks < 100]).toEqual([true, true])
  await expect(flow?.add('later.bin', later)).rejects.toMatchObject({ name: 'ReaderGone' })
  expect(later.destroyed).toBe(true)
})

test('a source that fails ends the archive, with its reason', async () => {
  const zip = openZip(async ({ add }) => {
    await add(
      'a.txt',
      (async function* () {
        yield 'one'
        throw new Error('the store is away')
      })(),
    )
  })
  await expect(buffer(zip)).rejects.toThrow('the store is away')
})
