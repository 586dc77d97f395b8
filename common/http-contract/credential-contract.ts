import { z } from 'zod'
import { publicNkeySchema } from '../id-schemas.ts'

/** `POST /credentials`. `proof`: base64url of the nkey's signature over the access token's characters, as sent. */
export const credentialBodySchema = z.strictObject({
  publicKey: publicNkeySchema,
  proof: z.string().regex(/^[A-Za-z0-9_-]{86}(?:==)?$/, 'must be the base64url of a 64-byte signature'),
})
export type CredentialBody = z.output<typeof credentialBodySchema>

/** `expiresAt` in ms; `version` changes when the rights of the user do (compare with the one in `GET /sync`); `servers`: WebSocket URLs. */
export const credentialSchema = z.object({
  jwt: z.string(),
  expiresAt: z.int(),
  version: z.string(),
  servers: z.array(z.string()),
})
export type Credential = z.output<typeof credentialSchema>
