import { expect, test } from 'vitest'
import {
  calibrationError,
  errorIfCalibrated,
  sweptCalibrationError,
} from '../../../bench/support/calibration.ts'

test('errors of confidence are measured as published', () => {
  const said = (confidence: number, ...right: number[]) =>
    right.map((r) => ({ confidence, right: r === 1 }))
  const off = [...said(0.25, 0, 0, 0, 0), ...said(0.75, 1, 1, 1, 1)]
  expect(calibrationError(off)).toBeCloseTo(0.25)
  // Two bins rise; in four they still do not fall.
  expect(sweptCalibrationError(off)).toBeCloseTo(0.25)
  // Half are right at every confidence: one bin, and the mean of the confidences is true.
  const flat = [...said(0.25, 1, 1), ...said(0.75, 0, 0)]
  expect(calibrationError(flat)).toBeCloseTo(0.75)
  expect(sweptCalibrationError(flat)).toBeCloseTo(0)
  // Chance alone is off by half for one toss of a coin, and by less for many.
  expect(errorIfCalibrated(said(0.5, 1))).toBeCloseTo(0.5)
  expect(errorIfCalibrated(Array.from({ length: 100 }, () => said(0.5, 1)).flat())).toBeLessThan(
    0.06,
  )
  for (const error of [calibrationError, sweptCalibrationError, errorIfCalibrated])
    expect(error([])).toBe(0)
})
