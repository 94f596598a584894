import { msg } from '@lingui/core/macro'
import { bigint, text, uuid } from '../data-type.ts'
import type { FunctionSpec } from './define.ts'

export const hashFunctions = {
  md5: {
    takes: ['value text', 'value binary'],
    returns: text,
    summary: msg({ message: 'The MD5 digest in hexadecimal; for comparing, not for secrets.' }),
    examples: [{ expression: "md5('a')", result: '0cc175b9c0f1b6a831c399e269772661' }],
  },
  sha1: {
    takes: ['value text', 'value binary'],
    returns: text,
    summary: msg({ message: 'The SHA-1 digest in hexadecimal.' }),
    examples: [{ expression: "sha1('a')", result: '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8' }],
  },
  sha256: {
    takes: ['value text', 'value binary'],
    returns: text,
    summary: msg({
      message: 'The SHA-256 digest in hexadecimal; for pseudonyms add a secret text.',
    }),
    examples: [
      {
        expression: "sha256('a')",
        result: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
      },
    ],
  },
  hash64: {
    takes: ['value text'],
    returns: bigint,
    summary: msg({
      message: 'A whole number made from the text, the same on every machine and version.',
    }),
    examples: [{ expression: "hash64('a')", result: '919145239626757800' }],
  },
  name_uuid: {
    takes: ['value text'],
    returns: uuid,
    summary: msg({ message: 'A UUID made from the text: the same text gives the same UUID.' }),
    examples: [{ expression: "name_uuid('a')", result: '0cc175b9-c0f1-b6a8-31c3-99e269772661' }],
  },
  new_uuid: {
    takes: [''],
    returns: uuid,
    deterministic: false,
    summary: msg({ message: 'A random UUID, another for each row.' }),
    examples: [{ expression: 'new_uuid()' }],
  },
} as const satisfies Record<string, FunctionSpec>
