import type { ReactNode } from 'react'
import type { Result } from '../../../../common/result.ts'
import { useSaving } from '../../about/SettingRow.tsx'
import { Problem } from '../../look/states/Problem.tsx'
import { OptionRow } from '../../settings/OptionRow.tsx'

type ServerSettingRowProps<Value> = {
  readonly title: string
  readonly value: Value
  /** What the chosen value means, for what there is as well. */
  readonly means: (value: Value) => string
  readonly save: (value: Value) => Promise<Result<unknown>>
  readonly children: (value: Value, choose: (value: Value) => void) => ReactNode
}

/** One setting of the server, saved as it is chosen; one that was not taken jumps back and says why. */
export function ServerSettingRow<Value>({ title, value, means, save, children }: ServerSettingRowProps<Value>) {
  const { shown, choose, problem } = useSaving<Value>(value, save)
  return (
    <OptionRow
      title={title}
      words={
        <>
          {means(shown)} <Problem words={problem} />
        </>
      }
    >
      {children(shown, choose)}
    </OptionRow>
  )
}
