// Reads vitest's JSON report: here a skipped test is a failed one. Ends with `N passed, N failed`.
import { existsSync, readFileSync } from 'node:fs'

const path = process.argv[2]
const report = existsSync(path)
  ? JSON.parse(readFileSync(path, 'utf8'))
  : { testResults: [], success: false }

const tests = report.testResults.flatMap((file) => file.assertionResults)
const passed = tests.filter((it) => it.status === 'passed').length
const failed = tests.filter((it) => it.status === 'failed').length
// SQL Server cannot be installed here; where MSSQL_URL names one, its tests run.
const excused = (it) => it.fullName.includes('MSSQL_URL is not set')
const skipped = tests.filter(
  (it) => it.status !== 'passed' && it.status !== 'failed' && !excused(it),
)
// A file that breaks before its first test reports no test at all.
const broken = report.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.length === 0,
)

for (const it of skipped) console.log(`skipped: ${it.fullName}`)
for (const it of broken) console.log(`did not load: ${it.name}: ${it.message}`)

const counted = failed + skipped.length + broken.length
// vitest fails a run for more than failed tests: an unhandled rejection, no test at all.
const total = counted > 0 || report.success ? counted : 1
console.log(`${passed} passed, ${total} failed`)
if (total > 0) process.exitCode = 1
