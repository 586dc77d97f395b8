import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import { endChild } from '../../test-kit/child-process.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../rigs/raw-person.ts'
import { createRoom, createTestFolder, startTestServer, type TestServer, until } from '../rigs/test-server.ts'

/**
 * The bots of `examples/`, as people run them. Where the tool of one cannot be had it is skipped, and its name says which. For
 * Python: `pip install "nats-py[nkeys,aiohttp]"`, with `PYTHONPATH` if need be.
 */
const has = (command: string, args: readonly string[]) => spawnSync(command, args, { timeout: 20_000 }).status === 0
const bots = [
  { name: 'Node', command: [process.execPath, 'examples/node/echo-bot.mjs'], renews: true, isThere: true },
  {
    name: 'Python (skipped where python3 has no nats-py)',
    command: ['python3', 'examples/python/echo_bot.py'],
    renews: true,
    isThere: has('python3', ['-c', 'import nats, nkeys, aiohttp']),
  },
  {
    name: 'the shell (skipped where there is no nats command)',
    command: ['bash', 'examples/shell/echo-bot.sh'],
    renews: false,
    isThere: has('nats', ['--version']),
  },
] as const

describe.skipIf(natsServerBinary === undefined)('the example bot', () => {
  const folder = createTestFolder()
  const children = new Set<ChildProcess>()
  let server: TestServer
  let url: string
  let maker: RawPerson
  beforeAll(async () => {
    server = await startTestServer()
    url = await server.run.app.listen({ host: '127.0.0.1', port: 0 })
    maker = await createRawPerson(server, 'maker')
  })
  afterAll(async () => {
    for (const child of children) {
      // With what it started itself.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM')
      await endChild(child)
    }
    await server?.stop()
    folder.remove()
  })

  const textsOf = async (room: RoomId) =>
    (await maker.ask('GET', apiPaths.messages(room)))
      .json()
      .messages.map((one: { text: string }) => one.text) as string[]
  const add = async (room: RoomId, bot: UserId) =>
    expect((await maker.ask('PUT', apiPaths.member(room, bot))).statusCode).toBe(204)
  /** Said again until it is heard: a bot that is still connecting hears nothing. */
  async function expectEcho(room: RoomId, word: string): Promise<void> {
    const { live, say } = await maker.connect()
    await until(async () => {
      await say(room, `!echo ${word}`)
      for (let tries = 0; tries < 25; tries++) {
        if ((await textsOf(room)).includes(word)) return true
        await new Promise((next) => setTimeout(next, 40))
      }
      return false
    })
    await live.close()
  }

  for (const [place, { name, command, renews, isThere }] of bots.entries()) {
    it.skipIf(!isThere)(`for ${name} answers in its room, and in one it is added to later`, async () => {
      const room = (await createRoom(server.call, maker.accessToken)).id
      const made = await maker.ask('POST', apiPaths.bots, { handle: `echo-${place}`, displayName: 'Echo' })
      const bot = made.json().bot.id as UserId
      await add(room, bot)
      const { creds, servers } = (await maker.ask('POST', apiPaths.botCredentials(bot))).json()
      const file = join(folder.path, `${place}.creds`)
      writeFileSync(file, creds, { mode: 0o600 })
      const env = { NATTER_URL: url, NATTER_CREDS: file, NATTER_SERVER: servers[0], NATTER_ROOM: room }
      const [program, ...args] = command
      const child = spawn(program, args, {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      })
      children.add(child)
      await expectEcho(room, 'tea')
      if (!renews) return
      const later = (await createRoom(server.call, maker.accessToken)).id
      await add(later, bot)
      await expectEcho(later, 'more tea')
      await expectEcho(room, 'still here')
    })
  }
})
