import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildGuardedFetch, type Network } from './guarded-fetch.ts'
import { isOutside } from './outside-address.ts'

/** Addresses that lead inside, as they may be written. */
const inside = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.255.255.254/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://017700000001/',
  'http://0/',
  'http://0.0.0.0/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://168.63.129.16/',
  'http://100.64.0.1/',
  'http://100.100.100.200/',
  'http://192.0.0.192/',
  'http://198.18.0.1/',
  'http://192.0.2.1/',
  'http://224.0.0.1/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  'http://[::1]/',
  'http://[::]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:7f00:1::]/',
  'http://[fe80::1]/',
  'http://[fc00::1]/',
  'http://[fd00:ec2::254]/',
  'http://[ff02::1]/',
  'http://[2001:db8::1]/',
  'http://①②⑦.⓪.⓪.①/',
  'http://localhost/',
  'http://localhost./',
  'http://LOCALHOST/',
  'http://inside.example/',
  'http://mapped.example/',
  'http://both.example/',
  'http://metadata.google.internal/',
  'http://nowhere.example/',
]
/** What is no place that is gone to, wherever it leads. */
const unfit = [
  'http://page.example:8080/',
  'https://page.example:80/',
  'http://user:secret@page.example/',
  'ftp://page.example/',
  'file:///etc/passwd',
  'gopher://page.example/',
  'data:text/html,x',
  '//page.example/',
  'no address',
  '',
]
const names: Readonly<Record<string, readonly string[]>> = {
  'page.example': ['93.184.216.34'],
  'other.example': ['2606:2800:220:1:248:1893:25c8:1946'],
  localhost: ['127.0.0.1'],
  'localhost.': ['127.0.0.1'],
  'inside.example': ['10.1.2.3'],
  'mapped.example': ['::ffff:192.168.0.1'],
  'both.example': ['93.184.216.34', '192.168.0.1'],
  'metadata.google.internal': ['169.254.169.254'],
}

describe('what somebody else names', () => {
  let server: Server
  let answer: RequestListener
  let asked: string[]
  let reached: string[]
  let network: Network
  beforeEach(async () => {
    asked = []
    reached = []
    answer = (_, reply) => reply.setHeader('content-type', 'text/html').end('hello')
    server = createServer((request, reply) => {
      asked.push(`${request.headers.host}${request.url}`)
      answer(request, reply)
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    network = {
      resolve: async (host) => names[host] ?? [],
      reach: (address, at) => {
        reached.push(`${address} ${at}`)
        return { host: '127.0.0.1', port }
      },
    }
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })
  const fetch = (url: string, mostBytes = 1_000, ms = 5_000) =>
    buildGuardedFetch(network)(url, { accept: 'text/html', mostBytes, signal: AbortSignal.timeout(ms) })

  it('is fetched from the address that was checked', async () => {
    const page = await fetch('http://page.example/a?b=c')
    expect([page.bytes.toString(), page.type, page.isCut]).toEqual(['hello', 'text/html', false])
    await fetch('http://other.example/')
    expect(asked).toEqual(['page.example/a?b=c', 'other.example/'])
    expect(reached).toEqual(['93.184.216.34 80', '2606:2800:220:1:248:1893:25c8:1946 80'])
  })

  it.each(inside)('is not fetched from %s, in the clear or sealed', async (url) => {
    for (const scheme of ['http:', 'https:']) {
      await expect(fetch(url.replace('http:', scheme))).rejects.toThrow('leads inside')
    }
    expect([asked, reached]).toEqual([[], []])
  })

  it.each(unfit)('is not fetched from %j', async (url) => {
    await expect(fetch(url)).rejects.toThrow()
    expect([asked, reached]).toEqual([[], []])
  })

  it.each([...inside, 'ftp://page.example/', 'http://page.example:22/'])(
    'is not fetched by a redirect to %s',
    async (url) => {
      answer = (_, reply) => reply.writeHead(302, { location: encodeURI(url) }).end()
      await expect(fetch('http://page.example/')).rejects.toThrow()
      expect(asked).toEqual(['page.example/'])
    },
  )

  it('is asked for once by name: what the name answers later changes nothing', async () => {
    let count = 0
    const resolve = async () => (count++ === 0 ? ['93.184.216.34'] : ['127.0.0.1'])
    const rebinding = buildGuardedFetch({ ...network, resolve })
    const options = { accept: '*/*', mostBytes: 10, signal: AbortSignal.timeout(5_000) }
    await rebinding('http://rebind.example/', options)
    expect([count, reached]).toEqual([1, ['93.184.216.34 80']])
    answer = (_, reply) => reply.writeHead(301, { location: '/again' }).end()
    await expect(rebinding('http://rebind.example/', options)).rejects.toThrow('leads inside')
  })

  it('is followed three times, and no further', async () => {
    const redirect = (most: number): RequestListener => {
      let count = 0
      return (_, reply) => (count++ < most ? reply.writeHead(302, { location: `/${count}` }).end() : reply.end('there'))
    }
    answer = redirect(3)
    expect((await fetch('http://page.example/')).bytes.toString()).toBe('there')
    answer = redirect(4)
    await expect(fetch('http://page.example/')).rejects.toThrow('answered 302')
  })

  it('is read so far and so long', async () => {
    answer = (_, reply) => reply.end('x'.repeat(5_000))
    const page = await fetch('http://page.example/', 1_000)
    expect([page.bytes.length, page.isCut]).toEqual([1_000, true])
    answer = (_, reply) => void reply.write('x')
    await expect(fetch('http://page.example/', 1_000, 100)).rejects.toThrow()
    answer = () => undefined
    await expect(fetch('http://page.example/', 1_000, 100)).rejects.toThrow()
    network = { ...network, resolve: () => new Promise(() => undefined) }
    await expect(fetch('http://page.example/', 1_000, 100)).rejects.toThrow('too late')
  })

  it('is told nothing but what is wanted', async () => {
    let headers: object = {}
    answer = (request, reply) => {
      headers = request.headers
      reply.setHeader('set-cookie', 'a=b').end()
    }
    await fetch('http://page.example/')
    expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent'])
  })

  it('is refused where it comes packed', async () => {
    answer = (_, reply) => reply.writeHead(200, { 'content-encoding': 'gzip' }).end('x')
    await expect(fetch('http://page.example/')).rejects.toThrow('packed')
  })
})

describe('an address', () => {
  it.each(['93.184.216.34', '1.1.1.1', '2606:4700::1111', '::ffff:1.1.1.1'])('leads out where it is %s', (address) => {
    expect(isOutside(address)).toBe(true)
  })
  it.each(['', 'localhost', '1.1.1.1.1', '::ffff:10.0.0.1', 'fe80::1%eth0'])('does not where it is %j', (address) => {
    expect(isOutside(address)).toBe(false)
  })
})
