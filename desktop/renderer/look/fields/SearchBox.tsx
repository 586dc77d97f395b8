import { Search } from 'lucide-react'
import type { InputHTMLAttributes, Ref } from 'react'
import styles from './SearchBox.module.css'

type SearchBoxProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'placeholder' | 'className'> & {
  /** What is looked for: read aloud, and shown while the box is empty. */
  readonly label: string
  /** `bare`: it fills the head of what it stands in, and has no frame of its own. */
  readonly look?: 'framed' | 'bare'
  readonly ref?: Ref<HTMLInputElement>
}

/** A box to look for something in; where options stand below it, `role="combobox"` and what belongs to it are given. */
export function SearchBox({ label, look = 'framed', ref, ...input }: SearchBoxProps) {
  return (
    <label className={styles.box} data-look={look}>
      <Search aria-hidden="true" />
      <input {...input} ref={ref} placeholder={label} aria-label={label} autoComplete="off" spellCheck={false} />
    </label>
  )
}
