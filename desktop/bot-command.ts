import type { Bot } from '../common/http-contract/bot-contract.ts'
import type { KeptData } from '../common/http-contract/kept-data-contract.ts'
import type { MadeWebhook, Webhook } from '../common/http-contract/webhook-contract.ts'
import type { PublicNkey, RoomId, UserId } from '../common/ids.ts'

/** What screens ask about programs that act for somebody. */
export type BotCommand =
  | { readonly kind: 'list-bots' }
  | { readonly kind: 'make-bot'; readonly handle: string; readonly displayName: string }
  /** For good; what it said stays. */
  | { readonly kind: 'remove-bot'; readonly bot: UserId }
  /** What a program signs in with. `keyFrom`: who makes the key pair; made here, its secret half never leaves this device. */
  | { readonly kind: 'issue-bot-file'; readonly bot: UserId; readonly keyFrom: 'device' | 'server' }
  | { readonly kind: 'revoke-bot-key'; readonly bot: UserId; readonly publicKey: PublicNkey }
  /** Of a room that I lead. */
  | { readonly kind: 'list-webhooks'; readonly room: RoomId }
  | { readonly kind: 'make-webhook'; readonly room: RoomId; readonly name: string }
  | { readonly kind: 'rotate-webhook'; readonly room: RoomId; readonly webhook: string }
  | { readonly kind: 'remove-webhook'; readonly room: RoomId; readonly webhook: string }

/** `text`: a NATS credentials file, told once. `servers`: where a program connects to. */
export type BotFile = {
  readonly text: string
  readonly publicKey: PublicNkey
  readonly expiresAt: number
  readonly servers: readonly string[]
}

export type BotAnswers = {
  readonly 'list-bots': readonly Bot[]
  readonly 'make-bot': Bot
  readonly 'issue-bot-file': BotFile
  readonly 'list-webhooks': readonly Webhook[]
  /** The address is told once. */
  readonly 'make-webhook': MadeWebhook
  readonly 'rotate-webhook': string
  /** What is kept here, where and for how long: for whoever asks, signed in or not. */
  readonly 'load-kept-data': KeptData
}
