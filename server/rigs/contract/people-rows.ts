import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { ContractRows, ContractWorld } from './contract-world.ts'

const noRequest = ['eve', 404, 'request-unknown'] as const
const stranger = ['eve', 404, 'user-unknown'] as const

/** Who knows whom. Afterwards Ana and Ben are contacts, and nobody else. */
export const peopleRows: ContractRows = {
  'GET /contacts': () => ({ by: 'ana', foreign: 'own', status: 200 }),
  'POST /contacts/requests': ({ keep }) => ({
    ...{ by: 'ana', foreign: 'own', status: 201 },
    body: { handle: 'ben', note: 'We met at the library.' },
    learn: (answer) => keep('request', answer.json().request.id),
  }),
  'POST /contacts/requests/{request}/accept': ({ of }) => ({
    ...{ by: 'ben', foreign: noRequest, at: { request: of('request') }, status: 200 },
  }),
  'POST /contacts/requests/{request}/decline': async (world) => ({
    ...{ by: 'cleo', foreign: noRequest, status: 204 },
    at: { request: await asked(world, 'cleo') },
  }),
  'DELETE /contacts/requests/{request}': async (world) => ({
    ...{ by: 'ana', foreign: noRequest, status: 204 },
    at: { request: await asked(world, 'zoe') },
  }),
  'PATCH /contacts/{user}': ({ people }) => ({
    ...{ by: 'ana', foreign: ['eve', 404, 'contact-unknown'], at: { user: people.ben.id }, status: 200 },
    body: { nickname: 'Benno' },
  }),
  'GET /users/{user}': ({ people }) => ({
    ...{ by: 'ben', foreign: stranger, at: { user: people.ana.id }, status: 200 },
  }),
  'GET /users/{user}/avatar': ({ people }) => ({
    ...{ by: 'ben', foreign: stranger, at: { user: people.ana.id }, status: 200 },
  }),
  'DELETE /me/avatar': () => ({ by: 'ana', foreign: 'own', status: 204 }),
  'PUT /blocks/{user}': ({ people }) => ({ by: 'ana', foreign: 'own', at: { user: people.zoe.id }, status: 204 }),
  'DELETE /blocks/{user}': ({ people }) => ({ by: 'ana', foreign: 'own', at: { user: people.zoe.id }, status: 204 }),
}

async function asked({ people }: ContractWorld, handle: 'cleo' | 'zoe'): Promise<string> {
  return (await people.ana.ask('POST', apiPaths.contactRequests, { handle })).json().request.id
}
