import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appError } from '../../common/app-error.ts'
import { err, ok } from '../../common/result.ts'
import { buildPictureReader } from '../pictures/picture-reader.ts'
import { newRoom, newUser, type OpenDatabase } from '../rigs/conformance/store-samples.ts'
import { openSqliteDoors } from '../rigs/sqlite-test-doors.ts'
import { buildAvatarService } from './avatar-service.ts'
import { buildAvatarShelf } from './avatar-shelf.ts'

let database: OpenDatabase
let picture: Buffer
beforeAll(async () => {
  database = await openSqliteDoors()
  picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
})
afterAll(() => database.drop())

const nobody = err(appError('user-unknown'))
function build(more: Partial<Parameters<typeof buildAvatarService>[0]>) {
  const shelf = buildAvatarShelf(database.first.records, buildPictureReader(), Date.now)
  const avatars = buildAvatarService({
    shelf,
    checkUser: async () => nobody,
    checkRoom: async () => nobody,
    findRoomOfInvite: async () => nobody,
    sayOfUser: async () => true,
    sayOfRoom: async () => ok(undefined),
    mayChangeRoom: async () => ok(undefined),
    ...more,
  })
  return { shelf, avatars }
}

test('the picture that comes in while its owner deletes the account is kept nowhere', async () => {
  const user = newUser()
  const { shelf, avatars } = build({ sayOfUser: async () => false })
  const put = await avatars.putOwn(user, picture)
  expect(put.ok ? 'put' : put.error.code).toBe('session-ended')
  expect(await shelf.load(user)).toBeUndefined()
})

test('a picture that a crash left there is not shown by an invitation once the room has none', async () => {
  const room = newRoom()
  const shown: { avatar?: string } = { avatar: 'v1' }
  const { shelf, avatars } = build({ findRoomOfInvite: async () => ok({ room, ...shown }) })
  await shelf.put(room, picture)
  expect((await avatars.loadOfInvite('code')).ok).toBe(true)
  delete shown.avatar
  expect((await avatars.loadOfInvite('code')).ok).toBe(false)
})
