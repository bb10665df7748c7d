/** The provider's address, as modules require it. Nobody serves it: it comes from a mirror, or from a test. */
export const labSource = 'lab.test/genesis/lab'

/** The version that a mirror holds unless another is asked for. */
export const labVersion = '1.0.0'
