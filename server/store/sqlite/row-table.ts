/**
 * Flat rows by column, for the way from one thread to another: a thousand values of a kind in a row go over in a third of
 * the time that a thousand objects take. What a row does not have stays absent.
 */
export type RowTable = { readonly names: readonly string[]; readonly columns: readonly (readonly unknown[])[] }

type Row = Readonly<Record<string, unknown>>

export function buildRowTable(rows: readonly Row[]): RowTable {
  const names = new Set<string>()
  for (const row of rows) for (const name in row) names.add(name)
  return { names: [...names], columns: [...names].map((name) => rows.map((row) => row[name])) }
}

export function readRowTable({ names, columns }: RowTable): readonly Row[] {
  return Array.from({ length: columns[0]?.length ?? 0 }, (_, at) => {
    const row: Record<string, unknown> = {}
    for (const [place, name] of names.entries()) {
      const value = columns[place]?.[at]
      if (value !== undefined) row[name] = value
    }
    return row
  })
}
