import { describe, expect, it } from 'vitest'
import type { RoomId, UserId } from './ids.ts'
import { parseRoomSubject, parseUserSubject, streams, subjects, userTopics } from './subjects.ts'

const room = '3.aaaaaaaaaaaaaa' as RoomId
const user = 'bbbbbbbbbbbbbbbb' as UserId

describe('subjects', () => {
  it.each([
    [subjects.sendEvent(room, user), user, 'event'],
    [subjects.sendEvent(room, 'system'), 'system', 'event'],
    [subjects.sendRead(room, user), user, 'read'],
    [subjects.roomEvent(room, user), user, 'event'],
    [subjects.roomEvent(room, 'system'), 'system', 'event'],
    [`room.${room}.${user}.read`, user, 'read'],
    [subjects.roomTyping(room, user), user, 'typing'],
    [subjects.roomCall(room, user), user, 'call'],
    [subjects.roomPresence(room), 'system', 'presence'],
    [subjects.roomHead(room), 'system', 'head'],
  ])('say of %s who said it and where', (subject, author, lane) => {
    expect(parseRoomSubject(subject)).toEqual({ room, author, lane })
  })

  it.each([
    ['a member speaking for the archive', `room.${room}.${user}.head`],
    ['the system reading', `room.${room}.system.read`],
    ['the system typing', `room.${room}.system.live.typing`],
    ['a member saying who is there', `room.${room}.${user}.presence`],
    ['typing into a stream', `send.${room}.${user}.live.typing`],
    ['presence in a stream', `send.${room}.${user}.presence`],
    ['a head in a stream', `send.${room}.system.head`],
    ['a lane that is none', `room.${room}.${user}.shout`],
    ['a lane with more behind it', `room.${room}.${user}.event.more`],
    ['a lane of a prototype', `room.${room}.${user}.constructor`],
    ['no lane', `room.${room}.${user}`],
    ['no author', `room.${room}.event`],
    ['an author that is no id', `room.${room}.Bob.event`],
    ['a room of one token', `room.aaaaaaaaaaaaaa.${user}.event`],
    ['wildcards', `room.${room}.*.event`],
    ['another root', `user.${room}.${user}.event`],
    ['presence of a user', subjects.sendPresence(user)],
    ['nothing', ''],
  ])('are not taken for a room’s when they are %s', (_, subject) => {
    expect(parseRoomSubject(subject)).toBeUndefined()
  })

  it('give a user’s topic back, each of them', () => {
    for (const topic of userTopics) expect(parseUserSubject(subjects.userTopic(user, topic))).toEqual({ user, topic })
  })

  it.each([
    `user.${user}.gossip`,
    `user.${user}`,
    `user.${user}.rooms.more`,
    'user.system.rooms',
    `room.${user}.rooms`,
    `user.${user}.length`,
  ])('are not taken for a user’s when they are %s', (subject) => expect(parseUserSubject(subject)).toBeUndefined())

  it('are kept by the stream of their room’s shard, and come back under `room.` with the same tokens', () => {
    const matches = (pattern: string, subject: string) => {
      const [wanted, given] = [pattern.split('.'), subject.split('.')]
      return wanted.length === given.length && wanted.every((token, index) => token === '*' || token === given[index])
    }
    expect(matches(streams.eventsSubject(3), subjects.sendEvent(room, user))).toBe(true)
    expect(matches(streams.eventsSubject(3), subjects.sendEvent(room, 'system'))).toBe(true)
    expect(matches(streams.eventsSubject(4), subjects.sendEvent(room, user))).toBe(false)
    expect(matches(streams.eventsSubject(3), subjects.sendRead(room, user))).toBe(false)
    expect(matches(streams.readsSubject(3), subjects.sendRead(room, user))).toBe(true)
    expect(matches(streams.eventsOfRoom(room), subjects.sendEvent(room, user))).toBe(true)
    const [, , rest, who] = subjects.sendEvent(room, user).split('.')
    const republished = streams
      .republishEvents(3)
      .replace('{{wildcard(1)}}', String(rest))
      .replace('{{wildcard(2)}}', String(who))
    expect(republished).toBe(subjects.roomEvent(room, user))
    expect(streams.republishReads(3).replace('{{wildcard(1)}}', String(rest)).replace('{{wildcard(2)}}', user)).toBe(
      `room.${room}.${user}.read`,
    )
  })
})
