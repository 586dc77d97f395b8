/** What one person's parts of the log are sealed with. Dropped with the person; what was sealed is then noise for ever. */
export type AuditKey = {
  /** Random: what a line says of whose it is, and nobody's id. */
  readonly id: string
  /** 32 bytes, base64url. */
  readonly secret: string
}

/** Text under a key: who can be told from the key alone. */
export type Sealed = { readonly key: string; readonly text: string }

/** One line as it is kept. `digest` is a MAC over all else of it; `previous` is that of the line before. */
export type AuditRow = {
  readonly seq: number
  readonly previous: string
  readonly id: string
  /** ms since the epoch. */
  readonly at: number
  readonly byKind: 'user' | 'token' | 'machine'
  readonly by: string
  readonly what: string
  /** From where. */
  readonly from: Sealed
  /** Whom or what it is about, and how. */
  readonly about: Sealed
  readonly digest: string
}

export type AuditQuery = {
  /** Of the lines in order; with `isNewestFirst` those below it. */
  readonly beyondSeq?: number
  readonly isNewestFirst?: boolean
  readonly sinceAt?: number
  readonly by?: string
  /** The id of the key that it is sealed with. */
  readonly aboutKey?: string
  /** A whole name, or its beginning up to a dot. */
  readonly what?: string
  readonly limit: number
}

/**
 * Lines that are only ever added. Port; adapters in `sqlite/` and `mongo/`, one conformance suite. `server/audit/` is what
 * writes it and judges it.
 */
export type AuditStore = {
  readonly loadAuditHead: () => Promise<AuditRow | undefined>
  /** True where it is the next: of several that follow the same line one is stored, whichever copy of the server writes. */
  readonly addAuditRow: (row: AuditRow) => Promise<boolean>
  readonly loadAuditRows: (query: AuditQuery) => Promise<readonly AuditRow[]>
  readonly loadAuditRow: (id: string) => Promise<AuditRow | undefined>
  readonly countAuditRows: () => Promise<number>
  /** The owner's, or the offered one where there was none. */
  readonly ensureAuditKey: (owner: string, offered: AuditKey) => Promise<AuditKey>
  readonly findAuditKey: (owner: string) => Promise<AuditKey | undefined>
  /** Those that are still there. */
  readonly loadAuditKeys: (ids: readonly string[]) => Promise<readonly AuditKey[]>
  readonly dropAuditKey: (owner: string) => Promise<void>
}
