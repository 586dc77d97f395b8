import { erasureReportLifeMs } from '../../common/http-contract/erasure-contract.ts'
import { unpostedLifeMs, uploadLifeMs } from '../../common/http-contract/file-contract.ts'
import type { KeptData, KeptKind, KeptPlace } from '../../common/http-contract/kept-data-contract.ts'
import { keptAnswersMs } from '../plugins/idempotency.ts'

export type KeptFacts = {
  /** Of the server; null: for good. */
  readonly retentionDays: number | null
  readonly store: 'sqlite' | 'mongo'
  readonly files: 'folder' | 's3'
  readonly credentialMs: number
  readonly signInMs: number
}

const [hour, day] = [3_600_000, 86_400_000]

type Kept = KeptData['kept'][number] & { readonly what: KeptKind; readonly where: KeptPlace }

/** What this server keeps of people, where and for how long: said by the settings as they are. Pure. */
export function buildKeptData({
  retentionDays,
  store,
  files,
  credentialMs,
  signInMs,
}: KeptFacts): KeptData & { readonly kept: Kept[] } {
  const archive = store === 'mongo' ? 'MongoDB' : 'SQLite, in the data folder'
  const bytes = files === 's3' ? 'S3' : 'the data folder'
  const forWords = retentionDays === null ? {} : { forMs: retentionDays * day }
  return {
    retentionDays,
    kept: [
      {
        what: 'messages',
        where: archive,
        ...forWords,
        until:
          'their author, an admin of the room or this setting removes them; what others passed on is theirs, with copies of the files',
      },
      {
        what: 'versions-of-messages',
        where: archive,
        ...forWords,
        until: 'the message is removed; of one message its first words and the newest, 100 at most',
      },
      {
        what: 'message-stream',
        where: 'NATS JetStream, in the data folder',
        forMs: 7 * day,
        until: 'they are archived and a week old',
      },
      { what: 'files', where: bytes, ...forWords, until: 'the last message that they are in goes' },
      {
        what: 'files-in-no-message',
        where: bytes,
        forMs: unpostedLifeMs,
        until: 'they are posted, or their maker goes',
      },
      { what: 'unfinished-uploads', where: bytes, forMs: uploadLifeMs, until: 'they are whole, or given up' },
      {
        what: 'evidence-of-reports',
        where: archive,
        until: 'the report is resolved, or 90 days after its words were taken back',
      },
      {
        what: 'inbox',
        where: archive,
        forMs: 90 * day,
        until: 'the time is over, 500 newer ones have come or the account is deleted; places and marks, no words',
      },
      { what: 'account', where: archive, until: 'it is deleted; its id stays at what it said, without a name' },
      {
        what: 'saved-messages',
        where: archive,
        until: 'they are taken out, or the account is deleted; which ones, not their words',
      },
      { what: 'reading-marks', where: archive, until: 'the account is deleted; in rooms and in threads' },
      { what: 'notices-of-administrators', where: archive, until: 'the account is deleted' },
      {
        what: 'log-of-administration',
        where: archive,
        until: 'the server is given up; addresses and who it was about go with the account',
      },
      {
        what: 'answers-kept-for-repeats',
        where: archive,
        forMs: keptAnswersMs,
        until: 'the time is over, and some hours',
      },
      { what: 'freed-handle', where: archive, forMs: 90 * day, until: 'the time is over; kept as a digest alone' },
      { what: 'devices-and-addresses', where: archive, until: 'the account is deleted' },
      { what: 'sign-in', where: archive, forMs: signInMs, until: 'it is not used for that long, or ended' },
      { what: 'broker-credentials', where: 'the device', forMs: credentialMs, until: 'it expires or is revoked' },
      { what: 'codes-by-mail', where: archive, forMs: hour, until: 'it is used or expires; kept as a digest alone' },
      { what: 'who-is-here', where: 'memory', until: 'the connection ends' },
      {
        what: 'list-of-erasures',
        where: 'the data folder, outside of backups',
        until: 'the server is given up; ids alone',
      },
      {
        what: 'reports-of-erasures',
        where: archive,
        forMs: erasureReportLifeMs,
        until: 'the time is over; counts alone, without words and names',
      },
      { what: 'logs', where: 'the data folder', until: 'they are rotated; without what people say' },
    ],
  }
}
