import type { DatabaseSystem } from '../../model.ts'
import { compareNumbers } from './compare-numbers.ts'
import { compareTimes } from './compare-times.ts'
import type { Difference } from './difference.ts'
import type { Meaning } from './meaning.ts'

type Of<K extends Meaning['kind']> = Extract<Meaning, { kind: K }>

/**
 * Everything that a column of meaning `source` loses in one of meaning `target`. Empty: the
 * target's type has exactly the same values.
 */
export function compareTypes(
  source: Meaning,
  target: Meaning,
  from: DatabaseSystem,
  to: DatabaseSystem,
): Difference[] {
  return [
    ...compareKinds(source, target, from, to),
    ...characters(source, target, from, to),
    ...zeroDates(source, from, to),
  ]
}

function compareKinds(
  source: Meaning,
  target: Meaning,
  from: DatabaseSystem,
  to: DatabaseSystem,
): Difference[] {
  if (source.kind === 'rowversion' && target.kind !== 'rowversion')
    return [info('ROW_VERSION', 'warning', 'New rows get no version by themselves any more.')]
  if (isNumber(source) && isNumber(target)) return compareNumbers(source, target)
  if (isTime(source) && isTime(target)) return compareTimes(source, target, from, to)
  if (source.kind === target.kind) return compareSame(source, target, to)
  if (target.kind === 'text') return asText(source, target)
  if (source.kind === 'boolean' || target.kind === 'boolean') return compareBoolean(source, target)
  if (source.kind === 'bits' || target.kind === 'bits') return compareBits(source, target)
  if (source.kind === 'enum' || source.kind === 'set') return compareList(source, target)
  if (source.kind === 'array' && target.kind === 'json')
    return [
      info('TYPE_CHANGED', 'info', 'An array becomes JSON; its members no longer have a type.'),
    ]
  if (source.kind === 'own' && target.kind === 'own')
    return [info('TYPE_CHANGED', 'info', 'The types are named differently.')]
  if (source.kind === 'uuid' && target.kind === 'binary')
    return [info('TYPE_CHANGED', 'info', 'The same 16 bytes.')]
  return [
    info(
      'TYPE_CHANGED',
      'warning',
      'The types differ in kind; values that do not fit are refused.',
    ),
  ]
}

export const info = (
  code: Difference['code'],
  severity: Difference['severity'],
  reason: string,
): Difference => ({ code, severity, reason })

const isNumber = (m: Meaning): m is Of<'integer' | 'decimal' | 'float'> =>
  m.kind === 'integer' || m.kind === 'decimal' || m.kind === 'float'

const isTime = (m: Meaning): m is Of<'date' | 'time' | 'timestamp' | 'interval'> =>
  m.kind === 'date' || m.kind === 'time' || m.kind === 'timestamp' || m.kind === 'interval'

function compareSame(source: Meaning, target: Meaning, to: DatabaseSystem): Difference[] {
  if (source.kind === 'text' && target.kind === 'text') return compareTexts(source, target, to)
  if (source.kind === 'binary' && target.kind === 'binary') return compareBinary(source, target)
  if (source.kind === 'json' && target.kind === 'json' && source.text && !target.text)
    return [info('FORM_CHANGED', 'info', 'Keys are sorted and blanks dropped; the value is equal.')]
  if (source.kind === 'json' && target.kind === 'json' && source.text !== target.text)
    return [info('TYPE_CHANGED', 'info', 'JSON is kept as text; new values keep their form.')]
  if (source.kind === 'bits' && target.kind === 'bits')
    return source.length === target.length && source.varying === target.varying
      ? []
      : [info('TYPE_CHANGED', 'warning', 'The numbers of bits differ.')]
  if (source.kind === 'array' && target.kind === 'array')
    return compareTypes(source.item, target.item, 'postgres', to)
  if (source.kind === 'geometry' && target.kind === 'geometry')
    return [
      info('TYPE_CHANGED', 'warning', 'Shapes go through WKT: their reference system is lost.'),
    ]
  return []
}

function compareTexts(source: Of<'text'>, target: Of<'text'>, to: DatabaseSystem): Difference[] {
  const differences: Difference[] = []
  if (target.length !== undefined && (source.length === undefined || source.length > target.length))
    differences.push(info('TYPE_NARROWED', 'warning', `At most ${target.length} characters.`), {
      code: 'TEXT_TOO_LONG',
      severity: 'error',
      reason: `They have more than ${target.length} characters and are refused.`,
      count: { kind: 'longer', characters: target.length },
      onlyWithRows: true,
    })
  else if (source.length !== target.length || (source.bytes ?? 0) < (target.bytes ?? 0))
    differences.push(info('TYPE_WIDENED', 'info', 'Longer texts fit, too.'))
  else if (source.bytes !== undefined && target.bytes === undefined)
    differences.push(info('TYPE_WIDENED', 'info', 'Longer texts fit, too.'))
  if (target.bytes !== undefined && source.bytes === undefined && target.bytes < 4_294_967_295)
    differences.push({
      code: 'TEXT_TOO_LONG',
      severity: 'error',
      reason: `They have more than ${target.bytes} bytes and are refused.`,
      count: { kind: 'more bytes', bytes: target.bytes },
      onlyWithRows: true,
    })
  if (target.length !== undefined && to === 'sqlite')
    differences.push(info('LENGTH_NOT_ENFORCED', 'info', 'SQLite keeps longer texts, too.'))
  if (source.fixed !== target.fixed) differences.push(blanks(source, target))
  if (source.caseless && !target.caseless)
    differences.push(info('COLLATION_CHANGED', 'warning', 'The target tells a from A.'))
  return differences
}

