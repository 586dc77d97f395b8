import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FileId, RoomId, UserId } from '../../common/ids.ts'
import { buildUserId, filePattern, idRandomBytes } from '../../common/ids.ts'

/**
 * Whose a file is and of which room stands in its id: the first half is random, the second says, to whoever has the server's secret,
 * who made it and where. So the archive judges a message the same today and when it is archived once more after a restore, whether
 * the file is still there or not, without asking anybody. The id lets nobody in: that is for membership to do.
 */
export type FileIds = {
  readonly create: (user: UserId, room: RoomId) => FileId
  /** The same for the same `what`: asked again, it is the same file. */
  readonly createFor: (user: UserId, room: RoomId, what: string) => FileId
  readonly isOf: (file: string, user: UserId, room: RoomId) => boolean
}

const half = 8
const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'

export function buildFileIds(secret: Buffer): FileIds {
  const key = createHmac('sha256', secret).update('file ids').digest()
  const lettersOf = (text: string) => {
    let number = createHmac('sha256', key).update(text).digest().readBigUInt64BE()
    let letters = ''
    for (let place = 0; place < half; place++, number /= 36n) letters += alphabet.charAt(Number(number % 36n))
    return letters
  }
  const sealOf = (chance: string, user: UserId, room: RoomId) => lettersOf(`${chance} ${user} ${room}`)
  return {
    create: (user, room) => {
      const chance = buildUserId(randomBytes(idRandomBytes)).slice(0, half)
      return `${chance}${sealOf(chance, user, room)}` as FileId
    },
    createFor: (user, room, what) => {
      const chance = lettersOf(`for ${user} ${room} ${what}`)
      return `${chance}${sealOf(chance, user, room)}` as FileId
    },
    isOf: (file, user, room) => {
      if (!filePattern.test(file)) return false
      const seal = sealOf(file.slice(0, half), user, room)
      return timingSafeEqual(Buffer.from(seal), Buffer.from(file.slice(half)))
    },
  }
}
