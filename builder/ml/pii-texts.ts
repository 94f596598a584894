import { msg } from '@lingui/core/macro'
import type { Message } from '../../nodes/kit/message.ts'

/** Kinds of personal data, in words. */
export const piiTexts: Readonly<Record<string, Message>> = {
  CREDIT_CARD: msg({ message: 'card number' }),
  EMAIL_ADDRESS: msg({ message: 'e-mail address' }),
  IBAN_CODE: msg({ message: 'bank account' }),
  US_SSN: msg({ message: 'US social security number' }),
  NATIONAL_ID: msg({ message: 'national identity number' }),
  IP_ADDRESS: msg({ message: 'network address' }),
  MAC_ADDRESS: msg({ message: 'device address' }),
  DOMAIN_NAME: msg({ message: 'domain name' }),
  PHONE_NUMBER: msg({ message: 'telephone number' }),
  PERSON: msg({ message: 'name of a person' }),
  GPE: msg({ message: 'place' }),
  ORGANIZATION: msg({ message: 'organisation' }),
  DATE_TIME: msg({ message: 'date' }),
  AGE: msg({ message: 'age' }),
  STREET_ADDRESS: msg({ message: 'street address' }),
  NRP: msg({ message: 'nationality, religion or politics' }),
  TITLE: msg({ message: 'form of address' }),
  US_DRIVER_LICENSE: msg({ message: 'US driving licence' }),
  ZIP_CODE: msg({ message: 'postal code' }),
  COORDINATES: msg({ message: 'coordinates' }),
  USERNAME: msg({ message: 'user name' }),
  PASSWORD: msg({ message: 'password' }),
  CRYPTO: msg({ message: 'wallet address' }),
  VEHICLE: msg({ message: 'vehicle' }),
}
