import { appError } from '../../../common/app-error.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import { askServerAdmin } from '../commands.ts'

/** As the schemas of the contract are: screens use them, and know nothing of what makes them. */
type AnswerReader<Value> = {
  readonly safeParse: (
    answer: unknown,
  ) => { readonly success: true; readonly data: Value } | { readonly success: false; readonly error: unknown }
}
type Call = Parameters<typeof askServerAdmin>[0]

/** Most of a list that the server gives at once. */
export const mostAtOnce = 1_000

/** A call of administration, its answer read by the contract. Anything else is no answer of this server. */
export async function askAdmin<Value>(call: Call, reader: AnswerReader<Value>): Promise<Result<Value>> {
  const answer = await askServerAdmin(call)
  if (!answer.ok) return answer
  const parsed = reader.safeParse(answer.value)
  return parsed.success ? ok(parsed.data) : err(appError('busy', { cause: String(parsed.error) }))
}

/** Of what only is to be done: whether one server of the broker has not confirmed it yet. */
export async function doAdmin(call: Call): Promise<Result<{ readonly isPending: boolean }>> {
  const answer = await askServerAdmin(call)
  if (!answer.ok) return answer
  const { value } = answer
  return ok({ isPending: typeof value === 'object' && value !== null && 'pending' in value })
}

/** Lines as a file. */
export async function fetchAdminLines(path: string): Promise<Result<Blob>> {
  const answer = await askServerAdmin({ method: 'GET', path, takes: 'lines' })
  if (!answer.ok) return answer
  return answer.value instanceof Blob ? ok(answer.value) : err(appError('busy'))
}

/** `a=1&b=2` of what is given; what is empty is left out. */
export function buildAdminQuery(query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
}
