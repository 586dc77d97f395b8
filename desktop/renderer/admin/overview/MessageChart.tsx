import { useWords } from '../../state/language-choice.ts'
import { buildDayChart } from './day-chart.ts'
import styles from './MessageChart.module.css'

type MessageChartProps = {
  readonly title: string
  /** Days by UTC, as the server counts them, the oldest first; today is the last. */
  readonly days: readonly { readonly day: string; readonly messages: number }[]
}

/** Bars of the last days, today in the colour for now. Screen readers have the same as a table. */
export function MessageChart({ title, days }: MessageChartProps) {
  const say = useWords()
  const { bars, lines } = buildDayChart(days.map(({ day, messages }) => ({ day, value: messages })))
  const dates = new Intl.DateTimeFormat(say.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const nameOf = (day: string) => dates.format(Date.parse(day))
  const share = 100 / Math.max(bars.length, 1)
  return (
    <figure className={styles.chart}>
      <div className={styles.frame} aria-hidden="true">
        {lines.map(({ value, height }) => (
          <span key={value} className={styles.line} style={{ bottom: `${height * 100}%` }}>
            <small>{say.number(value)}</small>
          </span>
        ))}
        <svg className={styles.bars} aria-hidden="true">
          {bars.map(({ day, value, height }, index) => (
            <rect
              key={day}
              data-now={index === bars.length - 1}
              x={`${(index + 0.25) * share}%`}
              y={`${(1 - height) * 100}%`}
              width={`${share / 2}%`}
              height={`${height * 100}%`}
              rx="2.5"
            >
              <title>{say('admin.day-count', { day: nameOf(day), count: value })}</title>
            </rect>
          ))}
        </svg>
      </div>
      <div className={styles.under} aria-hidden="true">
        {/* Time runs as it does in the bars, whichever way one reads. */}
        <div className={styles.days} dir="ltr">
          {[0, 10, 20].map((index) => {
            const day = bars[index]?.day
            return day === undefined ? null : (
              <span key={day} style={{ insetInlineStart: `${index * share}%` }}>
                {nameOf(day)}
              </span>
            )
          })}
          <b>{say('admin.today')}</b>
        </div>
      </div>
      <table className="visually-hidden">
        <caption>{title}</caption>
        <tbody>
          {bars.map(({ day, value }) => (
            <tr key={day}>
              <th scope="row">{nameOf(day)}</th>
              <td>{say.number(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
