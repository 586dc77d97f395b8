import type { EngineState } from '../../engine-contract.ts'
import { consoleAnswers } from './fixture-console-answers.ts'
import { recordAnswers } from './fixture-record-answers.ts'
import { roomAnswers } from './fixture-room-answers.ts'
import { decisions } from './notice-fixture.ts'

/** Water, and what stands in it: 96 by 64. */
const smallPicture =
  'UklGRvYAAABXRUJQVlA4IOoAAACwCACdASpgAEAAPqVAm0mxI6KhMr7cAiAUiWU7f3vu4HSCeABkjDzR/gS4pI9Kbe9tkM98SayIiGtUryE5jAPhJX2Zpph4KuwaIBvhygAA/uxWuaH0Y0dtrg+JnWB6Y9BXZ7HSeL9X/SV/ZYoQczdnVSB7zX/zN7+UI9VihBzN2zn+7UaEK2nQlL9OXOVgaTZH0c/UmWXXj010+4XvyTp5FAdzDmOAsKcYfqn9P+qdkVa/75d4qKvp/1INmYgW+/3b5Z3X/iOUutecFRGygBVSbNZ17noeAAor2n1Bxwh6bAh6J633MCYAAAA='

/** The text of a SharedWorker that shows one state and takes every command, in place of the engine. */
export function fixtureWorker(state: EngineState): string {
  return `
const state = ${JSON.stringify(state)}
const decisions = ${JSON.stringify(decisions)}
const devices = [
  { id: '1'.repeat(16), name: 'Firefox on Linux', createdAt: Date.now() - 9e8, lastSeenAt: Date.now(), current: true },
  { id: '2'.repeat(16), name: 'Natter on macOS', createdAt: Date.now() - 9e9, lastSeenAt: Date.now() - 3e8, current: false },
]
const people = {
  ana: { id: 'ana'.padEnd(16, '0'), handle: 'ana', displayName: 'Ana Lindqvist' },
  long: { id: 'long'.padEnd(16, '0'), handle: 'long', displayName: 'W'.repeat(64) },
}
const places = Object.keys(state.users).map((user) => ({ user, room: Object.keys(state.rooms)[0] }))
const invited = { room: { name: 'Harbour rebuild', topic: 'Berth 4 to 9, opening in March', members: 12, history: 'all' }, by: people.ana, expiresAt: Date.now() + 6e8 }
const refusals = {
  'preview-invite': ({ code }) => code.startsWith('dead') ? { code: 'invite-invalid' } : code.startsWith('broken') ? { code: 'network-unreachable' } : undefined,
}
const installers = [
  { name: 'Natter-1.0.0.AppImage', system: 'linux', sizeBytes: 118400000 },
  { name: 'Natter Setup 1.0.0.exe', system: 'windows', sizeBytes: 96000000 },
]
const reports = [{ id: 'r1', kind: 'message', at: Date.now() - 9e7, reason: 'spam', state: 'resolved', outcome: 'The message was removed.' }, { id: 'r2', kind: 'user', at: Date.now() - 9e5, reason: 'harassment', state: 'open' }]
const kept = Object.keys(state.rooms).slice(0, 4).map((room, index) => ({ room, messages: [4210, 812, 1, 96][index], bytes: [2480000, 391000, 640, 51200][index] }))
const picture = new Blob([Uint8Array.from(atob('${smallPicture}'), (sign) => sign.charCodeAt(0))], { type: 'image/webp' })
const sent = Object.values(state.timelines).flatMap(({ rows }) => rows).flatMap((row) => row.message?.attachments ?? [])
const fileInfo = ({ file }) => {
  const { file: _, caption: __, ...known } = sent.find((one) => one.file === file) ?? {}
  return { id: file, room: Object.keys(state.rooms)[0], name: 'file', mediaType: 'application/octet-stream', sizeBytes: 1, sha256: '0'.repeat(64), ...known }
}
${roomAnswers}
${consoleAnswers}
${recordAnswers}
const answers = { ...roomAnswers, 'load-inbox': () => ({ items: [] }), 'restore-inbox': () => true, 'count-shared': () => ({ files: 38, links: 9 }), 'load-file': () => ({ bytes: picture, picture }), 'load-sent-file-info': fileInfo, 'load-sent-file': ({ preview }) => (preview ? picture : null), 'ask-admin': (command) => recordAnswers(command) ?? consoleAnswers(command), 'list-members': ({ room }) => Object.keys(state.users).slice(0, 5),  'measure-kept': () => kept, 'list-notify-decisions': () => decisions, 'why-notified': () => decisions[1], 'load-server-settings': () => ({ ...serverSet, chosen: Object.keys(state.rooms).length > 0 }), 'list-reports': () => reports, 'preview-invite': () => invited, 'list-installers': () => installers, 'join-invite': () => Object.keys(state.rooms)[1] ?? null, 'list-people': () => places, 'list-rooms-with': () => Object.values(state.rooms).filter((room) => room.kind === 'group').map((room) => room.id).slice(0, 2), 'list-devices': () => devices, 'find-user': (command) => people[command.handle] ?? null }
const single = ['session', 'connection', 'roomsLoaded', 'contactsLoaded', 'presenceKnown', 'settings', 'told', 'savedList', 'inbox']
const changesOf = (patch) =>
  Object.entries(patch).map(([slice, value]) =>
    single.includes(slice) ? { slice, reason: 'session', value } : { slice, reason: 'messages', entries: value })
globalThis.onconnect = ({ ports: [port] }) => {
  const prepared = {}
  const held = {}
  let isGreeted = false
  new BroadcastChannel('fixture').onmessage = ({ data }) => {
    if (data.changes !== undefined) port.postMessage({ kind: 'changes', changes: data.changes })
    // What would come before the state is gone with it.
    else if (data.isHeard) isGreeted && new BroadcastChannel('prepared').postMessage('')
    else if (data.hold !== undefined) {
      held[data.hold] ??= []
      new BroadcastChannel('prepared').postMessage(data.hold)
    } else if (data.release !== undefined) {
      const waiting = held[data.release] ?? []
      delete held[data.release]
      for (const command of waiting) answer(command)
    } else if (data.answerTo === undefined) port.postMessage({ kind: 'changes', changes: changesOf(data) })
    else {
      prepared[data.answerTo] = data
      new BroadcastChannel('prepared').postMessage(data.answerTo)
    }
  }
  port.onmessage = ({ data }) => {
    if (data.kind === 'ping') port.postMessage({ kind: 'pong' })
    if (data.kind === 'hello') {
      port.postMessage({ kind: 'state', state })
      isGreeted = true
    }
    if (data.kind !== 'command') return
    new BroadcastChannel('asked').postMessage(data.command)
    const waiting = held[data.command.kind]
    if (waiting === undefined) answer(data)
    else waiting.push(data)
  }
  const answer = (data) => {
    const ready = prepared[data.command.kind]
    const refused = ready ? ready.error : refusals[data.command.kind]?.(data.command)
    if (refused) return port.postMessage({ kind: 'answer', call: data.call, result: { ok: false, error: refused } })
    if (ready) port.postMessage({ kind: 'changes', changes: changesOf(ready.patch) })
    const value = ready ? ready.value : answers[data.command.kind]?.(data.command) ?? null
    port.postMessage({ kind: 'answer', call: data.call, result: { ok: true, value } })
  }
}
`
}
