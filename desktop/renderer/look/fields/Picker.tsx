import { Select } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import menu from '../popups/Menu.module.css'
import styles from './Picker.module.css'

type PickerProps<Value extends string> = {
  /** What is chosen here, for screen readers. */
  readonly label: string
  readonly value: Value
  readonly choices: readonly { readonly value: Value; readonly name: string }[]
  readonly onChoose: (value: Value) => void
  readonly disabled?: boolean
}

/** One of several, of which the one that holds is in sight. */
export function Picker<Value extends string>({
  label,
  value,
  choices,
  onChoose,
  disabled = false,
}: PickerProps<Value>) {
  return (
    <Select.Root
      value={value}
      items={choices.map((choice) => ({ value: choice.value, label: choice.name }))}
      onValueChange={(chosen) => chosen !== null && onChoose(chosen as Value)}
      disabled={disabled}
    >
      <Select.Trigger className={styles.trigger} aria-label={label}>
        <Select.Value />
        <ChevronDown aria-hidden="true" />
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner
          className={menu.positioner}
          sideOffset={4}
          align="end"
          alignItemWithTrigger={false}
          collisionPadding={8}
        >
          <Select.Popup className={menu.popup} aria-label={label}>
            {choices.map((choice) => (
              <Select.Item key={choice.value} value={choice.value} className={menu.item}>
                <Select.ItemText className={styles.name}>{choice.name}</Select.ItemText>
                <Select.ItemIndicator>
                  <Check aria-hidden="true" />
                </Select.ItemIndicator>
              </Select.Item>
            ))}
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  )
}
