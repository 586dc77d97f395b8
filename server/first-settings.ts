import type { ServerSettings } from '../common/http-contract/server-settings-contract.ts'
import type { ServerConfig } from './server-config.ts'

/** What a new server is set to, until an administrator changes it. */
export function firstSettings(config: ServerConfig): ServerSettings {
  return {
    registration: config.registration,
    contacts: config.contacts,
    memberInvites: false,
    memberCap: config.memberCap,
    fileBytes: config.fileLimits.fileBytes,
    bots: 'admins',
    retentionDays: null,
  }
}
