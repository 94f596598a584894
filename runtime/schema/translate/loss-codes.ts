/**
 * Every code of the loss ledger, and what it means: the text of `docs/losses.md`. A code
 * never changes its meaning.
 */
export const lossCodes = {
  // types
  TYPE_WIDENED: 'The target’s type holds everything the source’s holds, and more.',
  TYPE_NARROWED: 'The target’s type holds less; values that do not fit are counted apart.',
  TYPE_CHANGED: 'The target has no such type; another one carries the same values.',
  TYPE_AS_TEXT: 'The target has no such type; its values are kept as their text.',
  PRECISION_REDUCED: 'The target keeps fewer fractional digits; values are rounded.',
  FORM_CHANGED: 'The values are equal, but the target writes them in another form.',
  ZONE_DROPPED: 'The target’s type has no time zone; instants are kept in UTC.',
  OFFSET_DROPPED: 'The target keeps the instant in UTC, not the offset it was written with.',
  LENGTH_NOT_ENFORCED: 'The target shows the declared length but does not enforce it.',
  BLANKS_LOST: 'The target treats blanks at the end of texts in another way.',
  ROW_VERSION: 'The engine wrote this column itself; in the target it is an ordinary one.',
  ENUM_AS_CHECK: 'The target has no such list type; a check allows the same values.',
  SET_AS_ARRAY: 'A set of words becomes an array of the same words.',
  GEOMETRY_AS_TEXT: 'Shapes are kept as text (WKT); the target cannot compute with them.',
  DOMAIN_RESOLVED: 'The target has no domains; the column has the base type and the checks.',
  CAST_BY_RULE: 'A rule of the cast file chose this type.',
  // values
  ZERO_DATE: 'Dates such as 0000-00-00 do not exist elsewhere; they become NULL.',
  VALUE_OUT_OF_RANGE: 'Values outside of what the target’s type holds.',
  TEXT_TOO_LONG: 'Texts longer than the target’s column.',
  NUL_REMOVED: 'Texts with NUL characters, which the target cannot store; they are left out.',
  NOT_FINITE: 'NaN and infinities, which the target has not; they become NULL.',
  NOT_BOOLEAN: 'A column declared as a boolean holds other numbers than 0 and 1.',
  STORED_OTHERWISE: 'Values of another kind than the column declares, as SQLite allows.',
  ENUM_EMPTY: 'MySQL’s error value, the empty text, in a column of an enum.',
  VALUES_EQUAL_BY_CASE: 'Texts that differ by case only, where the target takes them as equal.',
  // columns
  NOT_NULL_DROPPED: 'Some values become NULL, so the target’s column allows it.',
  DEFAULT_CHANGED: 'The default is written in another way and may differ in form.',
  DEFAULT_OMITTED: 'The default has no counterpart in the target.',
  GENERATED_OMITTED: 'The target cannot compute this column; its values are copied.',
  GENERATED_STORED: 'The target computes the column when rows are written, not when read.',
  IDENTITY_CHANGED: 'The target counts this column up in another way.',
  ON_UPDATE_AS_TRIGGER: 'ON UPDATE CURRENT_TIMESTAMP becomes a trigger.',
  ON_UPDATE_OMITTED: 'The target does not set this column when a row changes.',
  COLLATION_CHANGED: 'Texts are compared and sorted by another rule.',
  COMMENT_OMITTED: 'The target has no comments.',
  // constraints
  CONSTRAINT_OMITTED: 'The constraint needs a column that is left out.',
  CHECK_OMITTED: 'The condition could not be said exactly in the target’s dialect.',
  FOREIGN_KEY_OMITTED: 'The foreign key refers to something the target will not have.',
  FOREIGN_KEY_ACTION: 'The target has no such action of a foreign key.',
  DEFERRABLE_DROPPED: 'The target checks the constraint at once, not at the end.',
  UNIQUE_OMITTED: 'The target cannot keep these columns unique.',
  UNIQUE_NULLS: 'SQL Server takes NULLs as equal; an index with a condition stands in.',
  // indexes
  INDEX_OMITTED: 'The target has no such index.',
  INDEX_CHANGED: 'The index is there, in another form.',
  // names
  NAME_CHANGED: 'The name was too long for the target, or already taken.',
  SCHEMA_FLATTENED: 'The target has no schemas; the schema’s name leads the table’s.',
  // other objects
  TABLE_OMITTED: 'A virtual or foreign table is not carried over.',
  HISTORY_OMITTED: 'A table that keeps what its rows were before keeps only the present ones.',
  STORAGE_ENGINE_CHANGED: 'The table’s storage engine is another one in the target.',
  INVISIBLE_COLUMN: 'A column that SELECT * leaves out is an ordinary one in the target.',
  PARTITIONS_DROPPED: 'A divided table becomes one whole table.',
  INHERITANCE_DROPPED: 'A table that inherits from another becomes one of its own.',
  VIEW_OMITTED: 'The view could not be said exactly in the target’s dialect.',
  VIEW_CHANGED: 'The view is there, but a detail of it differs.',
  VIEW_NOT_MATERIALIZED: 'The target has no materialised views; an ordinary one stands in.',
  SEQUENCE_OMITTED: 'The target has no sequences.',
  TYPE_OMITTED: 'A named type that the target does not have.',
  TRIGGER_OMITTED: 'Triggers are programs; this one has to be written anew.',
  ROUTINE_OMITTED: 'Functions and procedures are programs; this one has to be written anew.',
  EVENT_OMITTED: 'Scheduled events are programs; this one has to be written anew.',
  RULE_OMITTED: 'Rules rewrite statements; this one has to be written anew.',
  POLICY_OMITTED: 'Row policies are not carried over.',
  EXTENSION_OMITTED: 'Extensions belong to the source’s engine.',
  // accounts
  OWNER_CHANGED: 'What is made belongs to the account that migrates.',
  DEFINER_CHANGED:
    'What acts with its definer’s rights acts with those of the account that migrates.',
  PRIVILEGE_OMITTED:
    'Privileges are not carried over; the line has the statement that grants them.',
} as const satisfies Record<string, string>

export type LossCode = keyof typeof lossCodes
