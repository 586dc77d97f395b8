import { z } from 'zod'
import { parseEventId, parseRoomId, type RoomId } from '../../../common/ids.ts'
import type {
  ChosenAuthority,
  DesktopAccount,
  DesktopNote,
  DesktopNoteOutcome,
  DesktopRoomPlace,
  DesktopUnread,
  DesktopUpdate,
  ServerCheck,
  UpdateStep,
} from '../../bridge.ts'
import { bridgeChannels } from '../../preload/bridge-channels.ts'
import { type CaptureKind, captureKinds } from '../windows/capture-gate.ts'
import { type BridgeCaller, type BridgeRegistry, nothing } from './bridge-registry.ts'

/** What the pages may ask of the desktop, each by the account whose page it is. */
export type BridgePorts = {
  readonly openOutside: (url: string) => void
  readonly setUnread: (account: string, unread: DesktopUnread) => void
  readonly notify: (account: string, note: DesktopNote) => Promise<DesktopNoteOutcome>
  readonly withdrawNote: (account: string, tag: string) => void
  /** `page`: the contents that asks. */
  readonly beginCapture: (page: object, kind: CaptureKind) => Promise<boolean>
  readonly endCapture: (page: object) => void
  readonly openRoomWindow: (account: string, room: RoomId) => void
  readonly leaveTo: (account: string, place: DesktopRoomPlace) => void
  readonly onListening: (caller: BridgeCaller) => void
  readonly idleForMs: () => number
  readonly checkServer: (address: string) => Promise<ServerCheck>
  readonly findLocalServer: () => Promise<ServerCheck>
  readonly chooseAuthority: () => Promise<ChosenAuthority>
  readonly addAccount: (address: string) => Promise<ServerCheck>
  readonly cancelSetUp: () => void
  readonly update: () => DesktopUpdate
  readonly doUpdate: (what: UpdateStep) => Promise<void> | void
  readonly serverAddress: (account: string) => string
  readonly listAccounts: () => readonly DesktopAccount[]
  readonly showAccount: (id: string) => void
  readonly addAnother: () => void
  readonly removeAccount: (account: string, how: { readonly evenUnheard: boolean }) => Promise<'removed' | 'unheard'>
}

const addressSchema = z.string().min(1).max(300)
const countSchema = z.int().min(0).max(100)
const unreadSchema = z.strictObject({ unread: countSchema, forYou: countSchema })
const tagSchema = z.string().min(1).max(200)
const noteSchema = z.strictObject({
  title: z.string().max(400),
  text: z.string().max(1_000),
  tag: tagSchema,
  room: z
    .string()
    .refine((room) => parseRoomId(room) !== undefined)
    .optional(),
  message: z
    .string()
    .refine((message) => parseEventId(message) !== undefined)
    .optional(),
  hasSound: z.boolean(),
  canAct: z.boolean(),
})
const updateStepSchema = z.enum(['check', 'load', 'cancel', 'install', 'later'])
const roomSchema = z.string().transform((text, context) => {
  const room = parseRoomId(text)
  if (room !== undefined) return room
  context.addIssue('no room')
  return z.NEVER
})
const placeSchema = z.strictObject({
  kind: z.literal('room'),
  room: roomSchema,
  message: z
    .string()
    .refine((text) => parseEventId(text) !== undefined)
    .optional(),
})
const accountIdSchema = z.string().regex(/^[a-z0-9]{16}$/)

export function handleBridge({ handle }: BridgeRegistry, ports: BridgePorts): void {
  const ofAccount = <Value>(schema: z.ZodType<Value>) => ({ from: ['account'] as const, schema })
  const ofSetUp = <Value>(schema: z.ZodType<Value>) => ({ from: ['set-up'] as const, schema })
  const ofBoth = <Value>(schema: z.ZodType<Value>) => ({ from: ['account', 'set-up'] as const, schema })

  handle(bridgeChannels.openExternal, ofBoth(z.string().max(4_096)), (url) => ports.openOutside(url))
  handle(bridgeChannels.setUnread, ofAccount(unreadSchema), (unread, { account, room }) => {
    // The account's own page counts; a window that has just begun to load knows of nothing yet.
    if (room === undefined) ports.setUnread(account, unread)
  })
  handle(bridgeChannels.beginCapture, ofAccount(z.enum(captureKinds)), (kind, _caller, page) =>
    ports.beginCapture(page, kind),
  )
  handle(bridgeChannels.endCapture, ofAccount(nothing), (_value, _caller, page) => ports.endCapture(page))
  handle(bridgeChannels.openRoomWindow, ofAccount(roomSchema), (room, { account }) =>
    ports.openRoomWindow(account, room),
  )
  handle(bridgeChannels.leaveTo, ofAccount(placeSchema), (place, { account }) => ports.leaveTo(account, place))
  handle(bridgeChannels.notify, ofAccount(noteSchema), (note, { account }) =>
    ports.notify(account, note as DesktopNote),
  )
  handle(bridgeChannels.withdrawNote, ofAccount(tagSchema), (tag, { account }) => ports.withdrawNote(account, tag))
  handle(bridgeChannels.takePlaces, ofBoth(nothing), (_value, caller) => ports.onListening(caller))

  handle(bridgeChannels.idleForMs, ofAccount(nothing), () => ports.idleForMs())

  handle(bridgeChannels.checkServer, ofSetUp(addressSchema), (address) => ports.checkServer(address))
  handle(bridgeChannels.findLocalServer, ofSetUp(nothing), () => ports.findLocalServer())
  handle(bridgeChannels.chooseAuthority, ofSetUp(nothing), () => ports.chooseAuthority())
  handle(bridgeChannels.addAccount, ofSetUp(addressSchema), (address) => ports.addAccount(address))
  handle(bridgeChannels.cancelSetUp, ofSetUp(nothing), () => ports.cancelSetUp())

  handle(bridgeChannels.update, ofAccount(nothing), () => ports.update())
  handle(bridgeChannels.doUpdate, ofAccount(updateStepSchema), (what) => ports.doUpdate(what))
  handle(bridgeChannels.serverAddress, ofAccount(nothing), (_value, { account }) => ports.serverAddress(account))
  handle(bridgeChannels.listAccounts, ofBoth(nothing), () => ports.listAccounts())
  handle(bridgeChannels.showAccount, ofAccount(accountIdSchema), (id) => ports.showAccount(id))
  handle(bridgeChannels.addAnother, ofAccount(nothing), () => ports.addAnother())
  handle(bridgeChannels.removeAccount, ofAccount(z.strictObject({ evenUnheard: z.boolean() })), (how, { account }) =>
    ports.removeAccount(account, how),
  )
}
