/** Kinds of personal data, in the words of Microsoft Presidio where it has one. */
export const piiKinds = [
  'CREDIT_CARD',
  'EMAIL_ADDRESS',
  'IBAN_CODE',
  'US_SSN',
  'NATIONAL_ID',
  'IP_ADDRESS',
  'MAC_ADDRESS',
  'DOMAIN_NAME',
  'PHONE_NUMBER',
  'PERSON',
  'GPE',
  'ORGANIZATION',
  'DATE_TIME',
  'AGE',
  'STREET_ADDRESS',
  'NRP',
  'TITLE',
  'US_DRIVER_LICENSE',
  'ZIP_CODE',
  'COORDINATES',
  'USERNAME',
  'PASSWORD',
  'CRYPTO',
  'VEHICLE',
] as const

export type PiiKind = (typeof piiKinds)[number]
