import type { RoomId } from '../../common/ids.ts'
import type { TestClient, TestProfile, TestStart } from './engine-test-client.ts'
import { buildTestProfile, signUp, startTestClient } from './engine-test-client.ts'
import type { TestInstallation } from './engine-test-server.ts'
import { startTestInstallation, until } from './engine-test-server.ts'

/** For tests: an installation, and engines that are stopped with it. */
export type EngineTestbed = {
  readonly installation: TestInstallation
  start(profile?: TestProfile, options?: TestStart): Promise<TestClient>
  /** Two people who are in a room and have it open. */
  startPair(benProfile?: TestProfile, options?: TestStart): Promise<TestPair>
  stop(): Promise<void>
}
export type TestPair = {
  readonly ana: TestClient
  readonly ben: TestClient
  readonly anaProfile: TestProfile
  readonly room: RoomId
}

export async function startEngineTestbed(env?: Readonly<Record<string, string>>): Promise<EngineTestbed> {
  const installation = await startTestInstallation(env)
  const running: TestClient[] = []

  async function start(profile = buildTestProfile(), options = {}) {
    const client = await startTestClient(installation.origin, profile, options)
    running.push(client)
    return client
  }
  return {
    installation,
    start,
    async startPair(benProfile, options) {
      const anaProfile = buildTestProfile()
      const [ana, ben] = await Promise.all([start(anaProfile, options), start(benProfile, options)])
      const [, handle] = await Promise.all([signUp(ana), signUp(ben)])
      const found = await ana.get({ kind: 'find-user', handle })
      if (found === null) throw new Error(`${handle} was not found`)
      const { room } = await ana.get({ kind: 'create-room', name: 'Tea', members: [found.id] })
      await until('both are in the room', () => ben.state().rooms[room] && ana.state().rooms[room])
      for (const client of [ana, ben]) {
        await client.get({ kind: 'open-room', room })
        await until('online', () => client.state().connection.kind === 'online')
        // Else whoever takes the server away leaves them with what they may not do yet.
        await until('may speak and hear there', () => client.listensTo(room))
      }
      return { ana, ben, anaProfile, room }
    },
    async stop() {
      await Promise.all(running.map(({ engine }) => engine.stop()))
      await installation.stop()
    },
  }
}

export function numbered(count: number, word: string): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${word} ${index + 1}`)
}
