import { type ReactNode, useId } from 'react'
import styles from './AdminCard.module.css'

type AdminCardProps = {
  readonly title: string
  readonly children: ReactNode
}

/** A part of a page of the console, with its title. */
export function AdminCard({ title, children }: AdminCardProps) {
  const id = useId()
  return (
    <section className={styles.card} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

type FactsProps = {
  readonly facts: readonly { readonly name: string; readonly value: ReactNode }[]
}

/** Names and what holds for them, one below the other. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type FillBarProps = {
  /** 0 to 1. */
  readonly fill: number
  /** Nearly full is something to look at. */
  readonly warns?: boolean
}

/** A share of something. What it means stands beside it in words. */
export function FillBar({ fill, warns = false }: FillBarProps) {
  const share = Math.max(0, Math.min(fill, 1))
  return (
    <svg className={styles.bar} aria-hidden="true">
      <rect className={styles.ground} width="100%" height="100%" rx="3" />
      <rect data-late={warns && share >= 0.8} width={`${Math.max(share * 100, 1)}%`} height="100%" rx="3" />
    </svg>
  )
}
