import { headers as buildHeaders } from 'nats.ws'
import { z } from 'zod'
import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import { subjects } from '../../../common/subjects.ts'
import { decodeUtf8 } from '../../../common/text-codec.ts'
import { encodeBody } from '../../../common/wire-decode.ts'
import type { MemberEvent } from '../../../common/wire-event.ts'
import type { BrokerLink } from './socket-link.ts'
import { publishErrorOf } from './wire-fault.ts'

/**
 * Path of a message, station 3 of 9: published to `send.<room>.<user>.event` with the one header `Nats-Msg-Id`. Stored
 * is only what the stream has acknowledged with a sequence; every other outcome leaves the event in the outbox
 * (outbox/). It goes on in the stream: server/streams/event-streams.ts.
 */
export type PublishAck = { readonly seq: number; readonly duplicate: boolean }

const ackSchema = z.object({ stream: z.string(), seq: z.int().min(1), duplicate: z.boolean().optional() })
const refusalSchema = z.object({ error: z.object({ code: z.int(), err_code: z.int().optional() }) })

const ackTimeoutMs = 5_000
/** JetStream's own codes for "no more room here". Source: nats-server, server/errors.json. */
const fullCodes: ReadonlySet<number> = new Set([10023, 10047, 10077])

export async function publishEvent(
  link: BrokerLink,
  where: { readonly room: RoomId; readonly me: UserId },
  event: MemberEvent,
): Promise<Result<PublishAck>> {
  const header = buildHeaders()
  header.append('Nats-Msg-Id', event.id)
  try {
    const subject = subjects.sendEvent(where.room, where.me)
    const request = link.connection.request(subject, encodeBody(event), { headers: header, timeout: ackTimeoutMs })
    const answer = await link.track(request)
    return readAck(answer.data)
  } catch (cause) {
    return err(publishErrorOf(cause))
  }
}

function readAck(data: Uint8Array): Result<PublishAck> {
  const body = readBody(data)
  const ack = ackSchema.safeParse(body)
  if (ack.success) return ok({ seq: ack.data.seq, duplicate: ack.data.duplicate === true })
  const refusal = refusalSchema.safeParse(body)
  return err(refusal.success ? errorOfRefusal(refusal.data.error) : appError('nats-unavailable', { cause: 'ack' }))
}

function errorOfRefusal({ code, err_code: detail }: { code: number; err_code?: number | undefined }): AppError {
  if (detail !== undefined && fullCodes.has(detail)) return appError('stream-full', { cause: detail })
  // "message size exceeds maximum allowed"
  if (detail === 10054) return appError('message-too-large', { cause: detail })
  return code >= 500 ? appError('nats-unavailable', { cause: detail }) : appError('busy', { cause: detail })
}

function readBody(data: Uint8Array): unknown {
  try {
    return JSON.parse(decodeUtf8(data))
  } catch {
    return undefined
  }
}
