import type { ButtonHTMLAttributes, Ref } from 'react'
import styles from './Button.module.css'

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly look?: 'main' | 'quiet' | 'danger' | 'word' | 'danger-word' | 'line'
  readonly size?: 'normal' | 'small' | 'large'
  readonly ref?: Ref<HTMLButtonElement>
}

export function Button({ look = 'main', size = 'normal', type = 'button', className, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      data-look={look}
      data-size={size}
      className={className === undefined ? styles.button : `${styles.button} ${className}`}
    />
  )
}
