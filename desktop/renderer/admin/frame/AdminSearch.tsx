import { SearchBox } from '../../look/fields/SearchBox.tsx'
import { focusTable } from './AdminTable.tsx'

type AdminSearchProps = {
  readonly label: string
  readonly typed: string
  readonly onType: (typed: string) => void
}

/** Looks through the table below it: an arrow goes down into that, Escape empties the box. */
export function AdminSearch({ label, typed, onType }: AdminSearchProps) {
  return (
    <SearchBox
      label={label}
      value={typed}
      onChange={(event) => onType(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') focusTable(event.currentTarget)
        else if (event.key === 'Escape' && typed !== '') onType('')
        else return
        event.preventDefault()
      }}
    />
  )
}
