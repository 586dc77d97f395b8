import type { ButtonHTMLAttributes, Ref } from 'react'
import styles from './IconButton.module.css'

type IconButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  /** What it does, in words: read aloud, and shown on hovering. */
  readonly label: string
  readonly size?: 30 | 34
  readonly ref?: Ref<HTMLButtonElement>
}

export function IconButton({ label, size = 34, type = 'button', className, ...rest }: IconButtonProps) {
  return (
    <button
      title={label}
      {...rest}
      type={type}
      aria-label={label}
      data-size={size}
      className={className === undefined ? styles.icon : `${styles.icon} ${className}`}
    />
  )
}
