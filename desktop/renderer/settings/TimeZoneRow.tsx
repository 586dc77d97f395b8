import { useState } from 'react'
import { errorWords } from '../../words/error-words.ts'
import { changeMe } from '../commands.ts'
import { SelectField } from '../look/fields/SelectField.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import { useClock } from '../state/use-today.ts'
import { OptionRow } from './OptionRow.tsx'

/** Not shown until somebody chooses one: where one is, is one's own. */
export function TimeZoneRow() {
  const say = useWords()
  const me = useMe()
  const here = useClock().timeZone
  const [problem, setProblem] = useState<string>()
  const others = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== here)
  const kept = me.timeZone ?? ''
  const change = async (timeZone: string) => {
    const changed = await changeMe({ timeZone })
    setProblem(changed.ok ? undefined : errorWords(say, changed.error))
  }
  return (
    <>
      <OptionRow title={say('settings.time-zone')} words={say('settings.time-zone-means')}>
        <SelectField
          label={say('settings.time-zone')}
          hasLabel={false}
          value={kept}
          choices={[
            { value: '', name: say('settings.time-zone-none') },
            { value: here, name: say('settings.time-zone-here', { zone: here.replaceAll('_', ' ') }) },
            ...(kept === '' || kept === here || others.includes(kept) ? [] : [{ value: kept, name: kept }]),
            ...others.map((value) => ({ value, name: value.replaceAll('_', ' ') })),
          ]}
          onChange={(event) => void change(event.target.value)}
        />
      </OptionRow>
      <Problem words={problem} />
    </>
  )
}
