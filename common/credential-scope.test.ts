import { describe, expect, it } from 'vitest'
import type { ScopedRoom } from './credential-scope.ts'
import { buildScopeTags, clientTemplate } from './credential-scope.ts'
import type { RoomId, UserId } from './ids.ts'
import { subjects } from './subjects.ts'

const rooms = ['a', 'b', 'c'].map((letter) => `1.${letter.repeat(14)}` as RoomId)
const [room, elsewhere] = rooms as [RoomId, RoomId]
const [me, other] = ['m'.repeat(16), 'o'.repeat(16)] as [UserId, UserId]

/** As nats-server fills the template: a line with a tag stands once for each tag of that name, and not at all without one. */
function fill(pattern: string, tags: readonly string[]): string[] {
  const named = pattern.replaceAll('{{name()}}', me)
  const tag = /\{\{tag\((\w+)\)\}\}/.exec(named)
  if (tag === null) return [named]
  return tags.flatMap((one) =>
    one.startsWith(`${tag[1]}:`) ? [named.replace(tag[0], one.slice(one.indexOf(':') + 1))] : [],
  )
}
function allows(patterns: readonly string[], scope: readonly ScopedRoom[], subject: string): boolean {
  const given = subject.split('.')
  return patterns
    .flatMap((pattern) => fill(pattern, buildScopeTags(scope)))
    .some((pattern) => {
      const wanted = pattern.split('.')
      if (wanted.at(-1) !== '>' ? wanted.length !== given.length : given.length < wanted.length) return false
      return wanted.every((token, index) => token === '>' || token === '*' || token === given[index])
    })
}

describe('a credential', () => {
  const speaks = ['event', 'read', 'typing', 'hears'] as const
  const subjectOf = {
    event: subjects.sendEvent(room, me),
    read: subjects.sendRead(room, me),
    typing: subjects.roomTyping(room, me),
    hears: subjects.roomEvent(room, other),
  }
  const may = (scope: readonly ScopedRoom[]) =>
    speaks.filter((what) =>
      allows(what === 'hears' ? clientTemplate.subscribe : clientTemplate.publish, scope, subjectOf[what]),
    )

  it.each([
    ['room', ['event', 'read', 'typing', 'hears']],
    ['listen', ['read', 'hears']],
    ['hear', ['hears']],
  ] as const)('that says %s allows as much as it should', (reach, wanted) => {
    expect(may([{ room, reach }])).toEqual(wanted)
    expect(may([{ room: elsewhere, reach }])).toEqual([])
  })

  it('lets nobody speak for another, for the system or straight to the room, even its owner', () => {
    const scope: ScopedRoom[] = [{ room, reach: 'room' }]
    for (const subject of [
      subjects.sendEvent(room, other),
      subjects.sendEvent(room, 'system'),
      subjects.sendRead(room, other),
      subjects.roomTyping(room, other),
      subjects.roomEvent(room, me),
      subjects.roomPresence(room),
      subjects.roomHead(room),
      subjects.userTopic(me, 'rooms'),
      subjects.sendPresence(other),
      '$JS.API.STREAM.INFO.EVENTS-1',
      `_INBOX.${me}.x`,
    ])
      expect(allows(clientTemplate.publish, scope, subject)).toBe(false)
    for (const subject of [subjects.userTopic(other, 'rooms'), `_INBOX.${other}.x`, subjects.sendEvent(room, me), '>'])
      expect(allows(clientTemplate.subscribe, scope, subject)).toBe(false)
  })

  it('is the same for the same rights, in whatever order they are given', () => {
    const scope = rooms.map((one) => ({ room: one, reach: 'room' as const }))
    expect(buildScopeTags(scope.toReversed())).toEqual(buildScopeTags(scope))
    expect(buildScopeTags([{ room, reach: 'listen' }])).toEqual([`listen:${room}`])
  })
})
