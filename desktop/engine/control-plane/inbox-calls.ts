import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import {
  type DismissBody,
  type Inbox,
  type InboxQuery,
  inboxSchema,
} from '../../../common/http-contract/inbox-contract.ts'
import type { Result } from '../../../common/result.ts'
import type { AskApi } from './api-request.ts'

export type InboxCalls = {
  inbox(page: Partial<InboxQuery>): Promise<Result<Inbox>>
  dismissInbox(body: DismissBody): Promise<Result<unknown>>
  seeInbox(upTo: number): Promise<Result<unknown>>
}

export function buildInboxCalls(asked: AskApi): InboxCalls {
  return {
    inbox: (page) => {
      const query = new URLSearchParams()
      for (const [name, value] of Object.entries(page)) if (value !== undefined) query.set(name, String(value))
      return asked({ method: 'GET', path: apiPaths.inbox(String(query)) }, inboxSchema)
    },
    dismissInbox: (body) => asked({ method: 'POST', path: apiPaths.dismissInbox, body }, undefined),
    seeInbox: (upTo) => asked({ method: 'POST', path: apiPaths.seeInbox, body: { upTo } }, undefined),
  }
}
