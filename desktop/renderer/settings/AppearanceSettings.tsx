import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { chooseTheme, type ThemeChoice, useThemeChoice } from '../state/theme-choice.ts'
import styles from './AppearanceSettings.module.css'
import { OptionRow } from './OptionRow.tsx'

const choices: readonly { readonly choice: ThemeChoice; readonly name: string }[] = [
  { choice: 'system', name: 'Like the system' },
  { choice: 'light', name: 'Light' },
  { choice: 'dark', name: 'Dark' },
]

export function AppearanceSettings() {
  const chosen = useThemeChoice((theme) => theme.choice)
  return (
    <OptionRow title="Theme" words="Kept on this device.">
      <RadioGroup
        className={styles.choice}
        aria-label="Theme"
        value={chosen}
        onValueChange={(choice: ThemeChoice) => chooseTheme(choice)}
      >
        {choices.map(({ choice, name }) => (
          <Radio.Root key={choice} value={choice} nativeButton render={<button type="button" />}>
            {name}
          </Radio.Root>
        ))}
      </RadioGroup>
    </OptionRow>
  )
}
