import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import { type SearchAnswer, searchAnswerSchema } from '../../../common/http-contract/search-contract.ts'
import type { Result } from '../../../common/result.ts'
import type { MessageSearch } from '../../search-command.ts'
import type { AskApi } from './api-request.ts'

export type SearchCalls = {
  searchMessages(
    search: MessageSearch,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Result<SearchAnswer>>
}

/** Somebody looks at the screen: what is here is better than an answer that takes longer. */
const patienceMs = 6_000

export function buildSearchCalls(asked: AskApi): SearchCalls {
  return {
    searchMessages: ({ q, rooms, from, before, after, has, mentions }, { limit, cursor }) => {
      const query = new URLSearchParams({ limit: String(limit) })
      const given = {
        ...{ q: q === '' ? undefined : q, room: rooms?.join(','), from: from?.join(','), before, after, has, cursor },
        mentions: mentions === true ? 'me' : undefined,
      }
      for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, String(value))
      return asked({ method: 'GET', path: apiPaths.search(String(query)), timeoutMs: patienceMs }, searchAnswerSchema)
    },
  }
}
