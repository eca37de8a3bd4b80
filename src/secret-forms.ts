/** Shorter ones occur for other reasons. */
const MIN_LENGTH = 8

/** A secret as it is, and in the encodings that GitHub's runner hides too (`ValueEncoders.cs`), with hexadecimal and base64 for URLs. */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    secret.replaceAll(/[<>&'"]/g, character => XML[character]!),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    bytes.toString('base64'),
    ...[0, 1, 2].flatMap(shift => insideBase64(bytes.subarray(shift))),
  ]
  return [...new Set(forms.flatMap(form => [form, form.replaceAll('+', '-').replaceAll('/', '_')]))]
}

const XML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&apos;', '"': '&quot;' }

/**
 * What of the base64 of a longer text does not depend on what is around these bytes, which begin a group of three there.
 */
function insideBase64(bytes: Buffer): readonly string[] {
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64')
  return whole.length >= MIN_LENGTH ? [whole] : []
}
