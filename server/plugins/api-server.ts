import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { AdminScope } from '../../common/http-contract/admin-contract.ts'
import type { DeviceId, UserId } from '../../common/ids.ts'

/** What a `<domain>-routes` file is handed: schemas are zod's and type the handlers. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** Adds a domain's routes. `build-app.ts` decides in which scope: signed-in routes need not remember to ask who calls. */
export type AddRoutes = (api: ApiServer) => void

/** Who calls, as the access token says and the store confirmed. `accessToken` as it was sent: proofs are made over it. */
export type Caller = { readonly user: UserId; readonly device: DeviceId; readonly accessToken: string }

/** Who administers: a person, or a token that one of them made and that holds the scope of the call. */
export type Administrator =
  | { readonly kind: 'user'; readonly user: UserId }
  | {
      readonly kind: 'token'
      /** Its id. */
      readonly token: string
      readonly maker: UserId
      readonly scopes: readonly AdminScope[]
    }

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its body may take as long as it does; the route sees to who sends nothing. */
    isLong?: true
  }
  interface FastifyRequest {
    caller: Caller | undefined
    administrator: Administrator | undefined
  }
  interface FastifyContextConfig {
    /** Of a call of administration: what a token needs for it. `no-token`: none has it. */
    scope?: AdminScope | 'no-token'
  }
}

/** For routes in the scope of administration. Elsewhere there is none, and asking is a bug. */
export function administratorOf(request: Pick<FastifyRequest, 'administrator'>): Administrator {
  if (request.administrator === undefined) throw new Error('no administrator: the route is not in their scope')
  return request.administrator
}

/** For routes in the signed-in scope. Elsewhere there is no caller, and asking is a bug. */
export function callerOf(request: Pick<FastifyRequest, 'caller'>): Caller {
  if (request.caller === undefined) throw new Error('no caller: the route is not in the signed-in scope')
  return request.caller
}