function blanks(source: Of<'text'>, target: Of<'text'>): Difference {
  if (target.fixed === 'stripped')
    return info('BLANKS_LOST', 'warning', 'Blanks at the end are lost.')
  return source.fixed === 'padded'
    ? info('BLANKS_LOST', 'info', 'Blanks at the end are kept as they come, and compared.')
    : info('TYPE_CHANGED', 'info', 'A text of variable length; its values are the same.')
}

function compareBinary(source: Of<'binary'>, target: Of<'binary'>): Difference[] {
  if (
    target.length !== undefined &&
    (source.length ?? Infinity) > target.length &&
    target.length < 4_294_967_295
  )
    return [
      info('TYPE_NARROWED', 'warning', `At most ${target.length} bytes.`),
      {
        code: 'TEXT_TOO_LONG',
        severity: 'error',
        reason: `They have more than ${target.length} bytes and are refused.`,
        count: { kind: 'more bytes', bytes: target.length },
        onlyWithRows: true,
      },
    ]
  return source.length === target.length && source.fixed === target.fixed
    ? []
    : [info('TYPE_WIDENED', 'info', 'Longer values fit, too.')]
}

function asText(source: Meaning, target: Of<'text'>): Difference[] {
  const wide = target.length === undefined
  switch (source.kind) {
    case 'enum':
      return [info('ENUM_AS_CHECK', 'info', 'Sorting is by letters, not by place in the list.')]
    case 'geometry':
      return [
        info(
          'GEOMETRY_AS_TEXT',
          'warning',
          source.wkt
            ? 'Shapes are kept as WKT, without their reference system.'
            : 'Shapes are kept as the text the source writes (EWKB in hex).',
        ),
      ]
    case 'uuid':
      return [info('TYPE_AS_TEXT', 'info', 'The target does not check that it is a UUID.')]
    case 'xml':
    case 'json':
    case 'interval':
    case 'set':
    case 'own':
    case 'array':
    case 'bits':
    case 'time':
      return [
        info('TYPE_AS_TEXT', 'warning', 'The text is the same; the target cannot compute with it.'),
      ]
    case 'binary':
      return [info('TYPE_AS_TEXT', 'warning', 'Bytes become their hexadecimal digits.')]
    default:
      return [
        info('TYPE_AS_TEXT', 'warning', 'The target sorts and compares it as text.'),
        ...(wide ? [] : tooLong(target.length ?? 0)),
      ]
  }
}

const tooLong = (characters: number): Difference[] => [
  {
    code: 'TEXT_TOO_LONG',
    severity: 'error',
    reason: `They have more than ${characters} characters and are refused.`,
    count: { kind: 'longer', characters },
    onlyWithRows: true,
  },
]

function compareBoolean(source: Meaning, target: Meaning): Difference[] {
  if (source.kind === 'boolean')
    return target.kind === 'bits'
      ? [info('TYPE_CHANGED', 'info', 'true is 1 and false is 0.')]
      : [info('TYPE_CHANGED', 'info', 'true is 1 and false is 0; other numbers fit, too.')]
  if (source.kind === 'bits' && source.length === 1)
    return [info('TYPE_CHANGED', 'info', '1 is true and 0 is false.')]
  return [
    info('TYPE_CHANGED', 'warning', 'Every number but 0 becomes true.'),
    {
      code: 'NOT_BOOLEAN',
      severity: 'error',
      reason: 'They hold other numbers than 0 and 1 and become true.',
      count: { kind: 'not boolean' },
      onlyWithRows: true,
    },
  ]
}

function compareBits(source: Meaning, target: Meaning): Difference[] {
  return source.kind === 'bits' && isNumber(target)
    ? [info('TYPE_CHANGED', 'info', 'The number that the bits make; its width is not kept.')]
    : [info('TYPE_CHANGED', 'warning', 'Bits are kept in another form.')]
}

function compareList(source: Of<'enum' | 'set'>, target: Meaning): Difference[] {
  return source.kind === 'set' && (target.kind === 'array' || target.kind === 'json')
    ? [info('SET_AS_ARRAY', 'info', 'The same words in the same order.')]
    : [info('TYPE_CHANGED', 'warning', 'The allowed values are not kept.')]
}

/** NUL characters: PostgreSQL refuses them. */
function characters(
  source: Meaning,
  target: Meaning,
  from: DatabaseSystem,
  to: DatabaseSystem,
): Difference[] {
  if (to !== 'postgres' || from === 'postgres' || source.kind !== 'text') return []
  if (target.kind !== 'text') return []
  return [
    {
      code: 'NUL_REMOVED',
      severity: 'error',
      reason: 'PostgreSQL stores no NUL characters; they are left out of the text.',
      count: { kind: 'nul' },
      onlyWithRows: true,
      remedy: 'strip nul',
    },
  ]
}

/** The MySQL reader gives NULL for them. */
function zeroDates(source: Meaning, from: DatabaseSystem, to: DatabaseSystem): Difference[] {
  if (from !== 'mysql' || to === 'mysql') return []
  if (source.kind !== 'date' && source.kind !== 'timestamp') return []
  return [
    {
      code: 'ZERO_DATE',
      severity: 'warning',
      reason: 'There is no such day, so it becomes NULL.',
      count: { kind: 'zero date' },
      onlyWithRows: true,
      remedy: 'to null',
    },
  ]
}
