import type { From } from './ast.ts'
import { notPortable } from './ast.ts'
import type { EmitScope } from './emit.ts'
import { compared, emit } from './emit.ts'
import { emitQuery, relationOfQuery } from './emit-query.ts'
import { asCondition, nameSql } from './print.ts'
import type { FoundRelation, Relation } from './scope.ts'

export interface EmittedFrom {
  readonly sql: string
  readonly relations: readonly Relation[]
}

export function emitFrom(from: From, scope: EmitScope): EmittedFrom {
  switch (from.kind) {
    case 'table': {
      const found =
        scope.findRelation(from.path, from.only) ??
        notPortable(`it reads ${from.path.join('.')}, which is not carried over`)
      return aliased(found, from.alias ?? from.path.at(-1) ?? '', scope)
    }
    case 'derived': {
      const emitted = emitQuery(from.query, { ...scope, relations: [] }, from.columns)
      const found = relationOfQuery(`(${emitted.sql})`, emitted, from.columns)
      return aliased(found, from.alias, scope)
    }
    case 'join':
      return emitJoin(from, scope)
  }
}

function aliased(found: FoundRelation, alias: string, { to }: EmitScope): EmittedFrom {
  const quoted = nameSql(alias, to)
  const columns = new Map(
    [...found.columns].map(([name, c]) => [
      name,
      { ...c, sql: `${quoted}.${nameSql(c.name, to)}` },
    ]),
  )
  return { sql: `${found.sql} AS ${quoted}`, relations: [{ alias, columns, keys: found.keys }] }
}

function emitJoin(from: Extract<From, { kind: 'join' }>, scope: EmitScope): EmittedFrom {
  const left = emitFrom(from.left, scope)
  const right = emitFrom(from.right, scope)
  if (from.how === 'cross' && !from.on)
    return {
      sql: `${left.sql} CROSS JOIN ${bracketed(from.right, right.sql)}`,
      relations: [...left.relations, ...right.relations],
    }
  const how = from.how === 'cross' ? 'inner' : from.how
  const joined = from.using ? using(from.using, how, left, right) : undefined
  const relations = joined?.relations ?? [...left.relations, ...right.relations]
  const on =
    joined?.on ??
    (from.on
      ? asCondition(emit(from.on, { ...scope, relations, outer: scope }), scope.to)
      : notPortable('a join without a condition'))
  return {
    sql: `${left.sql} ${how.toUpperCase()} JOIN ${bracketed(from.right, right.sql)} ON ${on}`,
    relations,
  }
}

const bracketed = (from: From, sql: string) => (from.kind === 'join' ? `(${sql})` : sql)

/** USING as ON; the columns of the right side are no columns of their own any more. */
function using(
  names: readonly string[],
  how: string,
  left: EmittedFrom,
  right: EmittedFrom,
): { on: string; relations: Relation[] } {
  if (how === 'right' || how === 'full') notPortable('USING in a RIGHT or FULL JOIN')
  const find = (relations: readonly Relation[], name: string) => {
    const found = relations
      .filter((r) => !r.merged?.has(name))
      .map((r) => r.columns.get(name))
      .filter((c) => c !== undefined)
    return found.length === 1 && found[0]
      ? found[0]
      : notPortable(`the column ${name} of USING is not known`)
  }
  const keys = names.map((n) => n.toLowerCase())
  const on = keys
    .map((k) => `${compared(find(left.relations, k))} = ${compared(find(right.relations, k))}`)
    .join(' AND ')
  const merged = right.relations.map((r) => ({
    ...r,
    merged: new Set([...(r.merged ?? []), ...keys.filter((k) => r.columns.has(k))]),
  }))
  return { on, relations: [...left.relations, ...merged] }
}
