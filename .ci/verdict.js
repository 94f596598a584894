// Reads vitest's JSON report: here a skipped test is a failed one. Ends with `N passed, N failed`.
import { readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const tests = report.testResults.flatMap((file) => file.assertionResults)
const skipped = tests.filter((it) => it.status !== 'passed' && it.status !== 'failed')
for (const it of skipped) console.log(`skipped: ${it.fullName}`)

// A file that breaks before its first test reports no test at all.
const broken = report.testResults.filter(
  (it) => it.status === 'failed' && it.assertionResults.length === 0,
)
for (const it of broken) console.log(`did not load: ${it.name}: ${it.message}`)

const failed = tests.filter((it) => it.status === 'failed').length + skipped.length + broken.length
console.log(`${report.numPassedTests} passed, ${failed} failed`)
if (failed > 0 || !report.success) process.exitCode = 1
