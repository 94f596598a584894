import { expect, test } from 'vitest'
import type { Pipeline } from '../../pipeline/schema.ts'
import { pipelineSchema } from '../../pipeline/schema.ts'
import { choosePort } from './choose-port.ts'

const pipeline: Pipeline = pipelineSchema.parse({
  schemaVersion: 1,
  name: 'p',
  nodes: [
    { id: 'rules', type: 'validate.rules' },
    { id: 'customers', type: 'source.file' },
    { id: 'save', type: 'sink.file' },
  ],
})
const failure = (choice: Parameters<typeof choosePort>[1], of = pipeline) => {
  try {
    return choosePort(of, choice)
  } catch (error) {
    return error
  }
}

test('by default the first source and the main port of a node', () => {
  expect(choosePort(pipeline, {})).toEqual({ node: 'customers', port: 'out' })
  expect(choosePort(pipeline, { node: 'rules' })).toEqual({ node: 'rules', port: 'pass' })
  expect(choosePort(pipeline, { node: 'rules', port: 'reject' }).port).toBe('reject')
})

test('what is not there is refused with what is', () => {
  const usage = (message: string, hint: string) => ({
    code: 'INVALID_USAGE',
    message,
    data: { hint },
  })
  expect(failure({ node: 'custmers' })).toMatchObject(
    usage('There is no node “custmers”.', 'Did you mean “customers”?'),
  )
  expect(failure({ node: 'rules', port: 'rejects' })).toMatchObject(
    usage('The node “rules” has no output “rejects”.', 'Did you mean “reject”?'),
  )
  expect(failure({ node: 'save' })).toMatchObject(
    usage('The node “save” has no output.', 'Choose a node before it.'),
  )
  expect(failure({}, { ...pipeline, nodes: [] })).toMatchObject(
    usage('The pipeline has no nodes.', 'Add a source first.'),
  )
})
