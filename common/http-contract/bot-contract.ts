import { z } from 'zod'
import { publicNkeySchema, userIdSchema } from '../id-schemas.ts'
import { displayNameSchema, typedHandleSchema, userSchema } from './account-contract.ts'

/** Bots and what they sign in with. Paths are under `/api/v1`. */
export const createBotBodySchema = z.strictObject({ handle: typedHandleSchema, displayName: displayNameSchema })
export type CreateBotBody = z.output<typeof createBotBodySchema>

/** `keys`: those that have a credential that is good now. */
export const botSchema = userSchema.extend({
  createdAt: z.int(),
  keys: z.array(z.object({ publicKey: publicNkeySchema, issuedAt: z.int(), expiresAt: z.int() })),
})
export type Bot = z.output<typeof botSchema>
export const botAnswerSchema = z.object({ bot: botSchema })
/** Oldest first. */
export const botsSchema = z.object({ bots: z.array(botSchema) })

/** Without a key the server makes one, and the file holds its seed. */
export const botKeyBodySchema = z.strictObject({ publicKey: publicNkeySchema.optional() })

/**
 * `creds`: a NATS credentials file, told once. `servers`: WebSocket URLs; the broker takes these connections by no other
 * way. `user`: in whose name the bot publishes.
 */
export const botCredentialsSchema = z.object({
  creds: z.string(),
  user: userIdSchema,
  publicKey: publicNkeySchema,
  expiresAt: z.int(),
  servers: z.array(z.string()),
})
export type BotCredentials = z.output<typeof botCredentialsSchema>

export const botNonceSchema = z.object({ nonce: z.string() })
/** `signature`: base64url of the nkey's signature over the nonce's characters. */
export const renewBotBodySchema = z.strictObject({
  publicKey: publicNkeySchema,
  signature: z.string().regex(/^[A-Za-z0-9_+/-]{86}={0,2}$/, 'must be the base64url of a 64-byte signature'),
})
export type RenewBotBody = z.output<typeof renewBotBodySchema>
export const renewedBotSchema = z.object({ jwt: z.string(), expiresAt: z.int(), servers: z.array(z.string()) })
