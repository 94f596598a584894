import { msg } from '@lingui/core/macro'
import type { Severity } from './issue.ts'
import type { Message } from './message.ts'

interface IssueDefinition {
  readonly severity: Severity
  /** What is wrong; `{placeholders}` are filled from the issue's values. */
  readonly message: Message
  /** What to do about it. */
  readonly hint: Message
}

const define = (severity: Severity, message: Message, hint: Message): IssueDefinition => ({
  severity,
  message,
  hint,
})

/** Every problem that can be found before a run, by code. Codes never change their meaning. */
export const issueCodes = {
  // Documents
  PIPELINE_TOO_LARGE: define(
    'error',
    msg({ message: 'The pipeline document has {size} bytes; the limit is {limit}.' }),
    msg({ message: 'Split the pipeline, or move long values into parameters.' }),
  ),
  PIPELINE_TOO_DEEP: define(
    'error',
    msg({ message: 'The pipeline document is nested more than {limit} levels deep.' }),
    msg({ message: 'Remove the nesting at this place.' }),
  ),
  PIPELINE_NOT_JSON: define(
    'error',
    msg({ message: 'The pipeline document is not valid JSON: {reason}.' }),
    msg({ message: 'Check the file at the given position, or export the pipeline again.' }),
  ),
  FORBIDDEN_KEY: define(
    'error',
    msg({ message: 'The property name “{key}” is not allowed.' }),
    msg({ message: 'Remove this property.' }),
  ),
  INVALID_DOCUMENT: define(
    'error',
    msg({ message: 'The pipeline document does not fit its schema: {reason}.' }),
    msg({ message: 'Correct the value at this place, or export the pipeline again.' }),
  ),
  UNKNOWN_SCHEMA_VERSION: define(
    'error',
    msg({ message: 'Pipeline format {version} is newer than this program knows ({known}).' }),
    msg({ message: 'Update MigrateIQ.' }),
  ),
  DUPLICATE_ID: define(
    'error',
    msg({ message: 'The id “{id}” is used more than once.' }),
    msg({ message: 'Give every node and edge an id of its own.' }),
  ),
  TOO_MANY_NODES: define(
    'error',
    msg({ message: 'The pipeline has {count} nodes; the limit is {limit}.' }),
    msg({ message: 'Split the pipeline into several.' }),
  ),
  // Graph
  UNKNOWN_NODE_TYPE: define(
    'error',
    msg({ message: 'There is no node type “{type}”.' }),
    msg({ message: 'Did you mean “{suggestion}”? See migrateiq nodes for all types.' }),
  ),
  NODE_TYPE_TOO_NEW: define(
    'error',
    msg({ message: '“{type}” version {version} is newer than this program knows ({known}).' }),
    msg({ message: 'Update MigrateIQ.' }),
  ),
  DANGLING_EDGE: define(
    'error',
    msg({ message: 'An edge refers to the node “{id}”, which does not exist.' }),
    msg({ message: 'Delete the edge, or add the node.' }),
  ),
  UNKNOWN_PORT: define(
    'error',
    msg({ message: 'The node has no port “{port}”.' }),
    msg({ message: 'Its ports are: {ports}.' }),
  ),
  PORT_TAKEN: define(
    'error',
    msg({ message: 'The input “{port}” has more than one edge.' }),
    msg({ message: 'Keep one edge, or join the inputs with a Union node.' }),
  ),
  MISSING_INPUT: define(
    'error',
    msg({ message: 'The input “{port}” is not connected.' }),
    msg({ message: 'Connect it to the output of another node.' }),
  ),
  CYCLE: define(
    'error',
    msg({ message: 'The nodes form a circle: {nodes}.' }),
    msg({ message: 'Delete one of the edges between them.' }),
  ),
  NO_SINK: define(
    'warning',
    msg({ message: 'The pipeline writes nothing.' }),
    msg({ message: 'Add a sink node to keep the result.' }),
  ),
  UNUSED_OUTPUT: define(
    'info',
    msg({ message: 'The output “{port}” is not connected; its rows go nowhere.' }),
    msg({ message: 'Connect it if you want to keep these rows.' }),
  ),
  // Configuration
  INVALID_CONFIG: define(
    'error',
    msg({ message: 'The setting is not valid: {reason}.' }),
    msg({ message: 'Correct the setting.' }),
  ),
  MISSING_SETTING: define(
    'error',
    msg({ message: 'This setting is empty.' }),
    msg({ message: 'Fill it in.' }),
  ),
  INVALID_VALUE: define(
    'error',
    msg({ message: '“{value}” is not a valid {type}.' }),
    msg({ message: 'Correct the value, or change the type of the column.' }),
  ),
  INVALID_PATTERN: define(
    'error',
    msg({ message: 'The pattern is not a regular expression: {reason}.' }),
    msg({
      message: 'Correct the pattern; put a backslash before a character that stands for itself.',
    }),
  ),
  FORMAT_UNKNOWN: define(
    'error',
    msg({ message: 'The ending of “{path}” does not tell its format.' }),
    msg({ message: 'Choose the format.' }),
  ),
  UNKNOWN_COLUMN: define(
    'error',
    msg({ message: 'There is no column “{column}”.' }),
    msg({ message: 'Did you mean “{suggestion}”? Columns here: {columns}.' }),
  ),
  DUPLICATE_COLUMN: define(
    'error',
    msg({ message: 'The column “{column}” occurs twice in the output.' }),
    msg({ message: 'Rename one of them.' }),
  ),
  UNKNOWN_CONNECTION: define(
    'error',
    msg({ message: 'There is no connection “{connection}”.' }),
    msg({ message: 'Define it under Connections, in a connections file or in the environment.' }),
  ),
  SCHEMA_UNKNOWN: define(
    'error',
    msg({ message: 'The columns of this source could not be read: {reason}.' }),
    msg({ message: '{hint}' }),
  ),
  SCHEMA_PENDING: define(
    'info',
    msg({ message: 'The columns of this source have not been read yet.' }),
    msg({ message: 'Finish its settings; columns are read as soon as they are complete.' }),
  ),
  UNKNOWN_PARAMETER: define(
    'error',
    msg({ message: 'There is no parameter “{parameter}”.' }),
    msg({ message: 'Declare it in the pipeline, or correct its name. Declared: {parameters}.' }),
  ),
  MISSING_PARAMETER: define(
    'error',
    msg({ message: 'The parameter “{parameter}” has no value.' }),
    msg({ message: 'Give it with --param {parameter}=…, or set a default in the pipeline.' }),
  ),
  TYPE_MISMATCH: define(
    'error',
    msg({ message: 'Expected {expected}, found {actual}.' }),
    msg({ message: 'Convert it with cast(… as {expected}).' }),
  ),
  WRONG_COLUMN_TYPE: define(
    'error',
    msg({ message: '“{column}” is {actual}; here it must be {expected}.' }),
    msg({ message: 'Choose another column, or convert this one before.' }),
  ),
  NOT_COMPARABLE: define(
    'error',
    msg({ message: '“{left}” is {leftType} and “{right}” is {rightType}: they never compare.' }),
    msg({ message: 'Convert one of them with a Select node before.' }),
  ),
  TARGET_COLUMN_UNKNOWN: define(
    'error',
    msg({ message: 'The target table has no column “{column}”.' }),
    msg({ message: 'Did you mean “{suggestion}”? Columns there: {columns}.' }),
  ),
  TARGET_COLUMN_MISSING: define(
    'warning',
    msg({ message: 'Nothing fills the target column “{column}”, which may not be empty.' }),
    msg({ message: 'Map it, unless the table has a default for it.' }),
  ),
  TARGET_EXISTS: define(
    'warning',
    msg({ message: 'The table “{table}” exists already, so creating it will fail.' }),
    msg({ message: 'Choose another name or another write mode.' }),
  ),
  NOT_A_DATABASE: define(
    'error',
    msg({ message: 'What comes in is rows, not a database.' }),
    msg({ message: 'Connect it to the output of “Read whole database”.' }),
  ),
  INVALID_CAST_RULES: define(
    'error',
    msg({ message: 'The rules for types are not JSON: {reason}.' }),
    msg({ message: 'Write an object with a list “casts”, or leave the field empty.' }),
  ),
  SOURCE_COLUMNS_UNUSED: define(
    'info',
    msg({ message: 'These columns are not used: {columns}.' }),
    msg({ message: 'Map them if the target should have them.' }),
  ),
  SCHEMA_MISMATCH: define(
    'error',
    msg({ message: 'The inputs do not have the same columns: {detail}.' }),
    msg({ message: 'Align them with a Select node first, or combine by name.' }),
  ),
  LOSSY_CAST: define(
    'warning',
    msg({ message: '“{column}” goes from {from} to {to}, which may lose part of the value.' }),
    msg({ message: 'Widen the target, or accept the loss.' }),
  ),
  MERGE_NEEDS_KEY: define(
    'error',
    msg({ message: 'Merging needs key columns.' }),
    msg({ message: 'Choose the columns that identify a row.' }),
  ),
  NOT_DETERMINISTIC: define(
    'error',
    msg({ message: '“{function}” gives another value on each run, so a merge could not resume.' }),
    msg({ message: 'Take it out, or use another write mode.' }),
  ),
  // Expressions
  EXPRESSION_SYNTAX: define(
    'error',
    msg({ message: 'The expression cannot be read: {reason}.' }),
    msg({ message: 'Correct it at the marked place.' }),
  ),
  EXPRESSION_EMPTY: define(
    'error',
    msg({ message: 'The expression is empty.' }),
    msg({ message: 'Write a column name or an expression.' }),
  ),
  UNKNOWN_FUNCTION: define(
    'error',
    msg({ message: 'There is no function “{function}”.' }),
    msg({ message: 'Did you mean “{suggestion}”?' }),
  ),
  WRONG_ARGUMENTS: define(
    'error',
    msg({ message: '“{function}” cannot take ({actual}).' }),
    msg({ message: 'It takes: {expected}.' }),
  ),
  UNKNOWN_TYPE: define(
    'error',
    msg({ message: 'There is no type “{type}”.' }),
    msg({ message: 'Did you mean “{suggestion}”?' }),
  ),
  AGGREGATE_NOT_ALLOWED: define(
    'error',
    msg({ message: 'The aggregate “{function}” is not allowed here.' }),
    msg({ message: 'Use an Aggregate node.' }),
  ),
  AGGREGATE_EXPECTED: define(
    'error',
    msg({ message: 'An aggregate such as count(*) or sum(x) is expected here.' }),
    msg({ message: 'Wrap the expression in an aggregate, or add the column to the group.' }),
  ),
} as const satisfies Record<string, IssueDefinition>

export type IssueCode = keyof typeof issueCodes
