import { Switch as BaseSwitch } from '@base-ui/react/switch'
import styles from './Switch.module.css'

type SwitchProps = {
  /** What is on or off, for screen readers. */
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

/** On or off, at once. */
export function Switch({ label, isOn, onChange }: SwitchProps) {
  return (
    <BaseSwitch.Root className={styles.switch} aria-label={label} checked={isOn} onCheckedChange={onChange}>
      <BaseSwitch.Thumb className={styles.thumb} />
    </BaseSwitch.Root>
  )
}
