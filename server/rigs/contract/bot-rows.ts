import { parseSeed } from '../../nats/nkey.ts'
import type { ContractRows, ContractWorld } from './contract-world.ts'

const unknown = ['eve', 404, 'bot-unknown'] as const
const noRight = ['ben', 403, 'not-allowed'] as const
const ofHook = ({ of }: ContractWorld) => ({ at: { room: of('room'), webhook: of('webhook') } })

/** What people make that acts by itself. */
export const botRows: ContractRows = {
  'POST /bots': ({ keep }) => ({
    ...{ by: 'ada', foreign: ['eve', 403, 'admin-required'], status: 201, lines: ['bot.created'] },
    body: { handle: 'teabot', displayName: 'Tea bot' },
    learn: (answer) => keep('bot', answer.json().bot.id),
  }),
  'GET /bots': () => ({ by: 'ada', foreign: 'own', status: 200 }),
  'POST /bots/{bot}/credentials': ({ of, keep }) => ({
    ...{ by: 'ada', foreign: unknown, at: { bot: of('bot') }, status: 200, lines: ['bot.credentials-issued'] },
    learn: (answer) => {
      keep('creds', answer.json().creds)
      keep('botKey', answer.json().publicKey)
    },
  }),
  'POST /bots/{bot}/credentials/nonce': ({ of, keep }) => ({
    ...{ foreign: 'open', at: { bot: of('bot') }, status: 200 },
    learn: (answer) => keep('nonce', answer.json().nonce),
  }),
  'POST /bots/{bot}/credentials/renew': ({ of }) => {
    const pair = parseSeed('user', /SU[A-Z2-7]{56}/.exec(of('creds'))?.[0] ?? '')
    if (pair === undefined) throw new Error('no seed in the file')
    const signature = pair.sign(Buffer.from(of('nonce'))).toString('base64url')
    const body = { publicKey: pair.publicKey, signature }
    return { foreign: 'open', at: { bot: of('bot') }, body, status: 200 }
  },
  'DELETE /bots/{bot}/credentials/{key}': ({ of }) => ({
    ...{ by: 'ada', foreign: unknown, at: { bot: of('bot'), key: of('botKey') }, status: 204 },
    lines: ['bot.key-revoked'],
  }),
  'DELETE /bots/{bot}': ({ of }) => ({
    ...{ by: 'ada', foreign: unknown, at: { bot: of('bot') }, status: 204, lines: ['bot.removed'] },
  }),
  'POST /rooms/{room}/webhooks': ({ of, keep }) => ({
    ...{ by: 'ana', foreign: noRight, at: { room: of('room') }, status: 201 },
    ...{ body: { name: 'Weather' }, lines: ['webhook.created'] },
    learn: (answer) => {
      keep('webhook', answer.json().id)
      keep('hook', answer.json().url.split('/').at(-1))
    },
  }),
  'GET /rooms/{room}/webhooks': ({ of }) => ({
    ...{ by: 'ana', foreign: noRight, at: { room: of('room') }, status: 200 },
  }),
  'POST /hooks/{token}': ({ of }) => ({
    ...{ foreign: 'open', at: { token: of('hook') }, status: 204, isLoose: true },
    body: { text: 'Rain from four.' },
  }),
  'POST /rooms/{room}/webhooks/{webhook}/rotate': (world) => ({
    ...{ ...ofHook(world), by: 'ana', foreign: noRight, status: 200, lines: ['webhook.rotated'] },
  }),
  'DELETE /rooms/{room}/webhooks/{webhook}': (world) => ({
    ...{ ...ofHook(world), by: 'ana', foreign: noRight, status: 204, lines: ['webhook.removed'] },
  }),
}
