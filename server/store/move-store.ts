import { openMongoImport } from './mongo/mongo-import.ts'
import type { MovedTable, MoveSource, MoveTarget, RowKey } from './moved-rows.ts'
import { embeddedStorePath } from './open-store.ts'
import { openSqliteExport } from './sqlite/sqlite-export.ts'

export type MoveOutcome =
  | { readonly kind: 'moved'; readonly counts: ReadonlyMap<MovedTable, number> }
  /** Something is there that no move has brought, or an earlier move ended well: nothing was touched. */
  | { readonly kind: 'in-use' | 'moved-before' }
  | { readonly kind: 'differs'; readonly table: MovedTable }

const rowsAtOnce = 500
/** Those that were set aside may be a megabyte each. */
const heavyRowsAtOnce = 8

/**
 * Everything from the embedded file into an empty MongoDB, by its keys, so that one that was broken off goes on where it
 * was. Each table's count and digest are compared at the end; one that differs is made again once. Until all agree the
 * database is marked as unfinished, and no server opens it. The file stays as it is.
 */
export async function moveStore(
  { dataDir, mongodbUrl }: { readonly dataDir: string; readonly mongodbUrl: string },
  onTable: (table: MovedTable, count: number) => void = () => {},
): Promise<MoveOutcome> {
  const source = await openSqliteExport(embeddedStorePath(dataDir))
  try {
    const target = await openMongoImport(mongodbUrl)
    try {
      return await moveAll(source, target, onTable)
    } finally {
      await target.close()
    }
  } finally {
    source.close()
  }
}

async function moveAll(
  source: MoveSource,
  target: MoveTarget,
  onTable: (table: MovedTable, count: number) => void,
): Promise<MoveOutcome> {
  if ((await target.loadState()) === 'finished') return { kind: 'moved-before' }
  if (await target.isInUse()) return { kind: 'in-use' }
  await target.putState('under way')
  const counts = new Map<MovedTable, number>()
  for (const table of source.tables) {
    await copyTable(source, target, table)
    if (!(await agrees(source, target, table))) {
      await target.clear(table)
      await copyTable(source, target, table)
      if (!(await agrees(source, target, table))) return { kind: 'differs', table }
    }
    counts.set(table, source.count(table))
    onTable(table, source.count(table))
  }
  await target.putState('finished')
  return { kind: 'moved', counts }
}

async function copyTable(source: MoveSource, target: MoveTarget, table: MovedTable): Promise<void> {
  for (let after: RowKey | undefined = await target.loadReached(table); ; ) {
    const { rows, last } = source.loadRows(table, after, limitOf(table))
    if (last === undefined) return
    await target.putRows(table, rows)
    await target.putReached(table, last)
    after = last
  }
}

async function agrees(source: MoveSource, target: MoveTarget, table: MovedTable): Promise<boolean> {
  const wanted = target.sumRows(table, eachRow(source, table))
  const stored = await target.sumStored(table)
  return wanted.count === source.count(table) && wanted.count === stored.count && wanted.digest === stored.digest
}

function* eachRow(source: MoveSource, table: MovedTable) {
  for (let after: RowKey | undefined; ; ) {
    const { rows, last } = source.loadRows(table, after, limitOf(table))
    if (last === undefined) return
    yield* rows
    after = last
  }
}

function limitOf(table: MovedTable): number {
  return table === 'setAside' ? heavyRowsAtOnce : rowsAtOnce
}
