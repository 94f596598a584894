import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitStatements } from './split-statements.ts'

test('semicolons inside quotes, comments and bodies end nothing', () => {
  const script = `-- a;b
select 'x;''y', "a;b"; /* c; */
create function f() returns trigger as $body$ begin new.x = 1; return new; end $body$ language plpgsql;
select E'it\\'s;';
select 1`
  expect(splitStatements(script, 'postgres')).toEqual([
    `-- a;b\nselect 'x;''y', "a;b"`,
    '/* c; */\ncreate function f() returns trigger as $body$ begin new.x = 1; return new; end $body$ language plpgsql',
    `select E'it\\'s;'`,
    'select 1',
  ])
})

test('a backslash escapes in MySQL only', () => {
  expect(splitStatements(`select 'c:\\'; select 2`, 'postgres')).toEqual([
    `select 'c:\\'`,
    'select 2',
  ])
  expect(splitStatements(`select 'a\\'; b'; select 2`, 'mysql')).toEqual([
    `select 'a\\'; b'`,
    'select 2',
  ])
})

test('DELIMITER changes what ends a statement', () => {
  const script = `DELIMITER //
create trigger t before insert on a for each row begin set @a = 1; set @b = 2; end//
DELIMITER ;
insert into a values (1); # done;
`
  expect(splitStatements(script, 'mysql')).toEqual([
    'create trigger t before insert on a for each row begin set @a = 1; set @b = 2; end',
    'insert into a values (1)',
    '# done;',
  ])
})

test('nothing but comments is no statement', () => {
  expect(splitStatements(' ; -- only this\n;/* and this */ ', 'postgres')).toEqual([])
})

test('simple statements come back as they were', () => {
  const word = fc.stringMatching(/^[a-z][a-z ,()=0-9]{0,30}[a-z)]$/)
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (statements) => {
      expect(splitStatements(statements.map((s) => `${s};\n`).join(''), 'sqlite')).toEqual(
        statements,
      )
    }),
  )
})
