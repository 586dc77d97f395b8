import { createHmac } from 'node:crypto'
import { apiPaths } from '../common/http-contract/api-paths.ts'
import type { UserId } from '../common/ids.ts'
import type { RoomState } from '../common/message.ts'
import { ok } from '../common/result.ts'
import { isReservedHandle } from './accounts/reserved-handles.ts'
import type { ServerSettingsService } from './admin/server-settings.ts'
import { type BotKeys, buildBotKeys } from './bots/bot-keys.ts'
import { type BotLedger, buildBotLedger } from './bots/bot-ledger.ts'
import { type BotService, buildBotService } from './bots/bot-service.ts'
import { buildHookPace } from './bots/hook-pace.ts'
import { buildRenewalNonces } from './bots/renewal-nonce.ts'
import { buildWebhookService, type WebhookService } from './bots/webhook-service.ts'
import type { BrokerPorts } from './broker-link.ts'
import type { SignInServices } from './build-sign-in.ts'
import type { ContactService } from './contacts/contact-service.ts'
import { buildCredentialRevoker, type CredentialRevoker, withBots } from './credentials/credential-revoker.ts'
import type { CredentialService } from './credentials/credential-service.ts'
import type { DepartureService } from './departures/departure-service.ts'
import { narrowScope, type RoomReach, type Scope } from './reach/room-reach.ts'
import type { RoomService } from './rooms/room-service.ts'
import type { ServerSecrets } from './secrets/server-secrets.ts'
import type { Store } from './store/store-port.ts'

/** What is tied to a person goes with them: rights are taken from their bots in the same push, and both hear of new ones. */
export function buildBotBonds(
  store: Pick<Store, 'records' | 'credentials' | 'cuts'>,
  broker: BrokerPorts,
  now: () => number,
): { readonly ledger: BotLedger; readonly revoker: CredentialRevoker; readonly hint: BrokerPorts['hint'] } {
  const ledger = buildBotLedger(store.records, now)
  return {
    ledger,
    revoker: withBots(buildCredentialRevoker(store.credentials, store.cuts, broker), ledger.listOf),
    hint: (user, topic, news) => {
      broker.hint(user, topic, news)
      if (topic !== 'credentials') return
      // Lost where the store is away, as any hint may be: whoever is cut asks anyway.
      void ledger.listOf([user]).then(
        (theirs) => {
          for (const bot of theirs) broker.hint(bot, topic)
        },
        () => undefined,
      )
    },
  }
}

export type BotParts = {
  readonly store: Store
  readonly ledger: BotLedger
  readonly settings: Pick<ServerSettingsService, 'load'>
  readonly isAdmin: (user: UserId) => Promise<boolean>
  readonly sessions: Pick<SignInServices['sessions'], 'check' | 'end'>
  readonly contacts: Pick<ContactService, 'listAddable'>
  readonly broker: Pick<BrokerPorts, 'publishMemberEvent'>
  readonly reachOf: (user: UserId, state: RoomState) => RoomReach
  readonly rooms: Pick<RoomService, 'join'>
  /** How this server is reached from outside. */
  readonly publicUrl: string
  /** Made after these. */
  readonly departures: () => DepartureService
  readonly credentials: () => CredentialService
  readonly secrets: Pick<ServerSecrets, 'refreshSecret'>
  readonly now: () => number
}

export type BotServices = {
  readonly bots: BotService
  readonly botKeys: BotKeys
  readonly webhooks: WebhookService
  /** Those of the people and bots whom this one may bring into a room without asking them. */
  readonly listAddable: ContactService['listAddable']
  /** What a credential says: of a bot no more than its maker's. */
  readonly narrow: (user: UserId, load: (user: UserId) => Promise<Scope>) => Promise<Scope>
  /** Whether a device may go on: of a bot while its maker may. */
  readonly checkDevice: SignInServices['sessions']['check']
}

export function buildBots(parts: BotParts): BotServices {
  const { store, ledger, now } = parts
  const bots = buildBotService({
    accounts: store.accounts,
    ledger,
    loadSettings: parts.settings.load,
    isAdmin: parts.isAdmin,
    isHeld: async (handle) => isReservedHandle(handle) || (await parts.departures().isResting(handle)),
    depart: async (bot, messages) => {
      const gone = await parts.departures().remove(bot, messages)
      return gone.ok ? ok(undefined) : gone
    },
    now,
  })
  const botKeys = buildBotKeys({
    bots,
    devices: store.devices,
    credentials: store.credentials,
    issueProven: (request) => parts.credentials().issueProven(request),
    endDevice: parts.sessions.end,
    nonces: buildRenewalNonces(createHmac('sha256', parts.secrets.refreshSecret).update('bot nonce').digest(), now),
    now,
  })
  const webhooks = buildWebhookService({
    ...{ records: store.records, rooms: store.rooms, archive: store.archive, bots, now },
    reachOf: parts.reachOf,
    join: (by, room, bot) =>
      parts.rooms.join(by, room, { kind: 'put-member', user: bot, role: 'member', via: 'added' }),
    publish: parts.broker.publishMemberEvent,
    pace: buildHookPace(now),
    urlOf: (token) => parts.publicUrl + apiPaths.hook(token),
  })
  return {
    bots,
    botKeys,
    webhooks,
    listAddable: async (by, users) => {
      const makers = await bots.loadMakers(users)
      const people = await parts.contacts.listAddable(by, [...users, ...makers.values()])
      // A bot for its maker, and for whoever might bring that one in; what keeps the two apart keeps the bot away.
      const isAddable = (user: UserId) => {
        const maker = makers.get(user) ?? user
        return maker === by || people.has(maker)
      }
      return new Set(users.filter(isAddable))
    },
    narrow: async (user, load) => {
      const [own, makers] = [await load(user), await bots.loadMakers([user])]
      const maker = makers.get(user)
      return maker === undefined ? own : narrowScope(own, await load(maker))
    },
    checkDevice: async (user, device, address) => {
      const own = await parts.sessions.check(user, device, address)
      return own.ok ? bots.checkMaker(user) : own
    },
  }
}
